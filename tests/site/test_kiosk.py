"""A kiosk in a real Chromium: touched, left alone, taken over by a person, and forgotten."""

import json
import unicodedata

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import violations
from tests.channels.serving import Served
from tests.site.conftest import Visits
from warmline.channels.declared import Kiosk
from warmline.flows.inputs import Asked, Chose, Said
from warmline.language.words import LANGUAGES, Words

pytestmark = pytest.mark.browser
TONES = {"`": "\u0300", "´": "\u0301", "?": "\u0309", "~": "\u0303"}
SCREEN = {"viewport": {"width": 1080, "height": 1400}, "has_touch": True}
SMALL = """() => [...document.querySelectorAll('button, input')]
  .filter((one) => one.offsetParent)
  .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 64 || box.height < 64).map(([, html]) => html)"""


def held(shop: Served) -> str:
    """The contact that was begun last."""
    return list(shop.talks.held)[-1]


def begin(page: Page, language: str = "en") -> None:
    """Choose a language, and wait for the first step."""
    page.locator(f"[data-language={language}]").click()
    page.locator(".options .big").first.wait_for()


def press(page: Page, digits: str) -> None:
    """Enter digits on the pad."""
    for digit in digits:
        page.locator(".keys").get_by_role("button", name=digit, exact=True).click()


def test_a_language_is_chosen_first_and_everything_is_large(visits: Visits) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    assert page.locator("[data-language]").count() == len(LANGUAGES)
    assert page.evaluate(SMALL) == [] and violations(page) == []
    begin(page, "th")
    assert page.evaluate("document.documentElement.lang") == "th"
    expect(page.locator("#step").get_by_role("button", name=Words("th").text("A person"))).to_be_visible()
    assert page.evaluate(SMALL) == [] and violations(page) == []


def test_numbers_and_dates_are_entered_by_touch(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    begin(page)
    page.get_by_role("button", name="Your bill").click()
    page.locator(".keys").wait_for()
    assert page.evaluate(SMALL) == []
    press(page, "70135509")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="OK").click()
    expect(page.locator(".parts")).to_be_visible()
    press(page, "31022026")
    expect(page.get_by_role("button", name="OK")).to_be_disabled()
    page.get_by_role("button", name="Clear").click()
    press(page, "02122026")
    assert page.evaluate(SMALL) == [] and violations(page) == []
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_role("table")).to_contain_text("₱1,290.00")
    assert shop.talks.held[held(shop)].given == [
        Chose(option="bill"),
        Said(text="7013550"),
        Said(text="2026-12-02"),
    ]
    assert shop.talks.held[held(shop)].contact.place == "moa-manila"


def test_a_code_is_shown_as_dots(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    begin(page)
    page.get_by_role("button", name="Block a lost SIM").click()
    page.locator(".keys").wait_for()
    press(page, "48291")
    expect(page.get_by_role("button", name="OK")).to_be_disabled()
    press(page, "3")
    expect(page.locator("output")).to_have_text("••••••")
    assert "482913" not in page.content()
    page.get_by_role("button", name="OK").click()
    page.get_by_role("table").wait_for()
    assert shop.talks.held[held(shop)].given[-1] == Said(text="482913")


def test_a_person_can_be_asked_for_before_anything_else_and_talks(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    page.locator("#start .person").click()
    expect(page.locator(".state")).to_have_text("Number 2 in the queue. About 3 minutes.")
    assert shop.talks.held[held(shop)].given == [Asked(what="person")]
    shop.talks.take_over(held(shop), "Ana")
    shop.talks.say(held(shop), "Ana", "Hello, I am Ana. What is your name?")
    expect(page.get_by_role("heading", name="Hello, I am Ana.")).to_be_visible()
    expect(page.locator(".state")).to_have_text("Ana is here")
    for letter in "LI":
        page.locator(".letters-keys").get_by_role("button", name=letter, exact=True).click()
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_label("Hello, I am Ana.")).to_have_value("")
    assert shop.talks.held[held(shop)].given[-1] == Said(text="Li")
    assert page.evaluate(SMALL) == [] and violations(page) == []


def asked_for_words(visits: Visits, shop: Served, language: str) -> Page:
    """A kiosk on which somebody is to write words, as a person has asked for them."""
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    begin(page, language)
    page.locator(".bar .person").click()
    page.locator(".state").wait_for()
    shop.talks.take_over(held(shop), "Ana")
    shop.talks.say(held(shop), "Ana", "?")
    page.locator(".letters-keys").wait_for()
    return page


def touch(page: Page, letter: str) -> None:
    """Touch a key; a mark stands on a circle."""
    name = f"◌{letter}" if unicodedata.category(letter).startswith("M") else letter
    page.locator(".letters-keys").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("language", "keys", "written"),
    [
        ("en", "ANNE O'NEIL", "Anne O'neil"),
        ("fil", "PEÑA-CRUZ", "Peña-cruz"),
        ("vi", "NGUYÊN~ VĂN HOA`", "Nguyễn Văn Hoà"),
        ("vi", "ĐƯƠNG` THUY?", "Đường Thuỷ"),
        ("vi", "NA´~~", "Na"),
        ("th", "สมชาย", "สมชาย"),
        ("th", "ปรา↑ณี ร↑ู้", "ปราณี รู้"),
        ("zh-Hans", "LI WEI", "Li Wei"),
    ],
)
def test_names_are_written_on_our_own_keys(
    visits: Visits, shop: Served, language: str, keys: str, written: str
) -> None:
    page = asked_for_words(visits, shop, language)
    space = page.get_by_role("button", name=Words(language).text("Space"), exact=True)
    for one in keys:
        if one == " ":
            space.click()
        elif one == "↑":
            page.get_by_role("button", name=Words(language).text("More letters")).click()
        else:
            touch(page, TONES.get(one, one))
    expect(page.locator("input.entry")).to_have_value(written)


