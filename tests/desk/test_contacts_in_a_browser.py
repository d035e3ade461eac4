"""From the chat of a customer to a person who takes over, in a real Chromium: both sides of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, violations
from tests.desk.conftest import Windows
from tests.desk.wall import NOTHING_FADES, Chatter, serving
from tests.server import Server

pytestmark = pytest.mark.browser
SCREEN = """() => [...document.querySelectorAll('[data-seq]')]
  .map(one => {
    const row = one.cloneNode(true);
    row.querySelectorAll('[data-passing]').forEach(part => part.remove());
    return [row.dataset.seq, row.innerHTML];
  })
  .concat([[document.querySelector('[data-standing]')?.dataset.standing ?? '',
            document.querySelector('[data-beside]')?.textContent ?? '']])"""
"""All that is on a screen but for what goes on by itself, as lengths of time do."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall"), signals=NOTHING_FADES) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url)
    yield begun
    begun.client.close()


def live(page: Page) -> None:
    """Wait until the page is kept up to date."""
    expect(page.locator("[data-live-text]")).to_have_text("live")
    expect(page.locator("[data-own] [data-seq]")).to_have_count(1)


def more(page: Page, words: str) -> None:
    """Open what is done less often with a contact."""
    page.locator(".more-acts > summary").click()
    page.locator(".acts summary", has_text=words).click()


def customer(windows: Windows, **options: Any) -> Page:
    """A customer who has opened the chat."""
    page = windows.open(path="/try", locale="en-GB", **options)
    page.locator(".launch").click()
    page.locator(".option").first.wait_for()
    return page


def say(page: Page, text: str) -> None:
    """Say something in the chat."""
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def test_from_the_chat_to_a_person_and_back(windows: Windows) -> None:
    ana = windows.open("ana", "/contacts")
    live(ana)
    maria = customer(windows)
    maria.get_by_role("button", name="A person").click()
    first = ana.locator(".live-contacts > li").first
    expect(first).to_contain_text("waits")
    ana.keyboard.press("j")
    ana.keyboard.press("s")
    ana.wait_for_url("**/contacts/c-*")
    live(ana)
    expect(maria.get_by_text("Ana is here")).to_be_visible()
    words = ana.get_by_label("To the customer")
    words.fill("Hello, I am Ana.")
    words.press("Enter")
    expect(words).to_have_value("")
    expect(maria.locator(".agent .bubble")).to_have_text("Hello, I am Ana.")
    maria.get_by_label("Your message").press_sequentially("I was charg")
    expect(ana.locator(".typing")).to_have_text("The customer is typing …")
    say(maria, "I was charged twice <b>!</b>")
    expect(ana.locator(".said.customer .words").last).to_have_text("I was charged twice <b>!</b>")
    words.press_sequentially("Let me see, ")
    expect(maria.get_by_text("Ana is writing")).to_be_attached()
    ana.reload()
    live(ana)
    expect(words).to_have_value("Let me see, ")
    words.fill("")
    more(ana, "Give back")
    ana.locator("select[name=flow]").select_option("outage")
    ana.get_by_role("button", name="Give back").click()
    expect(ana.get_by_text("Given back to self-service")).to_be_visible()
    expect(ana.get_by_role("button", name="Take over")).to_be_visible()
    expect(words).to_be_hidden()
    maria.get_by_role("button", name="A person").first.click()
    ana.get_by_role("button", name="Take over").click()
    ana.locator("summary", has_text="Close").click()
    ana.get_by_label("What it was about").fill("bill")
    ana.get_by_label("It is solved").check()
    ana.get_by_role("button", name="Close the contact").click()
    expect(ana.get_by_text("This contact has ended.")).to_be_visible()
    expect(ana.locator(".transcript")).to_contain_text("Solved: bill")
    expect(maria.get_by_label("Your message")).to_have_count(0)
    assert windows.complaints == []


def test_two_agents_see_at_once_who_has_it(windows: Windows, chat: Chatter) -> None:
    path = f"/contacts/{chat.contact}"
    ana, ben = windows.open("ana", path), windows.open("ben", path)
    live(ana)
    live(ben)
    ana.get_by_role("button", name="Take over").click()
    expect(ana.get_by_label("To the customer")).to_be_visible()
    expect(ben.get_by_text("Ana Reyes has this contact")).to_be_visible()
    expect(ben.get_by_role("button", name="Take over")).to_be_hidden()
    # Somebody whose screen does not know it yet is told by name.
    ben.evaluate("document.querySelector('form.free').submit()")
    expect(ben.get_by_role("alert")).to_contain_text("Ana Reyes has this contact.")
    expect(ben.get_by_label("To the customer")).to_be_hidden()


