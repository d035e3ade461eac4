"""The chat through its front door: HTTP and a WebSocket, on a real server."""

import asyncio
import json
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Literal

import httpx
import pytest
import websockets.sync.client
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.channels.serving import SECRET, SITE, Served, make, served
from tests.channels.talk import PNG, Talk
from warmline.channels.chat.languages import accepted
from warmline.channels.chat.listeners import Listeners
from warmline.channels.chat.model import Begin, GivenInput, Visitor
from warmline.channels.chat.visitors import identified, identifier_hash
from warmline.channels.declared import Website
from warmline.contacts.errors import TooFast, UnknownContact


def test_a_chat_begins_with_what_the_flow_says(client: httpx.Client) -> None:
    talk = Talk(client)
    (turn,) = talk.first["turns"]
    assert turn["by"] == "flow" and turn["screen"]["texts"][-1] == "What is it about?"
    kinds = [option.get("kind", "option") for option in turn["screen"]["options"]]
    assert kinds == ["option", "option", "option", "link", "person"]
    assert "why" not in json.dumps(talk.first) and "dark" not in json.dumps(talk.first)


def test_an_answer_brings_what_the_page_does_not_have(client: httpx.Client) -> None:
    talk = Talk(client)
    answer = talk.send("chose", option="bill", after=1).json()
    assert [turn["number"] for turn in answer["turns"]] == [2, 3]
    assert answer["turns"][1]["screen"]["field"] == {"kind": "account", "example": "7013554"}


def test_the_same_key_is_taken_once(server: Served, client: httpx.Client) -> None:
    talk = Talk(client)
    first = talk.send("chose", option="bill", key="one")
    second = talk.send("chose", option="bill", key="one")
    assert first.json() == second.json()
    assert len(server.talks.held[talk.name].given) == 1


def test_what_is_looked_up_outside_is_waited_for(client: httpx.Client) -> None:
    talk = Talk(client)
    after = talk.send("chose", option="outage").json()["contact"]["turns"]
    later = talk.turns(after=after, wait=10).json()
    assert later["turns"][0]["screen"]["texts"][0] == "It works again in your street."


def test_what_happens_is_pushed_and_a_page_that_comes_back_misses_nothing(server: Served) -> None:
    async def page() -> None:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            first = (await client.post("/chat/contacts", json={"website": "isla"})).json()
        name, token = first["contact"]["name"], first["token"]
        address = f"{server.url.replace('http', 'ws', 1)}/chat/live"
        async with connect(address) as socket:
            await socket.send(json.dumps({"contact": name, "token": token, "after": 1}))
            now = json.loads(await socket.recv())
            assert now["turns"] == [] and now["contact"]["owner"] == "flow"
            server.talks.take_over(name, "Ana")
            server.talks.say(name, "Ana", "Hello, I am Ana.")
            seen: list[str] = []
            while not seen:
                now = json.loads(await socket.recv())
                seen = [turn["text"] for turn in now.get("turns", [])]
            assert (seen, now["contact"]["owner"], now["contact"]["agent"]) == (
                ["Hello, I am Ana."],
                "staff",
                "Ana",
            )
            server.talks.typing(name, "agent")
            while not now.get("typing"):
                now = json.loads(await socket.recv())
            assert now["typing"] == ["agent"]
        server.talks.say(name, "Ana", "Are you there?")
        async with connect(address) as socket:
            await socket.send(json.dumps({"contact": name, "token": token, "after": 2}))
            now = json.loads(await socket.recv())
            assert [turn["text"] for turn in now["turns"]] == ["Are you there?"]
            await socket.send(json.dumps({"typing": True}))
            await server.talks.leave(name)
            with pytest.raises(ConnectionClosed) as closed:
                await _to_the_end(socket)
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 4410

    asyncio.run(page())


def test_a_page_is_told_that_its_contact_was_erased(server: Served) -> None:
    async def page() -> None:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            first = (await client.post("/chat/contacts", json={"website": "isla"})).json()
        name, token = first["contact"]["name"], first["token"]
        async with connect(f"{server.url.replace('http', 'ws', 1)}/chat/live") as socket:
            await socket.send(json.dumps({"contact": name, "token": token}))
            await socket.recv()
            server.talks.erase(name)
            with pytest.raises(ConnectionClosed) as closed:
                await _to_the_end(socket)
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 4404

    asyncio.run(page())


