"""The wall on the desk, without a browser: its order, its filters, a closer look, and what is pushed to a screen."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.desk.conftest import Visitor
from tests.desk.wall import Begin, Chatter, chatting, serving
from tests.server import Server
from warmline.desk.wall_top import TOP

Visit = Callable[[str], Visitor]
Screen = dict[int, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall")) as server:
        yield server


@pytest.fixture
def begin(desk: Server) -> Iterator[Begin]:
    with chatting(desk, leaves=True) as begin:
        yield begin


def names(html: str) -> list[str]:
    """The contacts of a list, from top to bottom."""
    return re.findall(r'data-contact="(c-[0-9a-f]+)"', html)


def marks(html: str) -> list[tuple[int, str]]:
    """The rows of a page as their places and marks, from top to bottom."""
    return [(int(seq), mark) for seq, mark in re.findall(r'data-seq="(\d+)" data-mark="(\w+)"', html)]


def listen(visitor: Visitor, path: str) -> ClientConnection:
    base = str(visitor.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    headers = {"cookie": cookie, "origin": base}
    return connect(base.replace("http:", "ws:") + path, additional_headers=headers, legacy=True)


class Followed:
    """A screen as a browser keeps it: what was loaded, and what was pushed since."""

    def __init__(self, visitor: Visitor, page: str, live: str) -> None:
        self.visitor, self.page = visitor, page
        self.shown = marks(visitor.get(page).text)
        self.pushed: list[str] = []
        self.socket = listen(visitor, live)
        self.socket.send(json.dumps({"shown": self.shown}))

    def _take(self, push: dict[str, Any]) -> None:
        rows = dict(self.shown)
        for seq in push["gone"]:
            rows.pop(seq, None)
        for row in push["rows"]:
            self.pushed.append(row["html"])
            rows[row["seq"]] = marks(row["html"])[0][1]
        order = push["order"] or [seq for seq, _ in self.shown]
        self.shown = [(seq, rows[seq]) for seq in order if seq in rows]

    def equals_a_reload(self, seconds: float = 10) -> bool:
        """Whether the screen comes to show what a reload shows."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self._take(json.loads(self.socket.recv(timeout=0.3)))
            except TimeoutError:
                if self.shown == marks(self.visitor.get(self.page).text):
                    return True
        return False


def test_skill_language_channel_customers_and_words_narrow_it(begin: Begin, visit: Visit) -> None:
    ana = visit("ana")
    maria, nobody = begin("u-maria"), begin()
    maria.give("said", text="bill")
    nobody.give("said", text="My crocodile has eaten the SIM")

    def shown(query: str) -> list[str]:
        both = (maria.contact, nobody.contact)
        return [one for one in names(ana.get(f"/contacts?{query}").text) if one in both]

    assert sorted(shown("")) == sorted([maria.contact, nobody.contact])
    assert shown("q=Sântos") == [maria.contact]
    assert shown("q=crocodile+eaten") == [nobody.contact]
    assert shown("q=crocodile+maria") == []
    assert shown("channel=phone") == []
    assert sorted(shown("channel=chat&language=en")) == sorted([maria.contact, nobody.contact])
    assert shown("language=th") == []
    assert shown("scope=country:PH") == [maria.contact]
    assert sorted(shown("queue=general")) == sorted([maria.contact, nobody.contact])
    assert shown("queue=care") == []
    assert shown("scope=tier:gold&show=nonsense&channel=pigeon") != []


def test_filters_offer_what_the_business_has(visit: Visit) -> None:
    page = visit("ana").get("/contacts?queue=billing&show=automated").text
    assert '<option value="billing" selected>Bills and payments</option>' in page
    assert 'name="language"' in page
    assert 'value="brand:isla-go"' in page
    assert 'href="/contacts?show=automated"' in page
    thai = visit("thai").get("/contacts").text
    assert "country:PH" not in thai


