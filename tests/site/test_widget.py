"""The chat on a page, in a real Chromium: by mouse, keyboard and touch, with lost connections, in other languages."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import PHONE, violations
from tests.channels.serving import Served
from tests.site.conftest import Visits
from warmline.flows.inputs import Asked, Chose, Said
from warmline.site.assets import BUILT

pytestmark = pytest.mark.browser
MOST_BYTES = 40_000


def open_chat(page: Page) -> None:
    """Open it, and wait for what the flow says first."""
    page.locator(".launch").click()
    page.locator(".option").first.wait_for()


def contact(shop: Served) -> str:
    """The contact that was begun last."""
    return list(shop.talks.held)[-1]


def said(page: Page) -> list[str]:
    """All bubbles, in order."""
    return page.locator(".log .bubble").all_inner_texts()


def test_it_is_small_and_asks_nobody_else(visits: Visits) -> None:
    assert (BUILT / "widget.js").stat().st_size < MOST_BYTES
    page = visits.open()
    open_chat(page)
    assert {address.split("/")[2] for address in visits.asked} == {visits.shop.url.split("/")[2]}
    assert visits.complaints == []


def test_options_fields_receipts_and_a_day(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="Your bill").click()
    answer = page.get_by_label("Your answer")
    expect(answer).to_have_attribute("inputmode", "numeric")
    expect(page.get_by_text("For example: 7013554")).to_be_visible()
    assert page.locator(".options .option").count() == 0, "options of before are gone"
    answer.fill("7013550")
    answer.press("Enter")
    expect(page.locator("input[type=date]")).to_be_focused()
    page.locator("input[type=date]").fill("2026-12-02")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("table")).to_contain_text("₱1,290.00")
    expect(page.locator(".customer .bubble").last).to_have_text("2 December 2026")
    given = shop.talks.held[contact(shop)].given
    assert given == [Chose(option="bill"), Said(text="7013550"), Said(text="2026-12-02")]
    assert violations(page) == []


def test_by_keyboard_alone(visits: Visits) -> None:
    page = visits.open()
    page.locator(".launch").focus()
    page.keyboard.press("Enter")
    page.locator(".option").first.wait_for()
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Attach a file")).to_be_focused()
    page.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Say it again")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="End this conversation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_said_is_announced_with_who_said_it(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    assert "Assistant:" in log.text_content()  # type: ignore[operator]
    shop.talks.take_over(contact(shop), "Ana")
    shop.talks.say(contact(shop), "Ana", "I am Ana.")
    expect(log.get_by_text("I am Ana.")).to_be_visible()
    expect(page.get_by_text("Ana is here")).to_be_visible()


def test_a_person_is_a_press_away_everywhere_and_the_queue_is_shown(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="Block a lost SIM").click()
    expect(page.get_by_label("Your answer")).to_have_attribute("type", "password")
    page.get_by_role("button", name="A person").click()
    expect(page.get_by_text("Number 2 in the queue. About 3 minutes.")).to_be_visible()
    expect(page.get_by_role("button", name="A person")).to_have_count(0)
    assert shop.talks.held[contact(shop)].given[-1] == Asked(what="person")
    shop.talks.take_over(contact(shop), "Ana")
    shop.talks.typing(contact(shop), "agent")
    expect(page.get_by_text("Ana is writing…")).to_be_attached()
    shop.talks.say(contact(shop), "Ana", "Hello, see https://isla-mobile.example/help.")
    link = page.locator(".agent a")
    expect(link).to_have_attribute("href", "https://isla-mobile.example/help")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(page.locator(".strip")).to_be_hidden()
    assert violations(page) == []


def test_secrets_are_not_shown_nor_stored(visits: Visits) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="Block a lost SIM").click()
    with page.expect_request("**/inputs"):
        page.get_by_label("Your answer").fill("482913")
        page.get_by_label("Your answer").press("Enter")
    page.get_by_role("table").wait_for()
    assert not any("482913" in one for one in said(page))
    assert "482913" not in page.evaluate(
        "JSON.stringify({...sessionStorage, ...localStorage}) + document.cookie"
    )


INJECTED = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


def test_scripts_are_text_and_odd_letters_stay(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    for text in (INJECTED, "שלום עולם 123", "👩‍👩‍👧‍👦 🇵🇭", "javascript:alert(1) <b>"):
        page.get_by_label("Your message").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator(".customer .bubble").last).to_have_text(text)
    shop.talks.take_over(contact(shop), "<b>Ana</b>")
    shop.talks.say(contact(shop), "<b>Ana</b>", INJECTED)
    expect(page.locator(".agent .bubble").last).to_have_text(INJECTED)
    assert page.title() == "Isla Mobile"
    assert page.locator(".log img, .log script, .log b").count() == 0
    direction = page.locator(".customer .bubble", has_text="שלום").evaluate(
        "one => getComputedStyle(one).direction"
    )
    assert direction == "rtl"
    assert page.locator(".log a[href^=javascript]").count() == 0


def test_it_goes_on_after_a_change_of_page_and_in_another_tab(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="Your bill").click()
    page.get_by_label("Your answer").wait_for()
    page.reload()
    expect(page.get_by_label("Your answer")).to_be_visible()
    assert said(page)[-2:] == ["Your bill", "Which account is it? The number is on every bill."]
    begun = len(shop.talks.held)
    other = page.context.new_page()
    other.goto("/try")
    other.get_by_role("button", name="Chat with us").click()
    expect(other.get_by_label("Your answer")).to_be_visible()
    assert len(shop.talks.held) == begun, "two tabs are one conversation"
    other.get_by_label("Your answer").fill("7013550")
    other.keyboard.press("Enter")
    expect(page.locator("input[type=date]")).to_be_visible()


def test_a_lost_connection_loses_nothing_and_says_nothing_twice(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.context.set_offline(True)
    page.get_by_label("Your message").fill("Are you there?")
    page.keyboard.press("Enter")
    page.get_by_label("Your message").fill("My bill is odd.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Connection lost. We keep trying; what you write is kept.")).to_be_visible()
    expect(page.get_by_text("Not sent yet").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Connection lost")).to_be_hidden()
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    given = shop.talks.held[contact(shop)].given
    for _ in range(100):  # what is on its way is shown as said already
        if len(given) > 1:
            break
        page.wait_for_timeout(50)
    assert given == [Said(text="Are you there?"), Said(text="My bill is odd.")]
    visits.complaints.clear()


def test_an_answer_that_got_lost_is_not_taken_twice(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    failed: list[str] = []

    def lose(route: Route) -> None:
        """The server takes it, its answer never arrives."""
        if failed:
            route.continue_()
            return
        failed.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/inputs", lose)
    page.get_by_label("Your message").fill("once only")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I did not understand that.")).to_be_visible()
    page.wait_for_function("() => !JSON.parse(sessionStorage['warmline:isla']).queue.length")
    assert shop.talks.held[contact(shop)].given == [Said(text="once only")]
    assert said(page).count("once only") == 1
    visits.complaints.clear()


def test_without_websockets_it_asks_for_news(visits: Visits, shop: Served) -> None:
    page = visits.open()
    page.route_web_socket("**/chat/live", lambda socket: socket.close())
    open_chat(page)
    shop.talks.take_over(contact(shop), "Ana")
    shop.talks.say(contact(shop), "Ana", "You can read this.")
    expect(page.get_by_text("You can read this.")).to_be_visible()


def test_a_file_is_attached_and_what_is_not_taken_is_told(visits: Visits, tmp_path: Path) -> None:
    page = visits.open()
    open_chat(page)
    photo = tmp_path / "my phone.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 2000)
    page.locator("input[type=file]").set_input_files(photo)
    file = page.get_by_role("button", name="my phone.png")
    with page.expect_download() as download:
        file.click()
    assert Path(download.value.path()).read_bytes() == photo.read_bytes()
    program = tmp_path / "program.exe"
    program.write_bytes(b"MZ\x90\x00")
    page.locator("input[type=file]").set_input_files(program)
    expect(page.get_by_role("alert")).to_contain_text("cannot be sent")


def test_another_language_at_any_time(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitemradio", name="ไทย").click()
    expect(page.get_by_text("ต้องการให้ช่วยเรื่องอะไรคะ")).to_be_visible()
    expect(page.get_by_role("button", name="คุยกับเจ้าหน้าที่")).to_be_visible()
    expect(page.get_by_label("ข้อความของคุณ")).to_be_visible()
    assert page.locator(".w").get_attribute("lang") == "th"
    page.reload()
    expect(page.get_by_role("button", name="คุยกับเจ้าหน้าที่")).to_be_visible()


def test_an_ended_conversation_leads_to_a_new_one(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="End this conversation").click()
    expect(page.get_by_text("This conversation has ended.")).to_be_visible()
    before = contact(shop)
    page.get_by_role("button", name="Start a new conversation").click()
    page.get_by_label("Your message").wait_for()
    assert contact(shop) != before


@pytest.mark.parametrize("language", ["fil", "vi", "th"])
@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 800}}, PHONE])
def test_the_head_says_whose_chat_it_is_in_full(
    visits: Visits, language: str, options: dict[str, Any]
) -> None:
    page = visits.open(locale=language, **options)
    open_chat(page)
    for part in (page.locator(".head h2"), page.locator(".head .state"), page.locator(".head .person")):
        assert part.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert part.evaluate("one => one.scrollHeight <= one.clientHeight + 2")
    assert page.locator(".head").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_what_was_not_sent_when_the_conversation_ended_is_told(visits: Visits, shop: Served) -> None:
    page = visits.open()
    open_chat(page)
    page.context.set_offline(True)
    page.get_by_label("Your message").fill("please do not cancel it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    shop.talks._change(shop.talks.held[contact(shop)], state="ended")
    page.context.set_offline(False)
    expect(page.get_by_text("This conversation has ended.", exact=True)).to_be_visible()
    assert said(page)[-1] == "please do not cancel it"
    expect(page.get_by_role("alert")).to_have_text(
        "Not sent, as this conversation has ended. Please start a new one."
    )
    assert shop.talks.held[contact(shop)].given == []
    assert violations(page) == []
    page.get_by_role("button", name="Start a new conversation").click()
    page.get_by_label("Your message").wait_for()
    expect(page.get_by_text("please do not cancel it")).to_have_count(0)
    visits.complaints.clear()


def test_who_is_signed_in_is_known_and_others_are_somebody_else(visits: Visits, shop: Served) -> None:
    page = visits.open("/try?who=maria")
    open_chat(page)
    (identifier,) = shop.talks.held[contact(shop)].identifiers
    assert identifier.value == "u-7013550" and identifier.verified
    page.goto("/try")
    open_chat(page)
    assert shop.talks.held[contact(shop)].identifiers == ()
    assert said(page)[0].startswith("Hello!") and len(said(page)) == 2


def test_the_page_and_the_chat_leave_each_other_alone(visits: Visits) -> None:
    page = visits.open()
    open_chat(page)
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
          sheet.replaceSync('button, p, input, textarea { color: lime !important; font-size: 40px !important; }');
          document.adoptedStyleSheets = [sheet]; }"""
    )
    size = page.locator(".person").evaluate("one => getComputedStyle(one).fontSize")
    assert size == "13.5px"
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith("system-ui")