async def _to_the_end(socket: ClientConnection) -> None:
    while True:
        await asyncio.wait_for(socket.recv(), 10)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('{"contact": "contact-1", "token": "guessed"}', 4404),
        ('{"contact": "nothing", "token": "guessed"}', 4404),
        ("hello?", 4408),
        ("9" * 9000, 4408),
    ],
)
def test_a_socket_without_a_token_is_closed(
    server: Served, client: httpx.Client, said: str, code: int
) -> None:
    Talk(client)

    async def page() -> int:
        async with connect(f"{server.url.replace('http', 'ws', 1)}/chat/live") as socket:
            await socket.send(said)
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd is not None
            return closed.value.rcvd.code

    assert asyncio.run(page()) == code


# -- who may


def test_what_is_noted_for_a_person_is_not_told_to_the_customer(server: Served, client: httpx.Client) -> None:
    talk = Talk(client)
    server.talks.note(talk.name, "billing.pay: refused (fraud)")
    server.talks.say(talk.name, "Ana", "One moment, please.")
    answer = talk.turns()
    assert "billing" not in answer.text and "fraud" not in answer.text
    assert answer.json()["turns"][-1]["text"] == "One moment, please."


def test_a_contact_is_only_shown_to_who_has_its_token(client: httpx.Client) -> None:
    talk, other = Talk(client), Talk(client)
    for path in (f"{talk.path}/turns", f"{talk.path}/files/file-1"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=other.bearer).status_code == 404
    for path in (f"{talk.path}/inputs", f"{talk.path}/leave"):
        body = {"key": "k", "kind": "said", "text": "x"}
        assert client.post(path, json=body).status_code == 401
        assert client.post(path, json=body, headers=other.bearer).status_code == 404


def test_only_listed_sites_may_use_it(client: httpx.Client) -> None:
    strange = {"origin": "https://elsewhere.example"}
    assert client.get("/chat/websites/isla", headers=strange).status_code == 403
    refused = client.post("/chat/contacts", json={"website": "isla"}, headers=strange)
    assert refused.status_code == 403 and "access-control-allow-origin" not in refused.headers
    assert "channels.yaml" in refused.json()["remedy"]
    own = {"origin": str(client.base_url).rstrip("/")}
    assert client.get("/chat/websites/isla", headers=own).status_code == 200
    talk = Talk(client, headers={"origin": SITE})
    answer = client.get(f"{talk.path}/turns", headers={**talk.bearer, "origin": SITE})
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in answer.headers
    missing = client.get(
        "/chat/contacts/nothing/turns", headers={"origin": SITE, "authorization": "Bearer x"}
    )
    assert missing.status_code == 404 and missing.headers["access-control-allow-origin"] == SITE


def test_a_browser_learns_beforehand_what_a_site_may_do(client: httpx.Client) -> None:
    asking = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    fine = client.options("/chat/contacts/x/inputs", headers={"origin": SITE, **asking})
    assert fine.status_code == 204
    assert fine.headers["access-control-allow-origin"] == SITE
    assert "authorization" in fine.headers["access-control-allow-headers"]
    strange = client.options("/chat/contacts/x/inputs", headers={"origin": "https://x.example", **asking})
    assert strange.status_code == 403 and "access-control-allow-headers" not in strange.headers


def test_a_kiosk_is_only_for_our_own_pages(client: httpx.Client) -> None:
    assert Talk(client, place="moa-manila").first["contact"]["owner"] == "flow"
    elsewhere = client.post("/chat/contacts", json={"place": "moa-manila"}, headers={"origin": SITE})
    assert elsewhere.status_code == 403
    assert client.post("/chat/contacts", json={"place": "no-such-place"}).status_code == 404
    assert client.post("/chat/contacts", json={"website": "no-such-site"}).status_code == 404
    assert client.post("/chat/contacts", json={"website": "isla", "flow": "no-such-flow"}).status_code == 400


@pytest.mark.parametrize("hash", ["", "0" * 64, identifier_hash("u-maria", "another secret")])
def test_a_visitor_who_is_not_signed_stays_anonymous(server: Served, client: httpx.Client, hash: str) -> None:
    talk = Talk(client, visitor={"id": "u-maria", "identifier_hash": hash})
    assert server.talks.held[talk.name].identifiers == ()


