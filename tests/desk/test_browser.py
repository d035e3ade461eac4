"""The desk in a real Chromium: what people do on it, on a phone too, by keyboard, in both themes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, violations
from tests.desk.conftest import BILL, Windows

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/customers", "/customers/{maria}", "/customers/{maria}/separate",
    "/customers/{maria}/join",
    "/customers/{maria}/erase", "/matches", "/sources", "/sources/backend", "/rejects", "/rejects/1", "/staff",
    "/notices", "/audit", "/business", "/system", "/me", f"/events/{BILL}", "/nothing-here",
)  # fmt: skip

UNLABELLED = """() => [...document.querySelectorAll('input, select, textarea, button, a')]
  .filter(one => one.type !== 'hidden' && one.offsetParent !== null)
  .filter(one => !(one.labels?.length || one.ariaLabel || one.getAttribute('aria-labelledby')))
  .filter(one => !one.textContent.trim())
  .map(one => one.outerHTML.slice(0, 120))"""

CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (text) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const linear = (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => { const c = [r, g, b].map(v => linear(v / 255));
    return .2126 * c[0] + .7152 * c[1] + .0722 * c[2]; };
  const ground = (one) => { for (; one; one = one.parentElement) {
    const c = rgba(getComputedStyle(one).backgroundColor);
    if (c[3] > 200) return c; } return [255, 255, 255, 255]; };
  const bad = [];
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest('svg') || one.offsetParent === null || one.closest('.off, [disabled], .unseen, .skip')) continue;
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    const style = getComputedStyle(one);
    const [a, b] = [light(rgba(style.color)), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const words = one.textContent.trim().slice(0, 40);
    if (style.opacity > .5 && ratio < (large ? 3 : 4.5)) bad.push([ratio.toFixed(2), one.className, words]);
  }
  return bad;
}"""


def maria(page: Page) -> str:
    """The id of Maria."""
    page.goto("/customers?q=u-maria")
    href = page.locator(".people .who").first.get_attribute("href")
    assert href is not None
    return href.rpartition("/")[2]


def ours(complaints: list[str]) -> list[str]:
    """What the browser complained about, the missing page that was asked for on purpose aside."""
    return [said for said in complaints if "404 (Not Found)" not in said]


def test_signing_in_and_out(windows: Windows) -> None:
    page = windows.open(path="/system")
    assert "/sign-in?next=/system" in page.url
    expect(page.get_by_label("Email")).to_be_focused()
    page.get_by_label("Email").fill("kim@example.com")
    page.get_by_label("Password").fill("not this")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.get_by_label("Password").fill("four words do it well")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("System")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def test_searching_is_instant_and_leads_to_the_customer(windows: Windows) -> None:
    page = windows.open("ana", "/customers")
    page.keyboard.type("+63 917 555 0101")
    expect(page.locator("#results-title")).to_contain_text("1 for")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Santos")
    expect(page.locator(".person-head .tags")).to_contain_text("gold")
    expect(page.locator(".person-side")).to_contain_text("+63 917 555 0101")
    expect(page.locator("#timeline")).to_contain_text("₱640.00 more than the one before")
    page.locator("select[name=group]").select_option("care")
    expect(page.locator("#timeline")).not_to_contain_text("Bill of")
    expect(page.locator("#timeline")).to_contain_text("Got in touch in Filipino")
    assert ours(windows.complaints) == []


def test_a_merge_is_taken_back(windows: Windows) -> None:
    page = windows.open("lead", "/customers?q=somchai")
    page.locator(".people .who").first.click()
    page.get_by_role("link", name="Separate").click()
    page.get_by_label("email somchai@mail.example").check()
    page.get_by_role("button", name="Show what that means").click()
    expect(page.locator(".two")).to_contain_text("Becomes another customer")
    page.get_by_role("button", name="Separate them").click()
    expect(page.get_by_role("status")).to_contain_text("Separated")
    expect(page.locator(".person-side .identifiers")).not_to_contain_text("somchai@mail.example")


def test_a_reject_is_corrected_and_replayed(windows: Windows) -> None:
    page = windows.open("admin", "/rejects")
    page.locator(".rejected a").first.click()
    editor = page.get_by_label("What was sent")
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("alert")).to_contain_text("Still not right")
    editor.fill(editor.input_value().replace("yesterday", "2026-03-01T09:30:00Z"))
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("status")).to_contain_text("Taken in")
    expect(page.get_by_role("heading", name="Nothing was rejected")).to_be_visible()
    page.goto("/?type=visit.started")
    expect(page.locator(".log")).to_contain_text("Came to cebu")


def test_the_keyboard_is_enough(windows: Windows) -> None:
    page = windows.open("lead", "/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers")
    expect(page.locator("[data-help]")).to_be_visible()  # from then on the page listens
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/customers/\d+$"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a customer")).to_be_focused()
    page.goto("/system")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_theme_is_kept(windows: Windows) -> None:
    page = windows.open("ana", "/me", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("dark").check()
    page.get_by_role("button", name="Keep").first.click()
    page.goto("/customers")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_read_by_everybody(windows: Windows, scheme: str) -> None:
    page = windows.open("admin", "/", color_scheme=scheme)
    number = maria(page)
    for path in PAGES:
        page.goto(path.format(maria=number))
        page.wait_for_timeout(150)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("main").count() == 1
        assert page.evaluate(UNLABELLED) == [], path
        assert page.evaluate(CONTRAST) == [], path
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids)), path
    assert ours(windows.complaints) == []  # neither scripts nor the content security policy complain


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_on_the_page_of_a_customer(windows: Windows, options: dict[str, Any]) -> None:
    page = windows.open("lead", "/customers", **options)
    number = maria(page)
    assert violations(page) == []
    page.goto(f"/customers/{number}")
    for folded in page.locator("main details:not([open]) > summary").all():
        folded.click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_nothing_has_to_be_scrolled_sideways(windows: Windows, width: int) -> None:
    page = windows.open("admin", "/", viewport={"width": width, "height": 780})
    number = maria(page)
    for path in PAGES:
        page.goto(path.format(maria=number))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_javascript_the_desk_still_works(windows: Windows) -> None:
    page = windows.open("lead", "/", java_script_enabled=False, viewport={"width": 360, "height": 780})
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Customers").click()
    page.get_by_role("searchbox").fill("maria")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Maria Santos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Santos")


def test_a_customer_on_a_phone_needs_no_sideways_scrolling(windows: Windows) -> None:
    page = windows.open("ana", "/customers", viewport={"width": 390, "height": 844})
    page.goto(f"/customers/{maria(page)}")
    expect(page.locator(".things").first).to_be_visible()
    wide = page.evaluate(
        "[...document.querySelectorAll('main .table')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert wide == 0
    cell = page.locator(".things td").first
    label = cell.evaluate("one => getComputedStyle(one, '::before').content")
    assert label == f'"{cell.get_attribute("data-label")}"'
    assert ours(windows.complaints) == []
