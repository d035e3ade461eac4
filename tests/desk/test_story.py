"""The story of a contact in order: what was said, which option was taken, what happened in between."""

from typing import Any

from warmline.contacts.model import Contact, LiveContact, Owner, Participant, Story, Turn
from warmline.desk.gist import gist
from warmline.desk.language import Language
from warmline.desk.story_view import Item, learnt, told
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN, Book
from warmline.flows.prompts import Option, Prompt
from warmline.flows.service import Service

NOW = 1_790_000_000_000_000
SAY = Language("en", "Asia/Manila", NOW)
ANA = "4670c4867d7bfbbc20b87ac06350bc8e"
ASKS = Prompt(
    language="en",
    texts=("What is it about?",),
    options=(Option(name="bill", label="My bill"), Option(name="pay", label="Pay")),
)


def book() -> Book:
    return Book(
        version="v1",
        timezone="Asia/Manila",
        region="PH",
        currency="PHP",
        languages=("en",),
        service=Service(),
        flows={},
        facts=None,  # type: ignore[arg-type]  # no text of a flow is said here
    )


def story(turns: list[Turn], known: dict[str, Any] | None = None) -> Story:
    contact = Contact(
        name="c-1",
        channel="chat",
        state="open",
        owner=Owner("flow"),
        version=1,
        language="en",
        started=NOW,
        last=NOW,
        turns=turns[-1].number if turns else 0,
    )
    people = [Participant(who=ANA, name="Ana Reyes", joined=NOW)]
    return Story(
        live=LiveContact(contact=contact),
        turns=turns,
        participants=people,
        tried=[],
        known=known or {},
        earlier=[],
    )


def event(type: str, **properties: Any) -> Event:
    return Event(source="contacts", message_id="m", type=type, occurred=NOW, properties=properties)


def said(number: int, by: Any, text: str, prompt: Prompt | None = None) -> Turn:
    return Turn(number=number, at=NOW, by=by, text=text, prompt=prompt)


def texts(items: list[Item]) -> list[str]:
    return [item.turn.text if item.turn else item.text for item in items]


TURNS = [
    said(1, "flow", "What is it about?", ASKS),
    said(2, "customer", "My bill"),
    said(3, "agent", "Hello"),
]
EVENTS = [
    event("contact.started"),
    event("contact.step", flow="main", step="topics"),
    event("contact.turn", by="flow"),
    event("contact.turn", by="customer"),
    event("contact.choice", flow="main", step="topics", choice="bill"),
    event("contact.step", flow="your-bill", step="explain"),
    event("contact.step", flow=BUILT_IN, step="handover"),
    event("contact.looked_up", operation="billing.latest_invoice", outcome="failed"),
    event("contact.handed_over", owner=f"staff:{ANA}", why="taken over"),
    event("contact.turn", by="agent"),
    event("contact.handed_over", owner="queue:billing", why="needs a second look"),
]


def test_everything_stands_in_order() -> None:
    items = told(SAY, book(), story(TURNS), list(enumerate(EVENTS, 1)))
    assert texts(items) == [
        "Main",
        "What is it about?",
        "My bill",
        "Your bill",
        "Looked up: billing, latest invoice, failed",
        "Ana Reyes took over",
        "Hello",
        "Waits for a person: Billing (needs a second look)",
    ]
    assert [item.place for item in items] == sorted({item.place for item in items})
    assert [item.chosen for item in items if item.turn] == ["bill", "", ""]
    assert items[4].tone == "bad"


def test_of_a_long_story_the_end_is_told_and_that_there_is_more() -> None:
    latest = list(enumerate(EVENTS, 1))[6:]
    items = told(SAY, book(), story(TURNS), latest)
    assert texts(items)[0].startswith("What was before")
    assert "Hello" in texts(items)
    assert "My bill" not in texts(items)


def test_what_was_learnt_holds_no_secret_and_nothing_of_the_flows_own() -> None:
    known = {
        "pay": {"amount": 12.5, "code": {"secret": "code"}, ".menu": [1], "nothing": None, "due_day": "x"}
    }
    assert [(fact.name, fact.value) for fact in learnt(story([], known))] == [
        ("amount", 12.5),
        ("due day", "x"),
    ]


def test_accounts_are_colleagues_on_the_log() -> None:
    assert gist(SAY, "contact.handed_over", {"owner": f"staff:{ANA}"}) == "Handed over to a colleague"
    assert gist(SAY, "contact.joined", {"participant": "staff:ana"}) == "Ana joined"
    assert (
        gist(SAY, "contact.solved", {"reason": "bill", "by": f"staff:{ANA}"})
        == "Solved: bill, by a colleague"
    )