def test_a_signed_visitor_is_who_the_site_says(server: Served, client: httpx.Client) -> None:
    at = int(time.time())
    signed = {
        "id": "u-maria",
        "signed_at": at,
        "identifier_hash": identifier_hash("u-maria", SECRET, at).upper(),
    }
    talk = Talk(client, visitor=signed)
    (identifier,) = server.talks.held[talk.name].identifiers
    assert (identifier.type, identifier.value, identifier.verified) == ("user", "u-maria", True)
    kiosk = Talk(client, place="moa-manila", visitor=signed)
    assert server.talks.held[kiosk.name].identifiers == ()


@pytest.mark.parametrize(
    ("age", "known"), [(0, True), (23 * 3600, True), (25 * 3600, False), (-60, True), (-3600, False)]
)
def test_a_signature_with_its_time_is_good_for_a_day(
    server: Served, client: httpx.Client, age: int, known: bool
) -> None:
    at = int(time.time()) - age
    signed = {"id": "u-maria", "signed_at": at, "identifier_hash": identifier_hash("u-maria", SECRET, at)}
    talk = Talk(client, visitor=signed)
    assert bool(server.talks.held[talk.name].identifiers) is known
    for moved in ({"signed_at": at + 1}, {"signed_at": 0}, {"signed_at": 0, "id": f"{at}\nu-maria"}):
        talk = Talk(client, visitor=signed | moved)
        assert server.talks.held[talk.name].identifiers == ()


@pytest.mark.parametrize(
    ("signed_for", "age", "known"),
    [
        ("", None, True),
        ("24h", None, False),
        ("30m", None, False),
        ("", 23 * 3600, True),
        ("", 25 * 3600, False),
        ("30m", 29 * 60, True),
        ("30m", 31 * 60, False),
        ("72h", 71 * 3600, True),
    ],
)
def test_a_website_says_how_long_a_signature_is_good(signed_for: str, age: int | None, known: bool) -> None:
    now = 1_780_000_000
    at = 0 if age is None else now - age
    visitor = Visitor(
        id="u-maria", signed_at=at, identifier_hash=identifier_hash("u-maria", SECRET, signed_at=at)
    )
    website = Website(title="Isla", visitors="CHAT_SECRET", signed_for=signed_for)
    assert bool(identified(visitor, website, {"CHAT_SECRET": SECRET}, now)) is known


class Elsewhere:
    """A page at some address, behind a proxy on this machine."""

    def __init__(self, client: httpx.Client, socket: websockets.sync.client.ClientConnection) -> None:
        self.talk = Talk(client)
        self.socket = socket
        with suppress(ConnectionClosed):  # it may be turned away already
            self.socket.send(json.dumps({"contact": self.talk.name, "token": self.talk.first["token"]}))

    def waits(self) -> bool:
        """Whether it is told its contact and waits for more."""
        return bool(json.loads(self.socket.recv(10))["contact"])


def test_pages_of_one_address_that_wait_are_counted_and_others_are_not_in_their_way(tmp_path: Path) -> None:
    with served(tmp_path) as server, ExitStack() as pages:

        def page(address: str) -> Elsewhere:
            at = {"x-forwarded-for": address}
            url = f"{server.url.replace('http', 'ws', 1)}/chat/live"
            client = httpx.Client(base_url=server.url, headers=at, timeout=30, trust_env=False)
            socket = websockets.sync.client.connect(url, additional_headers=at, proxy=None)
            return Elsewhere(pages.enter_context(client), pages.enter_context(socket))

        server.chat.listeners = Listeners(2)
        first, second = page("203.0.113.5"), page("203.0.113.5")
        assert first.waits() and second.waits()
        third = page("203.0.113.5")
        with pytest.raises(ConnectionClosed) as closed:
            third.waits()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4429
        after = third.talk.first["contact"]["turns"]
        refused = third.talk.turns(after=after, wait=5)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        assert "listeners_per_address" in refused.json()["remedy"]
        assert third.talk.turns(after=after).status_code == 200, "asking without waiting holds nothing open"
        assert page("203.0.113.6").waits()
        first.socket.close()
        until = time.monotonic() + 10
        while third.talk.turns(after=after, wait=1).status_code == 429:
            assert time.monotonic() < until