def test_a_card_says_who_it_is_what_they_want_and_said(begin: Begin, visit: Visit) -> None:
    chat = begin("u-maria")
    chat.give("said", text="bill")
    page = visit("ana").get("/contacts?q=maria").text
    card = page[page.index(f'data-contact="{chat.contact}"') :]
    card = card[: card.index('class="live-acts"')]
    assert "Maria Santos" in card
    assert ">gold<" in card
    assert "<bdi>bill</bdi>" in card
    assert "self-service" in card
    assert re.search(r'class="live-what">.*?<small>[^<]+</small>', card)


def test_a_closer_look_has_what_was_said_and_is_on_record(begin: Begin, visit: Visit) -> None:
    chat, ana = begin("u-maria"), visit("ana")
    chat.give("said", text="Why <b>twice</b>?")
    peek = ana.get(f"/contacts/{chat.contact}/peek")
    assert peek.status_code == 200
    assert "Why &lt;b&gt;twice&lt;/b&gt;?" in peek.text
    assert "Step in" in peek.text
    assert f"contact {chat.contact}" in visit("lead").get("/audit").text
    assert visit("thai").get(f"/contacts/{chat.contact}/peek").status_code == 404
    assert ana.get("/contacts/c-0/peek").status_code == 404


def test_any_number_is_watched_side_by_side(begin: Begin, visit: Visit) -> None:
    chats, ana = [begin() for _ in range(5)], visit("ana")
    chosen = [one.contact for one in chats[1:4]]
    address = "/contacts/watch?" + "&".join(f"c={one}" for one in [*chosen, chosen[0], "c-none"])
    assert names(ana.get(address).text) == chosen
    chats[1].client.post(f"/chat/contacts/{chosen[0]}/leave", headers=chats[1].headers)
    watched = ana.get(address).text
    assert names(watched) == chosen
    assert "ended" in watched
    assert names(visit("thai").get(address).text) == []
    assert "Nothing to watch" in ana.get("/contacts/watch").text


def test_what_is_pushed_makes_the_screen_equal_a_reload_after_each_action(begin: Begin, visit: Visit) -> None:
    ana, ben = visit("ana"), visit("ben")
    first, second = begin("u-maria"), begin()
    watch = f"?c={first.contact}&c={second.contact}"
    screens = [
        Followed(ana, "/contacts", "/contacts/live"),
        Followed(ben, "/contacts?show=mine", "/contacts/live?show=mine"),
        Followed(ana, "/contacts?q=maria", "/contacts/live?q=maria"),
        Followed(ben, f"/contacts/watch{watch}", f"/contacts/watch/live{watch}"),
    ]
    path = f"/contacts/{first.contact}"
    third: list[Chatter] = []
    actions: list[tuple[str, Callable[[], object]]] = [
        ("says", lambda: second.give("said", text="hm")),
        ("asks for a person", lambda: first.give("asked", what="person")),
        ("begins", lambda: third.append(begin())),
        ("taken", lambda: ben.post(f"{path}/take", {})),
        ("talks", lambda: ben.post(f"{path}/say", {"text": "Hello"})),
        ("given back", lambda: ben.post(f"{path}/give-back", {})),
        ("taken again", lambda: ana.post(f"{path}/take", {})),
        ("put back", lambda: ana.post(f"{path}/put-back", {"queue": "network", "why": "x"})),
        ("taken by ben", lambda: ben.post(f"{path}/take", {})),
        ("closed", lambda: ben.post(f"{path}/close", {"reason": "outage"})),
        (
            "leaves",
            lambda: third[0].client.post(
                f"/chat/contacts/{third[0].contact}/leave", headers=third[0].headers
            ),
        ),
    ]
    for what, action in actions:
        action()
        for screen in screens:
            assert screen.equals_a_reload(), (what, screen.page)
    for screen in screens:
        screen.socket.close()


def test_nobody_gets_a_byte_of_whom_they_may_not_see(begin: Begin, visit: Visit) -> None:
    maria, thai = begin("u-maria"), visit("thai")
    somchai = begin("u-somchai")
    watch = f"?c={maria.contact}&c={somchai.contact}"
    screens = [
        Followed(thai, "/contacts", "/contacts/live"),
        Followed(thai, f"/contacts/watch{watch}", f"/contacts/watch/live{watch}"),
    ]
    assert all(len(screen.shown) == 1 for screen in screens)
    maria.give("said", text="zanzibar")
    somchai.give("said", text="timbuktu")
    visit("ana").post(f"/contacts/{maria.contact}/take", {})
    for screen in screens:
        assert screen.equals_a_reload()
        pushed = "".join(screen.pushed)
        assert "timbuktu" in pushed
        assert "zanzibar" not in pushed
        assert maria.contact not in pushed
        assert "Maria" not in pushed
        screen.socket.close()


