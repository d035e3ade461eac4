"""Policies in a real Chromium: looked through by keyboard, asked again, asked about a customer; read by everybody."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import Windows
from tests.desk.policed import with_a_disabled_policy
from tests.desk.test_browser import CONTRAST, UNLABELLED, ours
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A business with a few policies, one of which is disabled."""
    with with_a_disabled_policy(tmp_path_factory.mktemp("policies")) as server:
        yield server


def open_customer(page: Page, name: str) -> None:
    page.goto(f"/customers?q={name}")
    page.locator(".people .who").first.click()


def test_without_javascript_it_is_asked_and_answered_all_the_same(windows: Windows) -> None:
    page = windows.open("ana", java_script_enabled=False)
    open_customer(page, "u-maria")
    page.get_by_label("About").select_option("bill_jumped")
    page.locator("#ask").click()
    offer = page.locator(".answers > li", has_text="Pay in three parts")
    offer.get_by_role("button", name="No answer").click()
    expect(offer.locator(".settled")).to_contain_text("No answer")
    page.get_by_role("link", name="Maria Santos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Santos")


def test_asking_and_accepting_in_place(windows: Windows) -> None:
    page = windows.open("ana")
    open_customer(page, "u-maria")
    page.get_by_label("About").select_option("bill_jumped")
    page.locator("#ask").click()
    offer = page.locator(".answers > li", has_text="Pay in three parts")
    expect(offer).to_contain_text("A bill that jumped may be more than they can pay")
    expect(page.get_by_role("button", name="Ask again")).to_be_focused()
    offer.get_by_role("button", name="Accepted").click()
    expect(offer.locator(".settled")).to_contain_text("Accepted")
    expect(offer.locator(".settled")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Santos")
    page.reload()
    expect(page.locator("#asking .settled")).to_contain_text("Accepted")
    expect(page.locator(".offered").first).to_contain_text("Pay in three parts")
    assert ours(windows.complaints) == []


def test_what_goes_wrong_while_asking_is_said(windows: Windows) -> None:
    page = windows.open("ana")
    open_customer(page, "u-maria")
    page.route("**/decisions", lambda route: route.abort())
    page.locator("#ask").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute("**/decisions")
    page.route("**/decisions", lambda route: route.fulfill(status=503, body="busy"))
    page.locator("#ask").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    page.unroute("**/decisions")
    page.locator("#ask").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask again")).to_be_focused()


def test_the_keyboard_leads_through_the_policies(windows: Windows) -> None:
    page = windows.open("kim", "/me")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/policies")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/policies/[\w-]+$"))
    expect(page.get_by_role("heading", name="As it is written")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/offers")
    page.get_by_role("link", name="Last 30 days").click()
    expect(page.locator("#payment-plan")).to_contain_text("Pay in three parts")
    assert ours(windows.complaints) == []


def test_searching_policies_and_asking_a_disabled_one_again(windows: Windows) -> None:
    page = windows.open("lead", "/policies")
    page.get_by_label("Search").fill("bill that jumps")
    page.get_by_label("Search").press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("bill-jumped")
    expect(page.locator(".disabled")).to_contain_text("always-fails")
    page.get_by_role("button", name="Ask it again").click()
    expect(page.get_by_role("status")).to_contain_text("It is asked again")
    expect(page.locator(".disabled")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 820)]
)
def test_the_pages_can_be_read_by_everybody(windows: Windows, scheme: str, width: int) -> None:
    page = windows.open("lead", color_scheme=scheme, viewport={"width": width, "height": 844})
    open_customer(page, "u-maria")
    page.locator("#ask").click()
    expect(page.get_by_role("button", name="Ask again")).to_be_focused()
    place = page.url
    decision = page.get_by_role("link", name="The whole decision").get_attribute("href")
    assert decision is not None
    panel = f"{place}/decisions/{decision.rpartition('/')[2]}"
    policies = ("/policies", "/policies/bill-jumped", "/policies/always-fails")
    for path in (place, panel, decision, *policies, "/offers"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(UNLABELLED) == [], path
        assert page.evaluate(CONTRAST) == [], path
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids)), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert ours(windows.complaints) == []