@pytest.mark.parametrize(
    ("address", "limited"), [("203.0.113.5", "203.0.113.5"), ("127.0.0.1", ""), ("::1", ""), ("", "")]
)
def test_who_asks_is_told_so_that_haste_can_be_limited(tmp_path: Path, address: str, limited: str) -> None:
    async def talk() -> list[str]:
        _, chat, talks = make(tmp_path)
        begun = await chat.begin(Begin(website="isla"), "", address)
        name = begun.contact.name
        await chat.take(name, begun.token, GivenInput(key="a", kind="said", text="hello"), address)
        return [talks.held[name].address, *talks.addresses]

    assert asyncio.run(talk()) == [limited, limited]


def test_one_address_cannot_fill_the_disk(tmp_path: Path) -> None:
    async def hurry() -> int:
        _, chat, talks = make(tmp_path)
        content = PNG + b"0" * 8_000_000
        for number in range(20):
            begun = await chat.begin(Begin(website="isla"), "", "203.0.113.5")
            contact = await talks.contact(begun.contact.name)
            try:
                await chat.attach(contact, "a.png", content, "a", 0, "203.0.113.5")
            except TooFast as refused:
                assert refused.retry_after >= 1
                assert chat.files.of(contact.name) == []
                await chat.attach(contact, "a.png", content, "a", 0, "203.0.113.6")
                return number
        return 20

    assert 2 <= asyncio.run(hurry()) <= 10


