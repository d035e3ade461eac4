"""From the chat to a person and back, on a whole Warmline, in a real Chromium."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import MOST_PATIENCE, launched, violations
from tests.site.whole import Whole, whole
from warmline.app.visiting import Visiting
from warmline.web.access import Role
from warmline.web.principal import Principal

ARRIVED = "() => !JSON.parse(sessionStorage['warmline:isla']).queue.length"
"""Everything that was written has been taken."""
MINUTE = 60 * 1_000_000
ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)


@pytest.fixture(scope="module")
def warmline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole")) as one:
        yield one


@pytest.fixture(scope="module")
def page(warmline: Whole) -> Iterator[Page]:
    with launched() as browser:
        page = browser.new_page(base_url=warmline.url, locale="en-GB")
        page.set_default_timeout(MOST_PATIENCE)
        yield page


@pytest.mark.browser
def test_a_person_takes_over_talks_and_gives_back(warmline: Whole, page: Page) -> None:
    takeover = warmline.runtime.talking.takeover
    page.goto("/try")
    page.locator(".launch").click()
    page.get_by_role("button", name="My bill", exact=True).click()
    expect(page.get_by_text("A bill has what you used in the month before.")).to_be_visible()
    page.get_by_role("button", name="A person").click()
    page.get_by_label("Your message").fill("Why was I charged twice?")
    page.keyboard.press("Enter")
    expect(page.locator(".customer .bubble").last).to_have_text("Why was I charged twice?")
    page.wait_for_function(ARRIVED)
    (live,) = warmline.run(takeover.live(ANA))
    name = live.contact.name
    warmline.run(takeover.take_over(ANA, name, live.contact.version))
    expect(page.get_by_text("Ana is here")).to_be_visible()
    warmline.run(takeover.say(ANA, name, "You were charged twice, and I am sorry.", "k1"))
    expect(page.locator(".agent .bubble")).to_have_text("You were charged twice, and I am sorry.")
    expect(page.locator(".agent .name")).to_contain_text("Ana")
    before = page.locator(".flow .bubble").count()
    page.get_by_label("Your message").fill("Thank you")
    page.keyboard.press("Enter")
    expect(page.locator(".customer .bubble").last).to_have_text("Thank you")
    page.wait_for_function(ARRIVED)
    assert page.locator(".flow .bubble").count() == before, "the flow is silent while a person is there"
    warmline.run(takeover.give_back(ANA, name))
    expect(page.get_by_role("button", name="A person")).to_be_visible()
    expect(page.get_by_role("button", name="Nothing else")).to_be_visible()


@pytest.mark.browser
def test_a_long_wait_comes_with_the_offer_of_a_callback(warmline: Whole, page: Page) -> None:
    """Who says yes is called, when the place comes up, on the number they give."""
    runtime = warmline.runtime
    queues = runtime.talking.queues
    warmline.run(runtime.storage.run(lambda tx: queues.learn(tx, "general", 12 * MINUTE)))
    runtime.presence.saw(ANA)
    browser = page.context.browser
    assert browser is not None
    window = browser.new_page(base_url=warmline.url, locale="en-GB")
    window.set_default_timeout(MOST_PATIENCE)
    window.goto("/try")
    window.locator(".launch").click()
    window.get_by_role("button", name="A person").click()
    expect(window.get_by_text("It takes about 12 minutes.")).to_be_visible()
    expect(window.get_by_text("and you keep your place. Shall we?")).to_be_visible()
    assert violations(window) == []
    window.get_by_role("button", name="Yes", exact=True).click()
    expect(window.get_by_text("Which number may we call?")).to_be_visible()
    window.get_by_label("Your answer").fill("0917 555 0123")
    window.keyboard.press("Enter")
    expect(window.get_by_text("We will call you")).to_be_visible()
    (promised,) = warmline.run(runtime.talking.casework.callbacks(ANA))
    assert (promised.phone, promised.queue) == ("+639175550123", "general")
    window.close()


def test_files_go_with_the_contact_they_were_attached_to(warmline: Whole) -> None:
    visiting = Visiting(warmline.runtime)
    with httpx.Client(base_url=warmline.url, trust_env=False) as client:
        begun = client.post("/chat/contacts", json={"website": "isla"}).json()
        name = begun["contact"]["name"]
        bearer = {"authorization": f"Bearer {begun['token']}"}
        sent = client.post(f"/chat/contacts/{name}/files?key=a&name=a.txt", content=b"hello", headers=bearer)
        assert sent.status_code == 201, sent.text
        assert [turn["file"]["title"] for turn in sent.json()["turns"] if "file" in turn] == ["a.txt"]
    warmline.run(visiting.sweep())
    assert [one.title for one in visiting.chat.files.of(name)] == ["a.txt"]
    visiting.chat.files.keep("c-erased", "b.txt", b"hello", "b")
    warmline.run(visiting.sweep())
    assert visiting.chat.files.contacts() == [name]