def test_words_that_come_too_late_are_kept(windows: Windows, chat: Chatter) -> None:
    page = windows.open("ana", f"/contacts/{chat.contact}")
    page.get_by_role("button", name="Take over").click()
    live(page)
    words = page.get_by_label("To the customer")
    page.context.set_offline(True)
    words.fill("Are you there?")
    words.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(words).to_have_value("Are you there?")
    page.context.set_offline(False)
    words.press("Enter")
    expect(page.locator(".said.agent .words")).to_have_text("Are you there?")
    expect(words).to_have_value("")
    assert [one["text"] for one in chat.turns() if one["by"] == "agent"] == ["Are you there?"]


def test_the_screen_equals_a_reload(windows: Windows, chat: Chatter) -> None:
    wall, story = windows.open("ana", "/contacts"), windows.open("ben", f"/contacts/{chat.contact}")
    live(wall)
    live(story)
    chat.give("said", text="bill")
    chat.give("said", text="what?")
    chat.give("asked", what="person")
    expect(story.locator(".story-head")).to_contain_text("waits for a person")
    story.get_by_role("button", name="Take over").click()
    live(story)
    chat.give("said", text="Hello?")
    expect(wall.locator(".live-contacts")).to_contain_text("Hello?")
    expect(wall.locator(".live-contacts")).to_contain_text("Ben Cruz")
    expect(story.locator(".transcript")).to_contain_text("Hello?")
    for page in (wall, story):
        page.wait_for_timeout(600)
        before = page.evaluate(SCREEN)
        page.reload()
        live(page)
        assert page.evaluate(SCREEN) == before


def test_a_row_that_moves_keeps_the_focus(windows: Windows, desk: Server) -> None:
    first, second = Chatter.begin(desk.url), Chatter.begin(desk.url)
    page = windows.open("ana", "/contacts")
    live(page)
    page.keyboard.press("j")
    row = page.locator(".row.here")
    while first.contact not in (row.locator("a").first.get_attribute("href") or ""):
        page.keyboard.press("j")
    first.give("asked", what="person")
    expect(row).to_contain_text("waits")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"/contacts/{first.contact}"
    second.client.close()
    first.client.close()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_no_barriers(windows: Windows, chat: Chatter, options: dict[str, Any]) -> None:
    path = f"/contacts/{chat.contact}"
    chat.give("said", text="bill")
    page = windows.open("lead", "/contacts", **options)
    live(page)
    found = {}
    for address in ("/contacts", "/contacts?show=mine", path, "/callbacks", "/flows", "/flows/bill"):
        page.goto(address)
        found[address] = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
    page.goto(path)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("To the customer")).to_be_visible()
    page.locator(".more-acts > summary").click()
    for words in ("Between colleagues", "Give back", "To a queue", "Open a case"):
        page.locator(".acts summary", has_text=words).click()
        found[words] = violations(page)
    page.locator("summary", has_text=re.compile("^Close$")).click()
    found["taken"] = violations(page)
    wrong = [f"{address}: {one}" for address, several in found.items() for one in several]
    assert wrong == [], "\n".join(wrong)


def test_a_flow_is_walked_by_keyboard(windows: Windows) -> None:
    page = windows.open("ana", "/flows/bill")
    node = page.locator("a.node").first
    node.focus()
    expect(node).to_have_accessible_name(re.compile("^explain look up"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#step-explain$"))


def test_the_steps_of_a_contact_are_one_line_of_the_customers_timeline(
    desk: Server, windows: Windows
) -> None:
    chat = Chatter.begin(desk.url, "u-maria")
    chat.give("chose", option="bills")
    chat.give("chose", option="bill")
    chat.client.close()
    page = windows.open("ana", "/customers?q=maria")
    page.locator("a[href^='/customers/']", has_text="Maria").first.click()
    line = page.locator("#timeline .row-steps").first
    expect(line.locator("summary")).to_contain_text(re.compile(r"\d+ steps in self-service"))
    told = line.get_by_role("link", name="Came to main · topics")
    expect(told.first).to_be_hidden()
    line.locator("summary").click()
    expect(told.first).to_be_visible()
    expect(page.locator("#timeline .time-line > li > a", has_text="Came to")).to_have_count(0)
    assert windows.complaints == []
