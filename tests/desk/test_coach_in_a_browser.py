"""The coach in a real Chromium: a hint when typing stops, an alert when something is said again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import Windows
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("coach")) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url)
    yield begun
    begun.client.close()


def taken_over(windows: Windows, chat: Chatter) -> Page:
    """The page of an agent who has the contact, in which something went wrong."""
    page = windows.open("ana", f"/contacts/{chat.contact}")
    page.get_by_role("button", name="Take over").click()
    expect(page.locator("[data-live-text]")).to_have_text("live")
    chat.give("said", text="I was charged twice for roaming")
    expect(page.locator(".said.customer")).to_have_count(1)
    return page


def test_a_hint_comes_when_typing_stops_and_is_gone_with_the_words(windows: Windows, chat: Chatter) -> None:
    page = taken_over(windows, chat)
    words, coach = page.get_by_label("To the customer"), page.locator("[data-coach]")
    words.press_sequentially("Please restart your phone.")
    expect(coach).to_contain_text("You have not mentioned charged twice")
    assert violations(page) == []
    words.fill("You were charged twice, I am sorry.")
    expect(coach).to_contain_text("acknowledged: charged twice")
    words.press("Enter")
    expect(words).to_have_value("")
    expect(coach).to_be_empty()
    assert windows.complaints == []


def test_a_hint_that_is_put_away_stays_away(windows: Windows, chat: Chatter) -> None:
    page = taken_over(windows, chat)
    words, coach = page.get_by_label("To the customer"), page.locator("[data-coach]")
    words.fill("Please restart your phone.")
    with page.expect_response("**/hint/dismiss") as put_away:
        page.get_by_role("button", name="Put this hint away").click()
    assert put_away.value.ok
    expect(words).to_be_focused()
    with page.expect_response("**/hint") as asked:
        words.press_sequentially(" Then call us.")
    assert asked.value.ok
    expect(coach.locator(".coach-hint")).to_have_count(0)


def test_what_is_said_again_is_above_the_story_at_once_and_after_a_reload(
    windows: Windows, chat: Chatter
) -> None:
    page = taken_over(windows, chat)
    words, again = page.get_by_label("To the customer"), page.get_by_role("alert")
    words.fill("Please restart your phone.")
    words.press("Enter")
    expect(page.locator(".said.agent")).to_have_count(1)
    chat.give("said", text="You charged me twice!")
    expect(again).to_contain_text("They say it again: charged me twice")
    assert violations(page) == []
    pushed = page.locator("[data-transcript]").inner_text()
    page.reload()
    expect(page.locator("[data-live-text]")).to_have_text("live")
    assert page.locator("[data-transcript]").inner_text() == pushed
    words.fill("I hear you: you were charged twice, and I am sorry.")
    words.press("Enter")
    expect(again).to_have_count(0)
