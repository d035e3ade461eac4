"""A floor at work, in real browsers: three customers in the chat, two agents and a lead at the desk, one server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.browser import ARGUMENTS, CHROMIUM
from tests.desk.conftest import Windows
from tests.desk.test_contacts_in_a_browser import SCREEN, live, more, say
from tests.desk.wall import Chatter, serving
from tests.server import Server

pytestmark = pytest.mark.browser
GONE_AFTER = 10
"""Seconds without an open page after which a contact is lost: the least that can be set."""
CUSTOMERS = {
    "maria": ("u-7013550", "Maria Santos", "PH"),
    "somchai": ("u-7013568", "Somchai Prasert", "TH"),
    "li-wei": ("u-7013576", "Li Wei", "CN"),
}
UPSET = ("Why was I charged TWICE?!", "This is the third time I ask!!!", "WHY WAS I CHARGED TWICE?!")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(
        tmp_path_factory.mktemp("floor"), settings={"WARMLINE_OWNER_GONE": str(GONE_AFTER)}
    ) as server:
        with server.client() as client:
            for user, name, country in CUSTOMERS.values():
                traits = {"name": name, "address": {"country": country}, "language": "en"}
                sent = client.post("/v1/identify", json={"userId": user, "traits": traits})
                assert sent.status_code == 200, sent.text
        yield server


def chats(windows: Windows, who: str) -> Page:
    """A customer who is signed in to the shop, and has opened the chat."""
    page = windows.open(path=f"/try?who={who}", locale="en-GB")
    page.locator(".launch").click()
    page.locator(".option").first.wait_for()
    return page


def works(windows: Windows, name: str, path: str) -> Page:
    """Somebody of staff at a page that is kept up to date."""
    page = windows.open(name, path)
    live(page)
    return page


def card(page: Page, who: str) -> Locator:
    """The card of a customer on the wall."""
    return page.locator(".live-contacts > li", has_text=CUSTOMERS[who][1])


def needs(page: Page) -> list[int]:
    """How much each contact of the wall needs a person, from top to bottom."""
    return [int(one) for one in re.findall(r"\d+", " ".join(page.locator(".need").all_inner_texts()))]


def takes(page: Page, who: str) -> None:
    """Step in from the wall."""
    card(page, who).get_by_role("button", name="Step in").click()
    page.wait_for_url("**/contacts/c-*")
    live(page)


def writes(page: Page, words: str) -> None:
    """Say something to the customer."""
    page.get_by_label("To the customer").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(".said.agent .words").last).to_have_text(words)


def asks(page: Page, form: str, whom: str, field: str, words: str, button: str) -> None:
    """Ask a colleague for advice, to come in, or to take it from here."""
    panel = page.locator("summary", has_text="Ask or hand on")
    panel.click()
    page.locator("#handing").wait_for()
    shown = page.locator("#handing")
    shown.get_by_role("radio", name=form).check(force=True)
    shown.get_by_role("radio", name=whom).check(force=True)
    shown.locator(f"[name={field}]").fill(words)
    shown.get_by_role("button", name=button, exact=True).click()
    live(page)


def ends(page: Page) -> None:
    """The customer ends the chat."""
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="End this conversation").click()


def equals_a_reload(page: Page) -> None:
    live(page)
    page.wait_for_timeout(600)
    before = page.evaluate(SCREEN)
    page.reload()
    live(page)
    assert page.evaluate(SCREEN) == before


def test_a_day_on_the_floor(windows: Windows) -> None:
    ana, ben, lead = (works(windows, name, "/contacts") for name in ("ana", "ben", "lead"))
    maria, somchai, li_wei = (chats(windows, who) for who in CUSTOMERS)

    # All of them are on every wall, whoever waits on top; who gets upset rises, and the card says why.
    for page in (ana, ben, lead):
        for who in CUSTOMERS:
            expect(card(page, who)).to_contain_text("self-service")
    somchai.get_by_role("button", name="A person").click()
    first = lead.locator(".live-contacts > li").first
    expect(first).to_contain_text("Somchai Prasert")
    expect(first).to_contain_text("waits")
    for words in UPSET:
        say(maria, words)
        expect(card(lead, "maria")).to_contain_text(words)
    for page in (ana, ben, lead):
        expect(page.locator(".live-contacts > li").first).to_contain_text("Maria Santos")
        expect(card(page, "maria").locator(".signs > li > span").first).not_to_be_empty()
        assert needs(page) == sorted(needs(page), reverse=True)
        assert len(needs(page)) == 3
    expect(card(lead, "maria").locator(".signs")).to_contain_text("Upset or stuck")

    # The lead has the self-service of another one say something.
    card(lead, "li-wei").locator("a.row-gist").click()
    live(lead)
    lead.locator("summary", has_text="Whisper to self-service").click()
    lead.get_by_label("What it should say").fill("The outage in your street ends at eleven.")
    lead.get_by_role("button", name="Have it said").click()
    expect(li_wei.get_by_text("The outage in your street ends at eleven.")).to_be_visible()
    assert "Lea" not in li_wei.content()
    expect(lead.get_by_role("button", name="Take over")).to_be_visible()

    # Ana steps in: Maria hears it by name, and what she said stands there with what was noticed.
    takes(ana, "maria")
    expect(maria.get_by_text("Ana is here")).to_be_visible()
    expect(card(ben, "maria")).to_contain_text("Ana Reyes")
    expect(ana.locator(".transcript")).to_contain_text(UPSET[0])
    expect(ana.locator(".transcript .signal").first).to_be_visible()
    writes(ana, "You were charged twice, and asked three times. I am sorry; let me look.")
    expect(maria.locator(".agent .bubble").last).to_contain_text("You were charged twice")
    flow_turns = maria.locator(".flow .bubble").count()

    # Advice on the side, of which the customer sees nothing.
    asks(ana, "Ask on the side", "Ben Cruz", "words", "Is this a double record?", "Ask : Colleagues")
    toast = ben.locator(".toasts > li", has_text="Ana Reyes asks you for advice")
    expect(ben.locator(".live-contacts > li").first).to_contain_text("Ana Reyes asks you")
    toast.get_by_role("button", name="Advise").click()
    ben.wait_for_url("**/contacts/c-*")
    live(ben)
    more(ben, "Between colleagues")
    ben.get_by_label("To colleagues only").fill("Yes: credit one of them.")
    ben.get_by_role("button", name="Say it to colleagues").click()
    expect(ana.locator(".said.aside").last).to_contain_text("credit one of them")
    expect(ben.get_by_label("To the customer")).to_be_hidden()

    # The lead is brought in: three talk.
    asks(ana, "Bring in", "Lea Lim", "summary", "Charged twice; upset.", "Ask them in")
    expect(maria.get_by_text("joins us")).to_have_count(0)
    lead.locator(".toasts > li", has_text="Ana Reyes").get_by_role("button", name="Come in").click()
    lead.wait_for_url("**/contacts/c-*")
    live(lead)
    expect(maria.get_by_text("Lea joins us")).to_be_visible()
    writes(lead, "Lea here: you get both months back.")
    expect(maria.locator(".agent .bubble").last).to_contain_text("both months")
    say(maria, "Thank you, and who does that?")
    for page in (ana, ben, lead):
        expect(page.locator(".said.customer .words").last).to_have_text("Thank you, and who does that?")
    lead.get_by_role("button", name="Leave it to Ana").click()
    expect(lead.get_by_label("To the customer")).to_be_hidden()

    # Handed on with a summary: Ana has it until Ben accepts, stays, and leaves when Maria was introduced.
    asks(ana, "Hand on", "Ben Cruz", "summary", "Credit one of two roaming charges.", "Hand it on")
    expect(ana.get_by_text("You have the contact until somebody accepts.")).to_be_visible()
    writes(ana, "Ben does; he is with us in a moment.")
    ben.get_by_role("button", name="Take it").click()
    live(ben)
    expect(maria.get_by_text("Ben helps you from here on.")).to_be_visible()
    expect(ana.get_by_text("and you speak in it, too")).to_be_visible()
    writes(ben, "It is credited.")
    ana.get_by_role("button", name="Leave it to Ben").click()
    expect(ana.get_by_text("Ben Cruz has this contact")).to_be_visible()
    expect(ben.locator(".position")).to_contain_text("passed on 1 time")
    assert maria.locator(".flow .bubble").count() == flow_turns  # self-service was silent all the while
    for words in ("double record", "credit one of them", "upset", "roaming charges"):
        assert words not in maria.content()

    # Given back, and what people did is kept at the step of the flow.
    more(ben, "Give back")
    ben.get_by_role("button", name="Give back").click()
    expect(ben.get_by_text("Given back to self-service")).to_be_visible()
    maria.get_by_role("button", name="A person").last.click()

    # She comes back to a person and leaves; who has it wraps up.
    expect(ben.locator(".story-head")).to_contain_text("waits for a person")
    ben.get_by_role("button", name="Take over").click()
    live(ben)
    writes(ben, "Is there anything else?")
    for page in (ana, ben, lead):
        equals_a_reload(page)
    ends(maria)
    expect(ben.locator(".story-head")).to_contain_text("yours to wrap up")
    ben.get_by_label("What it was about").fill("bill")
    ben.get_by_label("It is solved").check()
    ben.get_by_role("button", name="Wrap up").click()
    expect(ben.locator(".transcript")).to_contain_text("Wrapped up, bill, solved")
    lead.goto("/contacts")
    live(lead)
    expect(card(lead, "maria")).to_have_count(0)
    expect(lead.locator(".live-contacts > li")).to_have_count(2)
    assert windows.complaints == []


def test_a_browser_that_dies_gives_its_contact_to_a_colleague(
    windows: Windows, desk: Server, chromium: Browser
) -> None:
    maria = chats(windows, "maria")
    say(maria, "I was charged twice for roaming")
    doomed = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    ana = works(Windows(doomed, desk.url), "ana", "/contacts")
    waits = Chatter.begin(desk.url)
    waits.give("asked", what="person")
    takes(ana, "maria")
    writes(ana, "Charged twice: let me see.")
    ben = works(windows, "ben", "/contacts?show=waiting")
    expect(card(ben, "maria")).to_have_count(0)
    with pytest.raises(Error, match="closed|crash"):
        doomed.new_browser_cdp_session().send("Browser.crash")
    expect(card(ben, "maria")).to_be_visible(timeout=(GONE_AFTER + 20) * 1000)
    expect(maria.get_by_text("Ana cannot go on just now.")).to_be_visible()
    card(ben, "maria").locator("a.row-gist").click()
    live(ben)
    expect(ben.locator(".story-head")).to_contain_text("number 1")
    expect(ben.locator(".transcript")).to_contain_text("Charged twice: let me see.")
    expect(ben.locator(".transcript")).to_contain_text("Ana Reyes was gone from the desk")
    expect(ben.locator(".story-side")).to_contain_text("charged twice for roaming")
    ben.get_by_role("button", name="Take over").click()
    live(ben)
    expect(maria.get_by_text("Ben is here")).to_be_visible()
    assert waits.give("said", text="Hello?")["contact"]["position"] > 0
    waits.client.close()
    assert windows.complaints == []
