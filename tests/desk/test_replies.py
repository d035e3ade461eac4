"""Replies and summaries that are suggested on the page of a contact, with a language model and without one."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest

from tests.app.test_language_model import Endpoint
from tests.desk.conftest import Visitor, event
from tests.desk.wall import Chatter, serving
from tests.server import Server

Visit = Callable[[str], Visitor]
TROUBLE = "I was charged <b>twice</b> for roaming and nobody told me. Call me at +63 917 555 0101"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    one = Endpoint()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, endpoint: Endpoint) -> Iterator[Server]:
    before = [event("situation.remembered", 90, "u-maria", {"situation": "promise_broken"})]
    model = {
        "WARMLINE_MODEL_URL": "http://127.0.0.1:8100/v1",  # on the list of hosts of the sample
        "WARMLINE_MODEL_NAME": "small",
        "WARMLINE_ADDRESSES": f"127.0.0.1:8100={endpoint.host}",
    }
    with serving(tmp_path_factory.mktemp("replies"), before, model) as server:
        yield server


@pytest.fixture
def chat(desk: Server, visit: Visit) -> Iterator[Chatter]:
    """A contact of Maria's that Ana has."""
    one = Chatter.begin(desk.url, "u-maria")
    visit("ana").post(f"/contacts/{one.contact}/take", {})
    visit("ana").get(f"/contacts/{one.contact}")
    yield one
    one.client.close()


def replies(who: Visitor, chat: Chatter, more: str = "") -> list[str]:
    html = who.get(f"/contacts/{chat.contact}/replies{more}").text
    return [unescape(one) for one in re.findall(r'data-insert="([^"]*)"', html)]


def test_the_customers_words_come_first_then_what_policies_say(visit: Visit, chat: Chatter) -> None:
    assert replies(visit("ana"), chat) == []
    chat.give("said", text=TROUBLE)
    found = replies(visit("ana"), chat)
    assert all(one.startswith("I am sorry that you were charged <b>twice</b>") for one in found)
    assert "We promised you something and did not do it" in found[0]
    assert "150 pesos off your next bill" in found[0]
    assert 2 <= len(found) <= 3
    visit("ana").post(f"/contacts/{chat.contact}/say", {"text": found[0]})
    assert replies(visit("ana"), chat) == []  # it is answered


def test_a_model_drafts_beside_them_and_what_names_somebody_stays_here(
    endpoint: Endpoint, visit: Visit, chat: Chatter
) -> None:
    visit("ana").post(f"/contacts/{chat.contact}/say", {"text": "Maria, this is Ana Reyes."})
    chat.give("said", text=TROUBLE + ", says Maria")
    content = "You were charged twice, [name 1]. I call [number 1]. <script>"
    endpoint.body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    endpoint.status = 200
    assert "replies/drafted" in visit("ana").get(f"/contacts/{chat.contact}/replies").text
    page = visit("ana").get(f"/contacts/{chat.contact}/replies/drafted").text
    assert "drafted by a language model" in page and "<script>" not in page
    (draft,) = replies(visit("ana"), chat, "/drafted")
    assert draft == "You were charged twice, Maria. I call +63 917 555 0101. <script>"
    left = json.dumps(endpoint.asked)
    assert "Maria" not in left and "917 555" not in left and "Ana" not in left


def test_without_a_draft_the_replies_made_here_do(endpoint: Endpoint, visit: Visit, chat: Chatter) -> None:
    chat.give("said", text=TROUBLE)
    endpoint.status = 500
    assert replies(visit("ana"), chat, "/drafted") == []
    assert "do without it" in visit("ana").get(f"/contacts/{chat.contact}/replies/drafted").text
    assert len(replies(visit("ana"), chat)) >= 2
    summary = visit("ana").get(f"/contacts/{chat.contact}/summary").text
    assert "In their words" in summary and "drafted by" not in summary
    endpoint.status = 200
    endpoint.body = json.dumps({"choices": [{"message": {"content": "Charged twice."}}]}).encode()
    summary = visit("ana").get(f"/contacts/{chat.contact}/summary").text
    assert "Charged twice." in summary and "drafted by a language model" in summary


def test_nobody_gets_replies_to_whom_they_may_not_see(visit: Visit, chat: Chatter) -> None:
    for path in ("replies", "replies/drafted", "summary"):
        assert visit("thai").get(f"/contacts/{chat.contact}/{path}").status_code == 404


def test_a_look_at_them_is_on_record_as_any_look_at_a_contact(visit: Visit, chat: Chatter) -> None:
    chat.give("said", text=TROUBLE)
    lead, ben = visit("lead"), visit("ben")
    before = lead.get("/audit").text.count(f"contact {chat.contact}<")
    for path in ("replies", "replies/drafted", "summary"):
        ben.get(f"/contacts/{chat.contact}/{path}")
        looks = lead.get("/audit").text.count(f"contact {chat.contact}<") - before
        assert looks == 1, "once, as of an open page"
