"""The documented causes hold in a made-up past: each contact names what led to it, shares are as stated."""

from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from warmline.events.model import Event
from warmline.simulate.causes import (
    BILL_SHOCK,
    CAUSES,
    DISTURBED,
    OUT_OF_THE_BLUE_DAYS,
    OUTAGE,
    SHOCK,
    UNSOLVED,
    Cause,
)
from warmline.simulate.history import history
from warmline.simulate.people import customers
from warmline.simulate.places import PLANS
from warmline.simulate.rhythm import DAY, HOUR, MINUTE

END = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)
CUSTOMERS, DAYS = 1_500, 60
PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "simulation.md"
PRICES = {plan.price for plan in PLANS}


@cache
def past() -> list[Event]:
    """A past that is large enough to measure in."""
    return list(history(1, CUSTOMERS, DAYS, END))


def who(event: Event) -> str:
    """The number of the customer, as message ids hold it."""
    return event.message_id.split("-")[1]


def like(cause: Cause, event: Event) -> bool:
    """Whether an event is of those that make people ask."""
    properties = event.properties
    if event.type != cause.type:
        return False
    if cause is BILL_SHOCK:
        return jumps(event)
    if cause.type == "allowance.used":
        return properties["percent"] == 100
    if cause.type == "parcel.scanned":
        return properties["status"] == "late"
    return properties.get("by", "company") == "company"


def jumps(event: Event) -> bool:
    """A bill far above the plan's price."""
    lines = event.properties["lines"]
    assert isinstance(lines, list)
    amounts: list[int] = [line["amount"]["amount"] for line in lines]
    assert amounts[0] in PRICES
    return sum(amounts) > SHOCK * amounts[0]


@cache
def reasons() -> dict[str, list[tuple[int, str]]]:
    """By customer, the times and reasons of their contacts, in order."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for event in past():
        if event.type == "contact.reason":
            found[who(event)].append((event.occurred, str(event.properties["reason"])))
    return found


def asked(customer: str, reason: str, start: int, end: int) -> bool:
    """Whether a customer was in contact about something between two times."""
    own = reasons()[customer]
    return any(why == reason and time < end for time, why in own[bisect_left(own, (start, "")) :])


def test_causes_come_first_and_are_of_the_same_customer_or_area() -> None:
    known = {event.id: event for event in past()}
    for event in past():
        if event.cause:
            cause = known[event.cause]
            assert cause.occurred <= event.occurred
            assert who(cause) == who(event) or cause.type in ("outage.started", "outage.ended")


def test_what_a_contact_is_about_follows_from_its_cause() -> None:
    known = {event.id: event for event in past()}
    about = {e.properties["contact"]: e.properties["reason"] for e in past() if e.type == "contact.reason"}
    caused = 0
    for event in past():
        if event.type == "contact.started" and event.cause and event.properties["contact"] in about:
            cause, caused = known[event.cause], caused + 1
            reason = about[event.properties["contact"]]
            if cause.type == "contact.started":
                assert reason == about[cause.properties["contact"]]
            else:
                assert any(like(one, cause) and one.reason == reason for one in CAUSES)
    assert caused / sum(event.type == "contact.started" for event in past()) > 0.3


@pytest.mark.parametrize("cause", [one for one in CAUSES if one is not UNSOLVED], ids=lambda one: one.type)
def test_the_share_of_each_cause(cause: Cause) -> None:
    led = {event.cause for event in past() if event.type == "contact.started"}
    old_enough = past()[-1].occurred - 8 * DAY
    found = [event.id in led for event in past() if event.occurred < old_enough and like(cause, event)]
    spread = (cause.share * (1 - cause.share) / len(found)) ** 0.5
    assert abs(sum(found) / len(found) - cause.share) < 4 * spread + 0.01


def test_a_bill_shock_leads_to_contacts_within_days() -> None:
    old_enough = past()[-1].occurred - 8 * DAY

    def share(shock: bool) -> float:
        found = [
            asked(who(event), "bill", event.occurred, event.occurred + 7 * DAY)
            for event in past()
            if event.type == "invoice.issued" and event.occurred < old_enough and jumps(event) == shock
        ]
        return sum(found) / len(found)

    base = 7 / OUT_OF_THE_BLUE_DAYS / 5  # contacts without a cause are about five things
    assert share(True) > 0.5
    assert share(False) < 3 * base
    assert share(True) > 8 * share(False)


def test_an_outage_leads_to_calls_from_its_area_and_no_other() -> None:
    area = {str(one.index): one.area for one in customers(1, CUSTOMERS)}
    living: dict[str, int] = defaultdict(int)
    for one in area.values():
        living[one] += 1
    inside, outside, there, elsewhere = 0, 0, 0, 0
    for event in past():
        if event.type == "outage.started":
            home = str(event.properties["area"])
            until = event.occurred + 3 * HOUR
            callers = [customer for customer in area if asked(customer, "outage", event.occurred, until)]
            inside += sum(area[customer] == home for customer in callers)
            outside += sum(area[customer] != home for customer in callers)
            there += living[home]
            elsewhere += CUSTOMERS - living[home]
    expected = DISTURBED * OUTAGE.share
    assert 0.7 * expected < inside / there < 1.2 * expected
    assert inside / there > 20 * outside / elsewhere


def test_calls_about_an_outage_come_soon() -> None:
    known = {event.id: event for event in past()}
    waits = sorted(
        event.occurred - known[event.cause].occurred
        for event in past()
        if event.type == "contact.started" and event.cause and like(OUTAGE, known[event.cause])
    )
    assert abs(waits[len(waits) // 2] / MINUTE - (1 + 40 * 0.693)) < 8


def test_what_is_not_solved_comes_back() -> None:
    solved = {e.properties["contact"] for e in past() if e.type == "contact.solved"}
    came_back = {event.cause for event in past() if event.type == "contact.started"}
    old_enough = past()[-1].occurred - 12 * DAY
    started = [e for e in past() if e.type == "contact.started" and e.occurred < old_enough]
    again = [e.id in came_back for e in started if e.properties["contact"] not in solved]
    assert abs(sum(again) / len(again) - UNSOLVED.share) < 0.08
    assert not any(e.id in came_back for e in started if e.properties["contact"] in solved)


def test_the_numbers_are_documented() -> None:
    text = PAGE.read_text()
    for cause in CAUSES:
        assert f"| `{cause.type}` | {cause.which} | {cause.reason} | {cause.share:.0%} |" in text
    assert f"{DISTURBED:.0%} of the customers" in text
    assert f"every {OUT_OF_THE_BLUE_DAYS} days" in text
