"""Signals on the desk: in the story of a contact, marked wrong, counted on a page of their own."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.desk.conftest import Visitor
from tests.desk.wall import Chatter, serving
from tests.server import Server
from warmline.coaching.model import Reason, Signal
from warmline.desk.language import Language
from warmline.desk.signal_words import in_short, kind_name, why
from warmline.desk.templates import render

Visit = Callable[[str], Visitor]
UPSET = "this is the third time I ask, are you kidding me?!"
SAY = Language("en", "Asia/Manila", 1_790_000_000_000_000)
SIGNAL = Signal(
    number=2,
    kind="frustration",
    score=72,
    threshold=50,
    turn=5,
    at=1_790_000_000_000_000,
    reasons=(
        Reason(code="repeats", points=40, times=3),
        Reason(code="upset_words", points=60, said="are you kidding"),
        Reason(code="upset_words", points=-25, said="thanks"),
    ),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("signals")) as server:
        yield server


def test_a_signal_is_told_in_place_and_counted_until_it_is_marked(desk: Server, visit: Visit) -> None:
    chat = Chatter.begin(desk.url)
    chat.give("said", text=UPSET)
    ana, lead = visit("ana"), visit("lead")
    assert "words of somebody upset" in ana.get(f"/contacts/{chat.contact}").text
    page = lead.get("/signals").text
    assert f'href="/contacts/{chat.contact}"' in page
    row = re.search(r'id="frustration".*?</tr>', page, re.DOTALL)
    assert row is not None
    assert "100" in row[0]
    assert "words of somebody upset" in row[0]
    marked = ana.post(f"/contacts/{chat.contact}/signals/1/wrong", {"wrong": "yes"})
    assert marked.headers["location"] == f"/contacts/{chat.contact}"
    page = lead.get("/signals?kind=frustration&days=7").text
    assert "marked as wrong" in page
    assert 'class="signal frustration wrong"' in ana.get(f"/contacts/{chat.contact}").text
    assert lead.get("/signals?kind=churn").text.count(chat.contact) == 0
    assert ana.post(f"/contacts/{chat.contact}/signals/9/wrong", {}).status_code == 404
    assert visit("thai").post(f"/contacts/{chat.contact}/signals/1/wrong", {}).status_code == 404
    assert ana.get("/signals").status_code == 403
    chat.client.close()


def test_the_reasons_are_told_in_words_what_weighs_most_in_front() -> None:
    told = why(SAY, SIGNAL.reasons)
    assert [one.text for one in told] == ["words of somebody upset", "says the same again, 3 times"]
    assert told[0].entry == "are you kidding"
    assert in_short(SAY, SIGNAL).startswith("Upset or stuck: words of somebody upset")


@pytest.mark.parametrize("wrong", [False, True])
def test_a_signal_in_the_story_can_be_marked(wrong: bool) -> None:
    signal = Signal(**{name: getattr(SIGNAL, name) for name in SIGNAL.__struct_fields__} | {"wrong": wrong})
    html = render(
        "contacts/signal.html",
        say=SAY,
        signal=signal,
        title=kind_name(SAY, signal.kind),
        why=why(SAY, signal.reasons),
        contact="c-1",
    )
    assert 'formaction="/contacts/c-1/signals/2/wrong"' in html
    assert f'value="{"no" if wrong else "yes"}"' in html
    assert "Upset or stuck" in html