def test_every_letter_can_be_touched(visits: Visits, shop: Served) -> None:
    for language in LANGUAGES:
        page = asked_for_words(visits, shop, language)
        assert page.evaluate(SMALL) == [] and violations(page) == []
        mode = page.locator("input.entry").get_attribute("inputmode")
        assert mode == ("text" if language.startswith("zh") else "none"), (
            "the device's own keys are not needed"
        )


def left_alone(page: Page, quiet: int, within: int) -> None:
    """Open the kiosk with less patience than the business has."""

    def hurried(route: Route) -> None:
        answer = route.fetch()
        text = (
            answer.text()
            .replace('"quiet":45', f'"quiet":{quiet}')
            .replace('"within":15', f'"within":{within}')
        )
        route.fulfill(response=answer, body=text)

    page.route("**/kiosk/*", hurried)
    page.reload()


def test_who_has_gone_is_forgotten(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    left_alone(page, 1, 1)
    begin(page)
    name = held(shop)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Are you still there?")
    expect(page.locator("#start")).to_be_visible()
    expect(dialog).to_have_count(0)
    assert page.locator("#step").inner_html() == ""
    page.wait_for_timeout(200)
    assert shop.talks.held[name].contact.state == "ended"
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert json.loads(stored) == [{}, {}, ""]
    page.go_back()
    page.wait_for_timeout(200)
    assert page.locator("#step").inner_html() == "" and page.locator("#start").is_visible()


def test_who_is_still_there_goes_on(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    left_alone(page, 1, 15)
    begin(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == [] and page.evaluate(SMALL) == []
    page.get_by_role("button", name="Yes, I am here").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".options .big").first).to_be_visible()
    assert shop.talks.held[held(shop)].contact.state == "open"


def test_finish_thanks_and_the_next_one_begins_anew(visits: Visits, shop: Served) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    begin(page)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Thank you. Goodbye!")).to_be_visible()
    expect(page.locator("#start")).to_be_visible()
    before = held(shop)
    begin(page, "zh-Hans")
    assert held(shop) != before
    assert page.get_by_text("Hello").count() == 0


def test_a_kiosk_without_its_server_says_so_and_recovers(visits: Visits) -> None:
    page = visits.open("/kiosk/moa-manila", **SCREEN)
    page.context.set_offline(True)
    page.locator("[data-language=en]").click()
    expect(page.get_by_role("alert")).to_contain_text("out of order")
    page.context.set_offline(False)
    expect(page.locator("#start")).to_be_visible()
    begin(page)
    visits.complaints.clear()


def test_only_declared_kiosks_exist(visits: Visits) -> None:
    page = visits.open("/kiosk/nowhere")
    expect(page.get_by_text("There is no website or kiosk")).to_be_visible()


def test_patience_has_a_default() -> None:
    assert Kiosk(title="Here").quiet == 45
