"""The wall in a real Chromium: driven by the keyboard, a closer look, several contacts watched at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import Windows
from tests.desk.test_contacts_in_a_browser import SCREEN
from tests.desk.wall import NOTHING_FADES, Chatter, serving
from tests.server import Server
from tests.site.conftest import PHONE, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall"), signals=NOTHING_FADES) as server:
        yield server


@pytest.fixture
def chats(desk: Server) -> Iterator[list[Chatter]]:
    """Three customers in a chat, the second of whom is upset."""
    begun = [Chatter.begin(desk.url) for _ in range(3)]
    for words in (
        "Why was I charged TWICE?!",
        "This is the third time I ask!!!",
        "WHY WAS I CHARGED TWICE?!",
    ):
        begun[1].give("said", text=words)
    yield begun
    for one in begun:
        one.client.post(f"/chat/contacts/{one.contact}/leave", headers=one.headers)
        one.client.close()


def live(page: Page) -> None:
    """Wait until the page is kept up to date."""
    expect(page.locator("[data-live-text]")).to_have_text("live")


def here(page: Page) -> str:
    """The contact that the keyboard is at."""
    return page.locator(".row.here").get_attribute("data-contact") or ""


def test_who_needs_somebody_is_on_top_and_looked_at_without_leaving(
    windows: Windows, chats: list[Chatter]
) -> None:
    page = windows.open("ana", "/contacts")
    live(page)
    first = page.locator(".live-contacts > li").first
    expect(first).to_have_attribute("data-contact", chats[1].contact)
    expect(first.locator(".signs")).to_contain_text("Upset or stuck")
    page.keyboard.press("j")
    page.keyboard.press("l")
    peek = page.locator("[data-peek]")
    expect(peek.locator(".pane-said")).to_contain_text("This is the third time I ask!!!")
    chats[1].give("said", text="Is anybody there?")
    expect(peek.locator(".pane-said")).to_contain_text("Is anybody there?")
    page.keyboard.press("j")
    second = here(page)
    assert second != chats[1].contact
    expect(peek.locator("a.row-gist")).to_have_attribute("href", f"/contacts/{second}")
    page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    assert windows.complaints == []


def test_chosen_ones_are_watched_side_by_side(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    live(page)
    chosen = []
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
        chosen.append(here(page))
    chats[0].give("asked", what="person")  # rows are drawn anew and move: what was chosen stays so
    chats[1].give("said", text="Hello?")
    expect(page.locator(f"[data-contact='{chats[1].contact}']")).to_contain_text("Hello?")
    for name in chosen:
        expect(page.locator(f"[data-contact='{name}'] [data-pick]")).to_be_checked()
    page.keyboard.press("v")
    page.wait_for_url("**/contacts/watch?*")
    live(page)
    panes = page.locator(".panes > li")
    expect(panes).to_have_count(2)
    chats[1].give("said", text="I am still waiting")
    expect(page.locator(f"[data-contact='{chats[1].contact}'] .pane-said")).to_contain_text(
        "I am still waiting"
    )
    page.keyboard.press("j")
    left = here(page)
    page.keyboard.press("x")
    expect(panes).to_have_count(1)
    assert left not in page.url
    assert windows.complaints == []


def test_a_contact_is_taken_and_given_back_from_the_keyboard(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", f"/contacts?q={chats[1].contact}")
    page.goto("/contacts")
    live(page)
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_url(f"**/contacts/{chats[1].contact}")
    page.goto("/contacts?show=mine")
    live(page)
    page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.locator(".live-contacts > li")).to_have_count(0)
    assert [one["by"] for one in chats[1].turns()][-1] == "flow"
    assert windows.complaints == []


def test_it_is_searched_and_narrowed_without_a_mouse(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    live(page)
    page.keyboard.press("/")
    page.keyboard.type("third time")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts?q=third+time")
    live(page)
    expect(page.locator(".live-contacts > li")).to_have_count(1)
    chats[0].give("said", text="It is the third time")
    expect(page.locator(".live-contacts > li")).to_have_count(2)
    page.get_by_label("Channel").select_option("phone")
    page.wait_for_url("**/contacts?q=third+time&channel=phone")
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    page.wait_for_url("**/contacts")


def test_the_screen_equals_a_reload(windows: Windows, chats: list[Chatter]) -> None:
    watch = "/contacts/watch?" + "&".join(f"c={one.contact}" for one in chats)
    pages = [windows.open("ana", "/contacts"), windows.open("ben", watch)]
    for page in pages:
        live(page)
    chats[0].give("said", text="bill")
    chats[2].give("asked", what="person")
    chats[2].client.post(f"/chat/contacts/{chats[2].contact}/leave", headers=chats[2].headers)
    chats[0].give("said", text="one more thing")
    for page in pages:
        expect(page.locator("[data-list]")).to_contain_text("one more thing")
        page.wait_for_timeout(600)
        before = page.evaluate(SCREEN)
        page.reload()
        live(page)
        for _ in range(40):  # what stands beside the list comes over a connection of its own
            if page.evaluate(SCREEN) == before:
                break
            page.wait_for_timeout(250)
        assert page.evaluate(SCREEN) == before


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_no_barriers(windows: Windows, chats: list[Chatter], options: dict[str, Any]) -> None:
    page = windows.open("lead", "/contacts", **options)
    live(page)
    found = {"wall": violations(page)}
    if options != PHONE:
        page.keyboard.press("j")
        page.keyboard.press("l")
        expect(page.locator("[data-peek] .pane-said")).to_be_visible()
        found["peek"] = violations(page)
        page.locator("[data-peek] [data-whisper]").click()
        expect(page.get_by_label("What it should say or ask")).to_be_focused()
        found["whisper"] = violations(page)
        page.keyboard.press("Escape")
    page.goto("/contacts/watch?" + "&".join(f"c={one.contact}" for one in chats))
    live(page)
    found["watch"] = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    wrong = [f"{where}: {one}" for where, several in found.items() for one in several]
    assert wrong == [], "\n".join(wrong)


def test_words_are_whispered_from_the_wall(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    live(page)
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.get_by_label("What it should say or ask").fill("We are looking at your bill right now.")
    page.keyboard.press("Enter")
    expect(page.locator("#whisper")).to_be_hidden()
    said = [one for one in chats[1].turns() if "We are looking at your bill right now." in one["text"]]
    assert [one["by"] for one in said] == ["flow"]
    expect(page.locator(f"[data-contact='{chats[1].contact}']")).to_have_class(re.compile("of-flow"))
    page.keyboard.press("w")
    page.get_by_label("What it should say or ask").fill("Which month is it about?")
    page.get_by_role("button", name="Have it asked").click()
    expect(page.locator("#whisper")).to_be_hidden()
    assert any("Which month is it about?" in one["text"] for one in chats[1].turns())
    assert windows.complaints == []
