"""What the business says about serving people: its queues, how long silence lasts."""

from zoneinfo import ZoneInfo

import msgspec

from warmline.business.model import Business
from warmline.contacts.hours import OPEN, Hours
from warmline.flows.costs import Costs
from warmline.flows.reading.section import FLOWS

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LOST = 5 * MINUTE
"""Nobody on a phone says nothing for so long: the line is dead. (The flow asks again much sooner.)"""
WALKED_AWAY = MINUTE
"""A kiosk asks whether somebody is still there, and resets itself; this long after it should have, it has."""
LONGEST_WAIT = DAY
"""How long nobody who waits for a person, or talks with one, says nothing."""
GENERAL = "general"


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue and its opening hours. Waits of more than `call_back_after` minutes come with the offer of a callback."""

    name: str
    hours: Hours = OPEN
    call_back_after: int | None = None


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one business. `hand_over` is the queue where none is named. Lengths are in microseconds.

    `resume` is how long somebody who dropped out is offered to go on.
    """

    zone: ZoneInfo
    queues: dict[str, Queue] = {}
    hand_over: str = GENERAL
    resume: int = 7 * DAY
    silence: dict[str, int] = {}
    costs: Costs = Costs()

    def queue(self, name: str) -> Queue:
        """A queue by its name; an unknown one, or "", is the one where none is named."""
        found = self.queues.get(name) or self.queues.get(self.hand_over)
        return found or Queue(name=self.hand_over or GENERAL)

    def gone_after(self, channel: str) -> int:
        """How long a customer may say nothing on a channel before they count as gone."""
        if channel == "phone":
            return LOST
        silence = self.silence.get(channel) or DAY
        return silence + WALKED_AWAY if channel == "kiosk" else silence


def serving_of(business: Business) -> Serving:
    """The rules that `service.yaml` declares."""
    service = FLOWS.of(business).service
    return Serving(
        zone=ZoneInfo(business.timezone),
        queues={
            name: Queue(name=name, hours=Hours.of(queue.hours), call_back_after=queue.call_back_after)
            for name, queue in service.queues.items()
        },
        hand_over=service.hand_over or GENERAL,
        resume=service.resume,
        silence={channel: seconds * SECOND for channel, seconds in service.silence.items()},
        costs=service.costs,
    )
