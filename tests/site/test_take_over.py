"""From the chat to a person and back, on a whole Warmline, in a real Chromium."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.site.conftest import ARGUMENTS, CHROMIUM
from tests.site.whole import Whole, whole
from warmline.app.visiting import Visiting
from warmline.site import assets
from warmline.web.access import Role
from warmline.web.principal import Principal

ARRIVED = "() => !JSON.parse(sessionStorage['warmline:isla']).queue.length"
"""Everything that was written has been taken."""
ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)


@pytest.fixture(scope="module")
def warmline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole")) as one:
        yield one


@pytest.fixture(scope="module")
def page(warmline: Whole) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; `make services` (as root) brings it")
    if assets.missing():
        pytest.skip("the scripts of the pages are not built; `make install` does it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=warmline.url, locale="en-GB")
        page.set_default_timeout(15_000)
        yield page
        browser.close()


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