def test_on_a_phone_it_fills_the_screen_and_keeps_the_focus(visits: Visits) -> None:
    page = visits.open("/try", **PHONE)
    open_chat(page)
    dialog = page.get_by_role("dialog")
    page.wait_for_timeout(400)
    box = dialog.bounding_box()
    assert box is not None and [round(box[side]) for side in ("x", "y", "width", "height")] == [
        0,
        0,
        390,
        844,
    ]
    expect(dialog).to_have_attribute("aria-modal", "true")
    small = page.evaluate(
        """() => [...document.querySelector('#warmline').shadowRoot.querySelectorAll('.panel button, .panel a')]
          .filter(one => one.offsetParent).map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)])
          .filter(([box]) => box.width < 24 || box.height < 24).map(([, html]) => html)"""
    )
    assert small == []
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "warmline"
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("who", "locale"), [("", "en-GB"), ("somchai", "th-TH"), ("li-wei", "zh-CN")])
def test_axe_finds_nothing(visits: Visits, scheme: str, who: str, locale: str) -> None:
    page = visits.open(f"/try?who={who}", color_scheme=scheme, locale=locale)
    assert violations(page) == []
    open_chat(page)
    page.wait_for_timeout(300)
    assert violations(page) == []
    page.locator(".more").click()
    assert violations(page) == []


def test_a_website_that_is_not_declared_is_told_to_its_maker(visits: Visits) -> None:
    page = visits.open()
    warned: list[str] = []
    page.on("console", lambda one: warned.append(one.text))
    page.route(
        "**/chat/websites/**",
        lambda route: route.fulfill(status=404, json={"detail": "There is no website."}),
    )
    page.reload()
    until = time.monotonic() + 10
    while not any("cannot be used here" in one for one in warned) and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert any("There is no website." in one for one in warned)
    visits.complaints.clear()
