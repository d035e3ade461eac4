"""The page of a contact in a real Chromium: several contacts at once, drafts, the keyboard, closing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import Windows
from tests.desk.test_contacts_in_a_browser import SCREEN, live
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import PHONE, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall")) as server:
        yield server


@pytest.fixture
def chats(desk: Server) -> Iterator[list[Chatter]]:
    """Two customers who chat; Maria is the first."""
    begun = [Chatter.begin(desk.url, "u-maria"), Chatter.begin(desk.url)]
    yield begun
    for one in begun:  # or they would stand on the tabs of the next test
        one.client.post(f"/chat/contacts/{one.contact}/leave", headers=one.headers)
        one.client.close()


def take(page: Page, chat: Chatter) -> None:
    page.goto(f"/contacts/{chat.contact}")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("To the customer")).to_be_visible()


def is_in_view(page: Page, selector: str) -> bool:
    inside = f"""() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight && box.height > 0; }}"""
    return bool(page.evaluate(inside))


def test_several_contacts_at_once(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    for one in chats:
        take(page, one)
    live(page)
    tabs = page.get_by_role("navigation", name="Your contacts").get_by_role("listitem")
    first = tabs.filter(has_text="Maria Santos")
    chats[0].give("said", text="Hello? My bill!")
    expect(first.locator(".own-new")).to_have_text(re.compile("^1"))
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    number = first.locator("a").get_attribute("data-press")
    assert number is not None
    page.keyboard.press(number)
    page.wait_for_url(f"**/contacts/{chats[0].contact}")
    live(page)
    expect(page).to_have_title("Maria Santos · Warmline")
    expect(first.locator(".own-new")).to_have_count(0)
    chats[0].give("said", text="I was charged twice")
    expect(page.locator(".said.customer .words").last).to_have_text("I was charged twice")
    expect(first.locator(".own-new")).to_have_count(0)  # it is looked at
    assert windows.complaints == []


def test_what_is_new_is_told_on_every_page(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    take(page, chats[0])
    live(page)
    page.goto("/experts")
    sound = page.get_by_role("button", name="A soft sound")
    expect(sound).to_have_attribute("aria-pressed", "false")
    own = page.get_by_role("navigation", name="Your contacts")
    tab = own.locator(f"a[href='/contacts/{chats[0].contact}']")
    expect(tab).to_contain_text("Maria Santos")
    chats[0].give("said", text="Hello? My bill!")
    expect(tab.locator(".own-new")).to_have_text(re.compile("^1"))
    expect(page).to_have_title(re.compile(r"^\(1\) Experts"))
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(tab.get_attribute("data-press") or "")
    page.wait_for_url(f"**/contacts/{chats[0].contact}")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page).to_have_title("Maria Santos · Warmline")
    assert windows.complaints == []


def test_on_a_phone_the_story_has_the_screen(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts", **PHONE)
    take(page, chats[0])
    live(page)
    share = page.evaluate(
        """() => (document.querySelector('.transcript').offsetHeight
           + document.querySelector('.composer').offsetHeight) / innerHeight"""
    )
    assert share >= 0.65
    page.get_by_role("button", name="About this contact").click()
    expect(page.get_by_role("heading", name="What would help now")).to_be_visible()
    expect(page.get_by_label("To the customer")).to_be_hidden()
    page.get_by_role("button", name="About this contact").click()
    expect(page.get_by_label("To the customer")).to_be_visible()


def test_what_was_written_survives_a_reload_and_goes_at_the_sign_out(
    windows: Windows, chats: list[Chatter]
) -> None:
    page = windows.open("ben", "/contacts")
    take(page, chats[0])
    words, note = page.get_by_label("To the customer"), page.get_by_label("A note for colleagues")
    words.fill("Let me see")
    page.locator("[data-fold=notes] > summary").click()
    note.fill("likes tea")
    take(page, chats[1])
    expect(words).to_have_value("")
    page.goto(f"/contacts/{chats[0].contact}")
    expect(words).to_have_value("Let me see")
    expect(note).to_have_value("likes tea")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('draft '))") == []


def test_the_place_to_write_is_always_in_view(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    take(page, chats[0])
    for number in range(30):
        chats[0].give("said", text=f"and then {number}")
        page.wait_for_timeout(120)  # a customer may say so much and no faster
    expect(page.locator(".said.customer .words").last).to_have_text("and then 29")
    assert is_in_view(page, "#words")
    assert is_in_view(page, "[data-seq]:last-child > .said.customer")
    page.locator(".transcript").evaluate("one => { one.scrollTop = 0; }")
    chats[0].give("said", text="one more")
    below = page.get_by_role("button", name="New below")
    expect(below).to_be_visible()
    assert (
        page.locator(".transcript").evaluate("one => one.scrollTop") == 0
    )  # whoever reads back is left alone
    below.click()
    assert is_in_view(page, "[data-seq]:last-child > .said.customer")


def test_a_note_an_article_and_the_end_by_the_keyboard(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    chat = chats[1]
    chat.give("said", text="how do I use my phone abroad")
    take(page, chat)
    live(page)
    page.keyboard.press("n")
    page.keyboard.type("travels on Monday")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".notes")).to_contain_text("travels on Monday")
    expect(page.locator(".said.noted")).to_contain_text("travels on Monday")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.type("phone abroad")
    article = page.locator(".fitting li", has_text="Using your phone abroad")
    article.get_by_role("button", name="Put into the reply").click()
    words = page.get_by_label("To the customer")
    expect(words).to_have_value(re.compile("abroad"))
    expect(words).to_be_focused()
    words.press("Enter")
    expect(page.locator(".said.agent .words")).to_contain_text("abroad")
    page.get_by_role("radio", name="Note").check(force=True)
    words.fill("not said to the customer")
    words.press("Enter")
    expect(page.locator(".said.noted").last).to_contain_text("not said to the customer")
    assert "not said to the customer" not in str(chat.turns())
    expect(page.get_by_role("radio", name="Reply")).to_be_checked()
    page.set_input_files("#attached", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.locator(".said.agent .attached")).to_contain_text("a.txt")
    assert windows.complaints == []
    page.wait_for_timeout(600)
    before = page.evaluate(SCREEN)
    page.reload()
    live(page)
    assert page.evaluate(SCREEN) == before


def test_the_customer_has_left(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("ana", "/contacts")
    chat = chats[0]
    take(page, chat)
    live(page)
    words = page.get_by_label("To the customer")
    words.fill("Hello")
    words.press("Enter")
    expect(page.locator(".transcript")).to_contain_text("Hello")  # what is said next is said to a person
    chat.give("said", text="my bill is much higher than last month")
    chat.client.post(f"/chat/contacts/{chat.contact}/leave", headers=chat.headers)
    expect(page.locator(".story-head")).to_contain_text("yours to wrap up")
    page.locator("[data-reason=bill]").click()
    expect(page.get_by_label("What it was about")).to_have_value("bill")
    page.get_by_label("A note for the next time").fill("was roaming")
    page.get_by_role("button", name="Wrap up").click()
    expect(page.get_by_text("This contact has ended.")).to_be_visible()
    expect(page.locator(".transcript")).to_contain_text("Wrapped up, bill, not solved")
    expect(page.locator(".notes")).to_contain_text("was roaming")
    assert windows.complaints == []


def test_panels_stay_as_they_were_folded(windows: Windows, chats: list[Chatter]) -> None:
    page = windows.open("lead", f"/contacts/{chats[0].contact}")
    page.locator("[data-fold=knowledge] > summary").click()
    timeline = page.locator("[data-fold=timeline]")
    timeline.locator("> summary").click()
    expect(timeline.locator(".time-line").first).to_be_visible()
    page.goto(f"/contacts/{chats[1].contact}")
    expect(page.locator("[data-fold=knowledge] form")).to_be_hidden()
    expect(timeline.locator(".time-line").first).to_be_visible()
    page.keyboard.press("f")  # a key opens what it leads to
    expect(page.get_by_label("Search the articles")).to_be_focused()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_no_barriers_with_everything_on_it(
    windows: Windows, chats: list[Chatter], options: dict[str, object]
) -> None:
    page = windows.open("ana", "/contacts", **options)
    for one in reversed(chats):
        take(page, one)
    live(page)
    chats[1].give("said", text="hello?")
    chats[0].give("said", text="how do I use my phone abroad")
    if options == PHONE:
        page.get_by_role("button", name="About this contact").click()
    page.keyboard.press("n")
    page.get_by_label("A note for colleagues").fill("a note")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".said.noted")).to_be_attached()
    expect(page.locator(".fitting li").first).to_be_visible()
    page.evaluate("for (const one of document.querySelectorAll('[data-fold]')) one.open = true")
    expect(page.locator("[data-fold=timeline] .time-line").first).to_be_visible()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
