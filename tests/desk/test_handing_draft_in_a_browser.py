"""The summary that goes with a contact, drafted by a language model where one is set up: marked, never in the way."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.app.test_language_model import Endpoint
from tests.browser import violations
from tests.desk.conftest import Windows
from tests.desk.wall import Chatter, serving
from tests.server import Server

pytestmark = pytest.mark.browser
DRAFTED = "They were charged twice for roaming."
MARK = "drafted by a language model"
SECONDS = 3
ON_RECORD = re.compile("In their words: “I was charged twice for roaming”")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    one = Endpoint()
    one.body = json.dumps({"choices": [{"message": {"content": DRAFTED}}]}).encode()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, endpoint: Endpoint) -> Iterator[Server]:
    model = {
        "WARMLINE_MODEL_URL": "http://127.0.0.1:8100/v1",  # on the list of hosts of the sample
        "WARMLINE_MODEL_NAME": "small",
        "WARMLINE_MODEL_SECONDS": str(SECONDS),
        "WARMLINE_ADDRESSES": f"127.0.0.1:8100={endpoint.host}",
    }
    with serving(tmp_path_factory.mktemp("handing"), settings=model) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url)
    begun.give("said", text="I was charged twice for roaming")
    yield begun
    begun.client.close()


def handing(windows: Windows, chat: Chatter) -> Page:
    """The panel of somebody who wants to hand a contact on."""
    page = windows.open("ana", f"/contacts/{chat.contact}")
    page.get_by_role("button", name="Take over").click()
    page.locator("summary", has_text="Ask or hand on").click()
    page.get_by_role("radio", name="Hand on").check(force=True)
    return page


def test_the_draft_of_the_model_is_marked_and_can_be_put_away(
    windows: Windows, endpoint: Endpoint, chat: Chatter
) -> None:
    endpoint.waits = 0.0
    page = handing(windows, chat)
    summary = page.get_by_label("What they should know")
    expect(summary).to_have_value(DRAFTED)
    expect(page.locator(".hand-draft")).to_contain_text(MARK)
    assert violations(page) == []
    page.get_by_role("button", name="Back to what is on record").click()
    expect(summary).to_have_value(ON_RECORD)
    expect(page.get_by_text(MARK)).to_be_hidden()
    page.get_by_role("button", name="Use the language model's draft").click()
    expect(summary).to_have_value(DRAFTED)
    assert windows.complaints == []


def test_what_somebody_writes_is_never_taken_away(
    windows: Windows, endpoint: Endpoint, chat: Chatter
) -> None:
    endpoint.waits = 1.5
    page = handing(windows, chat)
    summary = page.get_by_label("What they should know")
    summary.fill("Mine.")
    expect(page.get_by_role("button", name="Use the language model's draft")).to_be_visible()
    expect(summary).to_have_value("Mine.")
    expect(page.get_by_text(MARK)).to_be_hidden()


def test_a_model_that_is_too_slow_leaves_what_is_on_record(
    windows: Windows, endpoint: Endpoint, chat: Chatter
) -> None:
    endpoint.waits = SECONDS + 2.0
    page = handing(windows, chat)
    expect(page.get_by_text("The language model drafts, too …")).to_be_visible()
    expect(page.get_by_text("The language model drafts, too …")).to_be_hidden()
    expect(page.get_by_label("What they should know")).to_have_value(ON_RECORD)
    expect(page.get_by_text(MARK)).to_be_hidden()
