"""Two agents and a customer in a real Chromium: advice on the side, three who talk, a contact that changes hands."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.desk.conftest import Windows
from tests.desk.test_contacts_in_a_browser import SCREEN, customer, live, more, say
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import PHONE, violations

pytestmark = pytest.mark.browser
GONE_AFTER = 10
"""Seconds without an open page after which a contact is lost: the least that can be set."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(
        tmp_path_factory.mktemp("transfers"), settings={"WARMLINE_OWNER_GONE": str(GONE_AFTER)}
    ) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url)
    yield begun
    begun.client.close()


def take(windows: Windows, name: str, chat: Chatter, **options: Any) -> Page:
    """The page of somebody who has taken a chat over."""
    page = windows.open(name, f"/contacts/{chat.contact}", **options)
    page.get_by_role("button", name="Take over").click()
    live(page)
    return page


def ask(page: Page, form: str, field: str, words: str, button: str) -> None:
    """Fill one of the forms by which Ben is asked for something."""
    page.locator("summary", has_text="Ask or hand on").click()
    shown = page.locator("#handing")
    shown.get_by_role("radio", name=form).check(force=True)
    shown.get_by_role("radio", name="Ben Cruz").check(force=True)
    shown.locator(f"[name={field}]").fill(words)
    shown.get_by_role("button", name=button, exact=True).click()


def toast_of(page: Page, contact: str) -> Locator:
    """What is asked about a contact (its name, or the address of its page), as it is on every page."""
    name = contact.rpartition("/")[2]
    return page.locator(".toasts > li", has=page.locator(f"a[href$='{name}']"))


def test_from_advice_to_another_hand(windows: Windows) -> None:
    maria = customer(windows)
    maria.get_by_role("button", name="A person").click()
    ana, ben = windows.open("ana", "/contacts"), windows.open("ben", "/callbacks")
    ana.locator(".live-contacts > li a").first.click()
    ana.get_by_role("button", name="Take over").click()
    live(ana)
    say(maria, "I was charged twice for roaming")
    expect(ana.locator(".transcript")).to_contain_text("charged twice")

    ask(ana, "Ask on the side", "words", "Is this a double record?", "Ask : Colleagues")
    live(ana)
    toast = toast_of(ben, ana.url)
    expect(toast).to_contain_text("Ana Reyes asks you for advice")
    toast.get_by_role("button", name="Advise").click()
    ben.wait_for_url("**/contacts/c-*")
    live(ben)
    expect(ben.locator(".said.aside")).to_contain_text("Is this a double record?")
    more(ben, "Between colleagues")
    ben.get_by_label("To colleagues only").fill("Yes, it is.")
    ben.get_by_role("button", name="Say it to colleagues").click()
    expect(ana.locator(".said.aside").last).to_contain_text("Yes, it is.")
    expect(ben.get_by_label("To the customer")).to_be_hidden()

    ask(ana, "Hand on", "summary", "Charged twice for roaming.", "Hand it on")
    live(ana)
    expect(ana.get_by_text("You have the contact until somebody accepts.")).to_be_visible()
    expect(ana.get_by_label("To the customer")).to_be_visible()
    ben.get_by_role("button", name="Take it").click()
    live(ben)
    expect(maria.get_by_text("Ben helps you from here on.")).to_be_visible()
    expect(ana.get_by_text("and you speak in it, too")).to_be_visible()
    for page, words in ((ana, "Ben will credit it."), (ben, "Done already.")):
        page.get_by_label("To the customer").fill(words)
        page.keyboard.press("Enter")
        expect(maria.locator(".agent .bubble").last).to_have_text(words)
    ana.get_by_role("button", name="Leave it to Ben").click()
    expect(ana.get_by_text("Ben Cruz has this contact")).to_be_visible()
    expect(ana.get_by_label("To the customer")).to_be_hidden()
    assert "double record" not in maria.content()
    assert "Yes, it is." not in maria.content()
    for page in (ana, ben):
        live(page)
        page.wait_for_timeout(600)
        before = page.evaluate(SCREEN)
        page.reload()
        live(page)
        assert page.evaluate(SCREEN) == before
    assert windows.complaints == []


