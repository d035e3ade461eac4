"""The made-up day has the calls asked for, in time order, more of them in the morning than at night."""

from collections import Counter
from datetime import datetime
from itertools import pairwise

from warmline.events.catalogue import problem
from warmline.simulate.day import EVENTS_A_CALL, calls
from warmline.simulate.people import customer
from warmline.simulate.rhythm import DAY, HOUR, micros

START = datetime.fromisoformat("2025-11-12T00:00:00+08:00")


def test_a_small_day() -> None:
    events = list(calls(1, 500, 2_000, START))
    assert len(events) == 2_000 * EVENTS_A_CALL
    assert all(earlier.occurred <= later.occurred for earlier, later in pairwise(events))
    assert len({event.id for event in events}) == len(events)
    assert {problem(event.type, event.properties) for event in events} == {""}
    assert set(Counter(event.properties["contact"] for event in events).values()) == {EVENTS_A_CALL}
    assert events == list(calls(1, 500, 2_000, START))
    begins = [event.occurred - micros(START) for event in events if event.type == "contact.started"]
    assert min(begins) >= 0
    assert max(begins) < DAY
    hours = Counter(time // HOUR for time in begins)
    assert hours[10] > 10 * hours[3] > 0


def test_callers_are_customers() -> None:
    known = {customer(1, index).phone for index in range(40)}
    callers = {event.identifiers[0].value for event in calls(1, 40, 300, START)}
    assert len(callers & known) > 30