def test_what_a_colleague_asks_is_on_top_for_whom_it_is_asked(begin: Begin, visit: Visit) -> None:
    upset, asked = begin(), begin()
    upset.give("asked", what="person")
    ana, ben, path = visit("ana"), visit("ben"), f"/contacts/{asked.contact}"
    screen = Followed(ben, "/contacts", "/contacts/live")
    ana.post(f"{path}/take", {})
    offered = ana.get(f"{path}/handing").text
    before = offered[: offered.index("<b>Ben Cruz</b>")]
    whom = before[before.rindex('value="') + 7 :].split('"')[0]
    ana.post(f"{path}/ask", {"to": whom, "words": "Is this covered?"})
    walls = {name: visit(name).get("/contacts").text for name in ("ben", "ana", "lead")}
    assert names(walls["ben"])[0] == asked.contact
    assert "Ana Reyes asks you" in walls["ben"]
    for other in ("ana", "lead"):
        assert names(walls[other])[0] == upset.contact
        assert "asks you" not in walls[other]
    assert screen.equals_a_reload()
    assert "Ana Reyes asks you" in "".join(screen.pushed)
    number = re.search(r'name="decline" value="(\d+)"', ben.get(path).text)
    assert number is not None
    ben.post(f"{path}/answer", {"decline": number[1], "why": "busy"})
    assert screen.equals_a_reload()
    assert "asks you" not in ben.get("/contacts").text
    screen.socket.close()


def test_who_is_not_signed_in_is_not_connected(desk: Server) -> None:
    for path in ("/contacts/live", "/contacts/watch/live?c=c-1"):
        with pytest.raises(InvalidStatus), connect(desk.url.replace("http:", "ws:") + path):
            pass


def test_whoever_is_erased_is_gone_from_the_wall(begin: Begin, visit: Visit, desk: Server) -> None:
    user = f"u-gone-{time.time_ns()}"
    chat, ana = begin(user), visit("ana")
    chat.give("said", text="ephemeral")
    assert chat.contact in names(ana.get("/contacts?q=ephemeral").text)
    with desk.staff() as client:
        found = client.get("/api/customers", params={"q": f"user:{user}"}).json()
        assert client.delete(f"/api/customers/{found[0]['id']}").status_code == 200
    assert names(ana.get("/contacts?q=ephemeral").text) == []


def test_whoever_is_erased_is_gone_from_what_others_said_in_contacts_that_are_over(
    begin: Begin, visit: Visit, desk: Server
) -> None:
    user = f"u-gone-{time.time_ns() % 1_000_000_000}"  # too short for the number of a card
    begin(user)
    other, ana = begin(), visit("ana")
    other.give("said", text=f"I write for {user}")
    other.client.post(f"/chat/contacts/{other.contact}/leave", headers=other.headers)
    watch = f"/contacts/watch?c={other.contact}"
    assert user in ana.get(watch).text
    with desk.staff() as client:
        found = client.get("/api/customers", params={"q": f"user:{user}"}).json()
        assert client.delete(f"/api/customers/{found[0]['id']}").status_code == 200
    assert user not in ana.get(watch).text


def test_the_badge_counts_all_who_wait_though_the_wall_shows_the_top_alone(
    begin: Begin, visit: Visit
) -> None:
    ana = visit("ana")
    shown = names(
        ana.get("/contacts?show=waiting").text
    )  # somebody is there: whoever asks is put into a queue
    for _ in range(TOP + 2):
        begin().give("asked", what="person")
    assert len(names(ana.get("/contacts?show=waiting").text)) == TOP
    badge = ana.get("/contacts/waiting").text
    assert int(badge.partition("<")[0]) == len(shown) + TOP + 2