def test_a_colleague_is_found_by_typing(windows: Windows, chat: Chatter) -> None:
    ana = take(windows, "ana", chat)
    find = ana.get_by_label("Find a colleague or a queue")
    ana.keyboard.press("h")
    expect(find).to_be_focused()
    ana.keyboard.press("Escape")
    expect(find).to_be_hidden()
    ana.keyboard.press("h")
    expect(find).to_be_focused()
    ana.keyboard.type("léa")
    expect(ana.locator(".hand-one:visible")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(ana.get_by_role("radio", name="Lea Lim")).to_be_checked()
    ana.keyboard.press("Enter")
    expect(ana.get_by_label("Your question")).to_be_focused()
    expect(ana.get_by_role("button", name="Ask : What would help now", exact=True)).to_have_count(1)
    ana.get_by_role("button", name="Ask : Colleagues", exact=True).click()
    expect(ana.locator("[data-hand-problem]")).to_contain_text("Say what it is about")
    ana.get_by_role("radio", name="Hand on").check(force=True)
    find.fill("bills")
    queue = ana.get_by_role("radio", name="Bills and payments")
    expect(queue).to_be_visible()
    find.press("ArrowDown")
    expect(queue).to_be_checked()
    ana.get_by_role("radio", name="Bring in").check(force=True)  # a queue cannot come in
    expect(ana.locator("[data-hand-to]:checked")).to_have_count(0)
    assert violations(ana) == []
    assert windows.complaints == []


def test_who_says_not_now_stays_where_they_are(windows: Windows, chat: Chatter) -> None:
    ana, ben = take(windows, "ana", chat), windows.open("ben", "/callbacks")
    ask(ana, "Bring in", "summary", "Charged twice.", "Ask them in")
    live(ana)
    toast_of(ben, chat.contact).get_by_role("button", name="Not now").click()
    expect(toast_of(ben, chat.contact)).to_have_count(0)
    expect(ben).to_have_url(re.compile("/callbacks$"))
    expect(ana.locator(".colleagues")).to_contain_text("not now")
    expect(ana.get_by_label("To the customer")).to_be_visible()
    assert windows.complaints == []


def test_a_killed_browser_loses_its_contact_to_the_front(
    windows: Windows, desk: Server, chat: Chatter
) -> None:
    before = Chatter.begin(desk.url)
    before.give("asked", what="person")
    chat.give("said", text="I was charged twice for roaming")
    ana = take(windows, "ana", chat)
    words = ana.get_by_label("To the customer")
    words.fill("Let me see.")
    words.press("Enter")
    ben = windows.open("ben", f"/contacts/{chat.contact}")
    expect(ben.get_by_text("Ana Reyes has this contact")).to_be_visible()
    ana.context.close()
    expect(ben.get_by_text("Ana Reyes was gone from the desk")).to_be_visible(
        timeout=(GONE_AFTER + 20) * 1000
    )
    expect(ben.locator(".story-head")).to_contain_text("waits for a person")
    places = [one.give("said", text="Hello?")["contact"]["position"] for one in (chat, before)]
    assert 0 < places[0] < places[1]
    before.client.close()
    expect(ben.locator(".story-side")).to_contain_text("charged twice for roaming")
    ben.get_by_role("button", name="Take over").click()
    live(ben)
    expect(ben.locator(".transcript")).to_contain_text("Let me see.")
    assert "Ana cannot go on just now." in str(chat.turns())


def test_self_service_asks_what_it_is_whispered(windows: Windows, chat: Chatter) -> None:
    ana = windows.open("ana", f"/contacts/{chat.contact}")
    live(ana)
    ana.locator("summary", has_text="Whisper to self-service").click()
    ana.get_by_label("What it should say").fill("Which month do you mean?")
    ana.get_by_label("It is a question").check()
    ana.get_by_role("button", name="Have it said").click()
    live(ana)
    expect(ana.locator(".said.flow").last).to_contain_text("whispered by Ana")
    chat.give("said", text="March, the roaming one")
    expect(ana.locator(".said.flow").last).to_contain_text("we have noted that")
    expect(ana.get_by_role("button", name="Take over")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_no_barriers(windows: Windows, chat: Chatter, options: dict[str, Any]) -> None:
    ana = take(windows, "ana", chat, **options)
    ask(ana, "Bring in", "summary", "Charged twice.", "Ask them in")
    live(ana)
    more(ana, "Between colleagues")
    ana.locator("summary", has_text="Ask or hand on").click()
    ana.locator("#handing").wait_for()
    ben = windows.open("ben", "/callbacks", **options)
    toast_of(ben, chat.contact).wait_for()
    for page in (ana, ben):
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    toast_of(ben, chat.contact).get_by_role("link", name="Look").click()
    ben.get_by_role("button", name="Come in").click()
    expect(ben.get_by_label("To the customer")).to_be_visible()
    live(ben)
    assert violations(ben) == []
