"""A mobile operator's day: calls to the self-service as events, for measuring."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from random import Random

from warmline.events.model import Event, Identifier
from warmline.simulate.conversation import OPTIONS
from warmline.simulate.phrases import REASONS, SAYS, WANTS
from warmline.simulate.places import origin_of, phone_of
from warmline.simulate.rhythm import CALLS, DAY, SECOND, micros
from warmline.simulate.staff import TEAM, server

EVENTS_A_CALL = 10
A_DAY = 1_200_000
SOURCE = "contact-centre"

_Entry = tuple[int, Event]
_time = itemgetter(0)


def calls(seed: int, customers: int, calls: int = A_DAY, start: datetime | None = None) -> Iterator[Event]:
    """`calls` calls of ten events each in the 24 hours from `start`, in time order.

    Callers are known by the phones that `people.customers` has under the same numbers; `start` is a
    midnight where the callers are, 2025-11-12 in Manila unless said otherwise. More calls come at
    ten in the morning than at four. Memory holds a few minutes of calls, however many there are.
    """
    begin = micros(start or datetime.fromisoformat("2025-11-12T00:00:00+08:00"))
    random = Random(f"{seed}:day:{customers}:{calls}")
    day = f"d{seed}-{begin // DAY:x}"
    ahead: list[_Entry] = []
    number = 0
    for slot, opens in enumerate(CALLS):
        closes = CALLS[slot + 1] if slot + 1 < len(CALLS) else DAY
        until = (slot + 1) * calls // len(CALLS)
        starts = sorted(random.randrange(opens, closes) for _ in range(until - number))
        for time in starts:
            ahead += _call(random, int(random.random() * customers), f"{day}-{number}", begin + time)
            number += 1
        ahead.sort(key=_time)
        limit, due = begin + closes, 0
        for time, event in ahead:
            if time >= limit:
                break
            due += 1
            yield event
        del ahead[:due]
    for _, event in ahead:
        yield event


def _call(random: Random, caller: int, contact: str, start: int) -> list[_Entry]:
    """One call: contained by the self-service, or handed over to a person."""
    language = origin_of(caller).language
    reason = REASONS[int(random.random() ** 1.5 * len(REASONS))]
    wants = WANTS[reason][language][0]
    pace = 0.6 + random.random()
    steps: list[tuple[float, str, dict[str, object]]] = [
        (0, "contact.started", {"contact": contact, "direction": "inbound", "language": language}),
        (1, "contact.turn", {"contact": contact, "by": "flow", "text": SAYS["greeting"][language]}),
        (
            6,
            "contact.choice",
            {"contact": contact, "step": "topics", "choice": reason, "position": OPTIONS[reason]},
        ),
        (6.2, "contact.reason", {"contact": contact, "reason": reason, "by": "flow"}),
        (15, "contact.turn", {"contact": contact, "by": "customer", "text": wants}),
    ]
    if random.random() < 0.65:
        steps += [
            (16, "contact.turn", {"contact": contact, "by": "flow", "text": SAYS["answer"][language]}),
            (26, "contact.turn", {"contact": contact, "by": "customer", "text": SAYS["yes"][language]}),
            (27, "contact.solved", {"contact": contact, "reason": reason, "by": "flow"}),
            (31, "contact.rated", {"contact": contact, "score": 4}),
            (
                33,
                "contact.ended",
                {"contact": contact, "outcome": "completed", "seconds": round(33 * pace, 1)},
            ),
        ]
    else:
        agent = server(int(random.random() * len(TEAM)), reason, language).party
        steps += [
            (20, "contact.turn", {"contact": contact, "by": "customer", "text": SAYS["person"][language]}),
            (
                21,
                "contact.handed_over",
                {"contact": contact, "owner": agent, "why": "asked for a person"},
            ),
            (
                50,
                "contact.turn",
                {"contact": contact, "by": "agent", "text": SAYS["agent"][language], "agent": agent},
            ),
            (190, "contact.solved", {"contact": contact, "reason": reason, "by": agent}),
            (
                200,
                "contact.ended",
                {"contact": contact, "outcome": "completed", "seconds": round(200 * pace, 1)},
            ),
        ]
    identifiers = (Identifier("phone", phone_of(caller)),)
    entries = []
    for place, (seconds, type, properties) in enumerate(steps):
        time = start + int(seconds * pace * SECOND)
        event = Event(
            source=SOURCE,
            message_id=f"{contact}-{place}",
            type=type,
            occurred=time,
            channel="phone",
            identifiers=identifiers,
            properties=properties,
        )
        entries.append((time, event))
    return entries
