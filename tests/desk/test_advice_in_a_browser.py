"""Next best actions, approvals and suggested replies in a real Chromium: two people, nobody reloads anything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.desk.conftest import Windows
from tests.desk.test_advice import LARGE, SMALL, somebody
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import violations
from warmline.desk.story_advice import ADVICE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    before = [one for number, who in enumerate(("rico", "lani")) for one in somebody(number, who)]
    with serving(tmp_path_factory.mktemp("advice"), before) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url, "lani")
    yield begun
    begun.client.close()


def unfolded(action: Locator) -> Locator:
    """An action, with everything there is to do about it in view: all but the first are folded."""
    action.evaluate("one => one.querySelector('.action-more')?.setAttribute('open', '')")
    return action


def test_an_agent_asks_a_lead_answers_and_it_is_done_in_one_click(windows: Windows, chat: Chatter) -> None:
    ana = windows.open("ana", f"/contacts/{chat.contact}")
    lead = windows.open("lead", "/approvals", color_scheme="dark")
    expect(lead.get_by_text("Nothing waits for approval")).to_be_visible()
    ana.get_by_role("button", name="Take over").click()
    offered = ana.locator(".action", has_text="Three months at a lower price")
    first = ana.locator("[name=decision]").get_attribute("value") or ""
    ana.locator("select[name=situation]").select_option("about_to_leave")
    ana.locator('button[value="ask/"]').click()
    expect(ana.locator("[name=decision]")).not_to_have_value(first)
    expect(offered.locator(f'button[value="done/{LARGE}"]')).to_have_count(0)
    unfolded(offered).locator("summary", has_text="In your own words").click()
    offered.locator(".own-reason input").fill("Four years with us")
    offered.locator(f'.own-reason button[value="approve/{LARGE}"]').click()
    expect(offered).to_contain_text("A lead is asked")
    row = lead.locator(".approvals .row")
    expect(row).to_contain_text("Four years with us")
    assert violations(lead) == []
    row.get_by_label("A word to Ana Reyes").fill("Gladly")
    row.locator("button.primary").click()
    expect(offered).to_contain_text("Approved by Lea Lim: Gladly")
    assert violations(ana) == []
    ana.locator("#words").fill("a draft")
    unfolded(offered).locator(f'button[value="done/{LARGE}"]').click()
    expect(offered.locator(".state.good").last).to_have_text("Done")
    other = ana.locator(".action", has_text="150 pesos")
    unfolded(other).locator(f'button[value="declined/{SMALL}/not now"]').click()
    expect(other.locator(".state").last).to_have_text("Declined")
    expect(ana.locator("#words")).to_have_value("a draft")
    panel = ana.locator(f"[data-seq='{ADVICE}']")
    shown = panel.get_attribute("data-mark")
    ana.reload()
    assert panel.get_attribute("data-mark") == shown  # what was pushed is what is loaded
    assert windows.complaints == []


def test_a_reply_that_is_chosen_is_written_and_not_sent(windows: Windows, chat: Chatter) -> None:
    ana = windows.open("ana", f"/contacts/{chat.contact}")
    ana.get_by_role("button", name="Take over").click()
    chat.give("said", text="I was charged twice for roaming and nobody told me")
    first = ana.locator(".reply").first
    expect(first).to_contain_text("I am sorry that you were charged twice for roaming and nobody told you.")
    assert violations(ana) == []
    first.click()
    expect(ana.locator("#words")).to_have_value(first.get_attribute("data-insert") or "")
    expect(ana.locator("[data-coach]")).to_contain_text("acknowledged")
    assert [turn for turn in chat.turns() if turn["by"] == "agent"] == []
    ana.locator("#words").press("Enter")
    expect(ana.locator(".reply")).to_have_count(0)
    assert windows.complaints == []
