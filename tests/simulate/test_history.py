"""The made-up past is in time order, repeatable, valid, and its events have their causes."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from warmline.events.catalogue import CATALOGUE, problem
from warmline.events.model import Event
from warmline.simulate.history import SOURCES, history
from warmline.simulate.rhythm import DAY, HOUR, micros, midnight

END = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)
CUSTOMERS, DAYS = 300, 90


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return list(history(1, CUSTOMERS, DAYS, END))


def test_same_arguments_same_events(events: list[Event]) -> None:
    assert list(islice(history(1, CUSTOMERS, DAYS, END), 5_000)) == events[:5_000]
    assert next(history(2, CUSTOMERS, DAYS, END)) != events[0]


def test_loading_it_on_another_day_adds_nothing(events: list[Event]) -> None:
    known = {event.id for event in events}
    assert {event.id for event in history(1, CUSTOMERS, DAYS, END + timedelta(days=3))} == known
    later = history(1, CUSTOMERS, DAYS, END + timedelta(hours=2))
    assert all(event.occurred >= micros(END) for event in later if event.id not in known)


def test_in_time_order_until_the_end(events: list[Event]) -> None:
    assert all(earlier.occurred <= later.occurred for earlier, later in pairwise(events))
    assert events[-1].occurred < micros(END)
    assert events[0].occurred >= midnight(micros(END) - DAYS * DAY)


def test_every_event_is_valid_and_has_a_name_of_its_own(events: list[Event]) -> None:
    assert {problem(event.type, event.properties) for event in events} == {""}
    assert {event.type for event in events} <= set(CATALOGUE)
    assert {event.source for event in events} == set(SOURCES)
    assert len({event.id for event in events}) == len(events)
    assert all(event.identifiers or event.type.startswith("outage.") for event in events)


def test_about_150_events_a_customer_most_types_among_them(events: list[Event]) -> None:
    assert 130 < len(events) / CUSTOMERS < 170
    assert len({event.type for event in events}) > 40


def test_nothing_happens_to_people_before_they_are_customers() -> None:
    known: set[str] = set()
    for event in history(1, 1_500, 30, END):
        if event.type == "customer.identified":
            known.add(event.message_id.split("-")[1])
        elif event.identifiers:
            assert event.message_id.split("-")[1] in known


def test_people_sleep(events: list[Event]) -> None:
    hours = [
        (event.occurred - midnight(event.occurred)) // HOUR
        for event in events
        if event.type == "contact.started"
    ]
    assert sum(hour < 6 for hour in hours) < sum(9 <= hour < 15 for hour in hours) / 5


def test_bills_that_jump_lead_to_contacts_within_days(events: list[Event]) -> None:
    asked = defaultdict(list)
    for event in events:
        if event.type == "contact.reason" and event.properties["reason"] == "bill":
            asked[event.message_id.split("-")[1]].append(event.occurred)

    def share(shock: bool) -> float:
        found = [
            any(0 < time - event.occurred < 5 * DAY for time in asked[event.message_id.split("-")[1]])
            for event in events
            if event.type == "invoice.issued" and _jumps(event) == shock
        ]
        return sum(found) / len(found)

    assert share(True) > 0.35
    assert share(False) < 0.05


def _jumps(event: Event) -> bool:
    lines = event.properties["lines"]
    assert isinstance(lines, list)
    amounts: list[int] = [line["amount"]["amount"] for line in lines]
    return sum(amounts) > 1.5 * amounts[0]


def test_outages_lead_to_calls_from_their_area(events: list[Event]) -> None:
    disturbed = {event.message_id.split("-")[1] for event in events if event.type == "service.disturbed"}
    calls = [e for e in events if e.type == "contact.reason" and e.properties["reason"] == "outage"]
    assert calls
    assert {event.message_id.split("-")[1] for event in calls} <= disturbed


def test_visitors_become_known(events: list[Event]) -> None:
    kinds = {tuple(one.type for one in event.identifiers) for event in events if event.type == "page.viewed"}
    assert kinds == {("anonymous",), ("user", "anonymous")}
