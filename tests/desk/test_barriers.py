"""No page of the desk keeps anybody out: axe finds nothing, in any state, light and dark, wide and narrow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, violations
from tests.desk.conftest import PASSWORD, Visitor, Windows
from tests.desk.test_contacts_in_a_browser import live
from tests.desk.test_every_action import HIDDEN, Act, Floor, people
from tests.desk.wall import Chatter, serving
from tests.server import Server

pytestmark = pytest.mark.browser
Visit = Callable[[str], Visitor]
WIDE = {"viewport": {"width": 1280, "height": 800}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": WIDE,
    "dark": WIDE | {"color_scheme": "dark"},
    "light, phone": PHONE,
    "dark, phone": PHONE | {"color_scheme": "dark"},
}
STATES: dict[str, Act] = {
    "self-service": Floor.upset,
    "waits": Floor.waits,
    "taken": Floor.advised,
    "a lead is asked": Floor.asks_a_lead,
    "a colleague is asked": Floor.handed,
    "three speak": Floor.three,
    "the customer has left": Floor.left,
    "ended": Floor.closed,
}
"""A contact in each of them is looked at by whoever has it, by a colleague, and by a lead."""
EMPTY = ("/contacts?q=nobody", "/contacts/watch", "/callbacks", "/notices")
FULL = {
    "ana": ("/contacts", "/contacts?show=mine", "/experts", "/me", "/me/day", "/me/day?day=2020-01-01"),
    "lead": ("/approvals", "/signals", "/signals?days=7", "/experts", "/me/day"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("barriers"), [*people("out", len(STATES))]) as server:
        offers = server.business / "offers" / "remedies.yaml"
        offers.write_text(offers.read_text().replace("control: 0.05", "control: 0.0"))  # nobody is left out
        with server.staff() as client:
            assert client.post("/api/business/reload").status_code == 200
        yield server


@pytest.fixture(scope="module")
def contacts(desk: Server, visit: Visit) -> Iterator[dict[str, str]]:
    """The page of a contact in each state."""
    found: dict[str, str] = {}
    begun = []
    for number, (name, before) in enumerate(STATES.items()):
        user = f"u-out-{number}"
        begun.append(Chatter.begin(desk.url, user))
        before(Floor(visit, begun[-1], user, HIDDEN))
        found[name] = f"/contacts/{begun[-1].contact}"
    yield found
    for one in begun:
        one.client.close()


def looked_at(page: Page, path: str, *, unfolded: bool = False) -> list[str]:
    """What is wrong with a page: what axe finds, and what does not fit on the screen."""
    page.goto(path)
    if page.locator("[data-live-text]").count():
        live(page)
    if unfolded:
        page.evaluate(
            "for (const one of document.querySelectorAll('main details:not([name])')) one.open = true"
        )
        page.wait_for_timeout(300)  # some ask for what is in them
    found = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("is wider than the screen")
    return [f"{path}: {one}" for one in found]


@pytest.mark.parametrize("look", LOOKS)
def test_lists_and_pages_about_oneself(windows: Windows, contacts: dict[str, str], look: str) -> None:
    wrong = []
    for who, paths in FULL.items():
        page = windows.open(who, "/contacts", **LOOKS[look])
        for path in (*paths, *EMPTY):
            wrong += looked_at(page, path, unfolded=True)
    watched = "&".join(one.replace("/contacts/", "c=") for one in contacts.values())
    wrong += looked_at(page, f"/contacts/watch?{watched}")
    assert wrong == [], "\n".join(wrong)
    assert windows.complaints == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("who", ["ana", "ben", "lead"])
def test_a_contact_in_each_state(windows: Windows, contacts: dict[str, str], who: str, look: str) -> None:
    page, wrong = windows.open(who, "/contacts", **LOOKS[look]), []
    for name, path in contacts.items():
        found = looked_at(page, path, unfolded=True)
        if "phone" not in look and page.evaluate("document.documentElement.scrollHeight > innerHeight"):
            found.append(f"{path}: is higher than the screen")  # only the transcript and the side scroll
        wrong += [f"{name}: {one}" for one in found]
    assert wrong == [], "\n".join(wrong)
    assert windows.complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_a_second_step(windows: Windows, look: str) -> None:
    page = windows.open("lead", "/me", **LOOKS[look])
    page.get_by_label("Your password, to begin").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".qr svg")).to_be_visible()
    page.get_by_text("It cannot? Type this instead").click()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