# -- languages


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("th-TH,th;q=0.9,en;q=0.8", "th"),
        ("zh-TW", "zh-Hant"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-HK;q=0.3, vi;q=0.9", "vi"),
        ("tl", "fil"),
        ("de,fr;q=0.9", ""),
        ("", ""),
        ("*;q=0, en-GB;q=zero, ;;;,,", ""),
    ],
)
def test_the_language_of_a_browser(header: str, language: str) -> None:
    assert accepted(header, ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil")) == language


def test_a_chat_is_in_the_language_of_the_browser_or_the_one_chosen(client: httpx.Client) -> None:
    thai = Talk(client, headers={"accept-language": "th"})
    assert thai.first["contact"]["language"] == "th"
    assert (
        Talk(client, headers={"accept-language": "th"}, language="zh-CN").first["turns"][0]["language"]
        == "zh-Hans"
    )
    changed = thai.send("asked", what="language", language="zh-Hans").json()
    assert changed["contact"]["language"] == "zh-Hans"
    assert thai.send("asked", what="language", language="tlh").status_code == 400
    words = client.get("/chat/websites/isla", params={"language": "th"}).json()
    assert (words["language"], words["words"]["send"]) == ("th", "ส่ง")
    assert [one["name"] for one in words["languages"]][1] == "简体中文"


def test_turns_are_not_read_again_once_the_first_words_were_looked_at(tmp_path: Path) -> None:
    async def talk(*first: Literal["asked"]) -> int:
        _, chat, talks = make(tmp_path, detect=lambda text, among, current: ("en", 0.9))
        begun = await chat.begin(Begin(website="isla"), "en", "127.0.0.1")
        said: list[Literal["asked", "said"]] = [*first, "said", "said", "said", "said"]
        for place, kind in enumerate(said):
            given = GivenInput(key=f"k{place}", kind=kind, text="hello", what="repeat", after=1)
            await chat.take(begun.contact.name, begun.token, given)
        return talks.looked

    assert asyncio.run(talk()) == 4, "once for each answer: whoever begins has said nothing yet"
    assert asyncio.run(talk("asked")) == 1 + 5, "once for the first words, and once for each answer"


def test_first_words_change_nothing_for_who_has_no_token(tmp_path: Path) -> None:
    async def talk() -> str:
        _, chat, talks = make(tmp_path, detect=lambda text, among, current: ("th", 0.9))
        begun = await chat.begin(Begin(website="isla"), "en", "127.0.0.1")
        given = GivenInput(key="k", kind="said", text="สวัสดีค่ะ", after=1)
        with pytest.raises(UnknownContact):
            await chat.take(begun.contact.name, "guessed", given)
        return (await talks.contact(begun.contact.name)).language

    assert asyncio.run(talk()) == "en"


def test_who_has_no_token_does_not_use_up_the_first_words_of_others(tmp_path: Path) -> None:
    def detect(text: str, among: tuple[str, ...], current: str) -> tuple[str, float]:
        return ("th", 0.9) if "สวัสดี" in text else (current, 0.9)

    async def talk() -> str:
        _, chat, talks = make(tmp_path, detect=detect)
        begun = await chat.begin(Begin(website="isla"), "en", "127.0.0.1")
        for token, text in (("guessed", "hello"), (begun.token, "สวัสดีค่ะ")):
            with suppress(UnknownContact):
                given = GivenInput(key=token[:9], kind="said", text=text, after=1)
                await chat.take(begun.contact.name, token, given)
        return (await talks.contact(begun.contact.name)).language

    assert asyncio.run(talk()) == "th"


def test_first_words_change_the_language(tmp_path: Path) -> None:
    def detect(text: str, among: tuple[str, ...], current: str) -> tuple[str, float]:
        return ("th", 0.9) if "บิล" in text else ("en", 0.3)

    async def talk() -> list[str]:
        _, chat, talks = make(tmp_path, detect=detect)
        begun = await chat.begin(Begin(website="isla"), "en", "127.0.0.1")
        contact = await talks.contact(begun.contact.name)
        seen = [contact.language]
        await chat.take(contact.name, begun.token, GivenInput(key="a", kind="said", text="สวัสดีค่ะ บิลแพง"))
        contact = await talks.contact(contact.name)
        seen.append(contact.language)
        await chat.take(contact.name, begun.token, GivenInput(key="b", kind="said", text="hello"))
        seen.append((await talks.contact(contact.name)).language)
        return seen

    assert asyncio.run(talk()) == ["en", "th", "th"]


# -- bad input


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"key": "", "kind": "said", "text": "x"}', 400),
        (b'{"key": "k", "kind": "said", "text": "  "}', 400),
        (b'{"key": "k", "kind": "chose"}', 400),
        (b'{"key": "k", "kind": "result"}', 400),
        (b'{"key": "k", "kind": "said", "text": "x", "by": "agent"}', 400),
        (b'{"key": "k", "kind": "said", "text": "x", "after": -1}', 400),
        (b'{"key": "k", "kind": "said", "text": "x", "after": 9223372036854775808}', 400),
        (b'{"key": "k", "kind": "said", "text": "' + b"x" * 10_001 + b'"}', 413),
        (b'{"key": "k", "kind": "said", "text": "' + b"x" * 100_000 + b'"}', 413),
    ],
)
def test_bad_input_is_refused_with_what_to_do(client: httpx.Client, body: bytes, status: int) -> None:
    talk = Talk(client)
    answer = client.post(f"{talk.path}/inputs", content=body, headers=talk.bearer)
    assert answer.status_code == status, answer.text
    assert answer.json()["title"]
    assert talk.turns().json()["contact"]["turns"] == 1


def test_odd_texts_come_back_as_they_were(client: httpx.Client) -> None:
    talk = Talk(client)
    for text in (
        "<script>alert(1)</script>",
        "שלום \u202e עולם",
        "👩‍👩‍👧‍👦 🇵🇭",
        "a\u0000b".replace("\u0000", " "),
    ):
        turns = talk.send("said", text=text).json()["turns"]
        assert text in [turn.get("text") for turn in turns]


def test_an_ended_contact_takes_nothing(client: httpx.Client) -> None:
    talk = Talk(client)
    assert client.post(f"{talk.path}/leave", headers=talk.bearer).status_code == 204
    assert talk.send("said", text="hello").status_code == 409
    assert talk.attach(PNG).status_code == 409
    assert talk.turns().json()["contact"]["state"] == "ended"


def test_half_a_character_is_refused_in_words(client: httpx.Client) -> None:
    talk = Talk(client)
    for text in (r"hi \ud83d", r"hi \ud83d there", r"\udc00"):
        body = f'{{"key": "k", "kind": "said", "text": "{text}"}}'
        answer = client.post(
            f"{talk.path}/inputs", content=body, headers={**talk.bearer, "content-type": "application/json"}
        )
        assert answer.status_code == 400, answer.text
        assert "half a character (a lone surrogate)" in answer.json()["detail"]
