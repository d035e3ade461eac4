"""Who else has a contact before them: told to everybody who may see it, for as long as it is so."""

import time
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.conftest import Visitor
from tests.desk.floor import Screen, equal_a_reload
from tests.desk.wall import Chatter, serving
from tests.server import Server
from warmline.desk.looking import Looking
from warmline.desk.story_piece import HEAD
from warmline.web.access import Role
from warmline.web.principal import Principal

Visit = Callable[[str], Visitor]


def agent(name: str) -> Principal:
    return Principal(kind="staff", id=name.casefold(), name=name, role=Role.AGENT)


LOOKS, BENS = "looks at it, too", "looks at it, too: Ben Cruz"
ANA, BEN = agent("Ana"), agent("Ben")
steps = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(("allow", "looks", "away"))), max_size=20)


@given(steps)
def test_whoever_may_see_it_and_has_a_page_before_them_counts_once(steps: list[tuple[int, str]]) -> None:
    told: list[str] = []
    looking = Looking(told.append)
    pages = [looking.at("c-1", who) for who in (ANA, ANA, BEN, BEN)]
    looks = [page.__enter__() for page in pages]
    may, wants = [False] * 4, [False] * 4
    for at, what in steps:
        before = looking.others("c-1", agent("Cora"))
        if what == "allow":
            looks[at].allow()
            may[at] = True
        else:
            looks[at].turn(what == "looks")
            wants[at] = what == "looks"
        on = [a and b for a, b in zip(may, wants, strict=True)]
        names = [name for name, has in (("Ana", on[0] or on[1]), ("Ben", on[2] or on[3])) if has]
        after = looking.others("c-1", agent("Cora"))
        assert [one.name for one in after] == names
        assert [one.name for one in looking.others("c-1", ANA)] == [one for one in names if one != "Ana"]
        assert (told == ["c-1"]) is (before != after)
        told.clear()
    for page in pages:
        page.__exit__(None, None, None)
    assert looking.others("c-1", agent("Cora")) == ()


def test_pages_may_open_while_a_screen_is_drawn() -> None:
    looking = Looking(lambda contact: None)

    def open_page(name: str) -> None:
        look = looking.at("c-1", agent(name)).__enter__()
        look.allow()
        look.turn(True)
        look.writes()

    class Drawn:
        """Somebody for whom a screen is drawn in a thread, while colleagues open pages in the event loop."""

        opened = 0

        @property
        def id(self) -> str:
            self.opened += 1
            open_page(f"Later {self.opened}")
            return "cora"

    open_page("Ana")
    open_page("Ben")
    by = cast(Principal, Drawn())
    assert [one.name for one in looking.others("c-1", by)] == ["Ana", "Ben"]
    assert {"Ana", "Ben"} <= {one.name for one in looking.writers("c-1", by)}


def test_who_writes_is_told_until_they_have_said_it_or_stop() -> None:
    now = [0.0]
    looking = Looking(lambda contact: None, lambda: now[0])
    with looking.at("c-1", BEN) as look:
        look.writes()
        assert [one.name for one in looking.writers("c-1", ANA)] == ["Ben"]
        assert looking.writers("c-1", BEN) == ()
        looking.wrote("c-1", BEN)
        assert looking.writers("c-1", ANA) == ()
        look.writes()
        now[0] = 60.0
        assert looking.writers("c-1", ANA) == ()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("looking")) as server:
        yield server


def comes(screens: list[Screen], wanted: Callable[[], bool]) -> bool:
    """Wait until the screens show what is wanted."""
    until = time.monotonic() + 10
    while not wanted() and time.monotonic() < until:
        for one in screens:
            one.take(0.2)
    return wanted()


def test_it_stands_on_the_page_and_on_the_wall_and_goes_when_the_page_closes(
    desk: Server, visit: Visit
) -> None:
    chat = Chatter.begin(
        desk.url, "u-maria"
    )  # of Cebu: Tida, who sees customers in Thailand, may not see her
    path = f"/contacts/{chat.contact}"
    screens = [
        Screen(visit("ana"), page, live)
        for page, live in ((path, f"{path}/live"), ("/contacts", "/contacts/live"))
    ]
    story, wall = screens

    def said() -> list[str]:
        """The head of the page, the card of the wall."""
        return [story.rows[HEAD], next(html for html in wall.rows.values() if chat.contact in html)]

    thai = Screen(visit("thai"), "", f"{path}/live")
    if not thai.closed:
        thai.socket.send("looks")
    ben = Screen(visit("ben"), path, f"{path}/live")
    ben.socket.send("looks")
    assert comes(screens, lambda: all(BENS in one for one in said()))
    assert not any("Tida" in html for one in screens for html in one.rows.values())
    assert equal_a_reload(screens) == ""
    ben.close()
    assert comes(screens, lambda: not any(LOOKS in one for one in said()))
    for one in (*screens, thai):
        one.close()
    chat.client.close()
