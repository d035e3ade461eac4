"""What the business says about serving people: its queues, how long silence lasts, what a minute costs."""

from zoneinfo import ZoneInfo

import msgspec

from warmline.contacts.hours import OPEN, Hours
from warmline.events.model import Money

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SILENCE = {"chat": 30 * MINUTE, "phone": 5 * MINUTE, "kiosk": 2 * MINUTE, "text": DAY}
"""After so long without a word a customer counts as gone, where the business does not say."""
LONGEST_WAIT = DAY
"""The same for whoever waits for a person, or talks with one."""
GENERAL = "general"


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue: its title in the first language of the business, its opening hours."""

    name: str
    title: str = ""
    hours: Hours = OPEN


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one business. `hand_over` is the queue where none is named. Lengths are in microseconds.

    `resume` is how long somebody who dropped out is offered to go on. `minute` is what a minute costs, by channel.
    """

    zone: ZoneInfo
    queues: dict[str, Queue] = {GENERAL: Queue(name=GENERAL)}
    hand_over: str = GENERAL
    resume: int = 7 * DAY
    silence: dict[str, int] = {}
    minute: dict[str, Money] = {}

    def queue(self, name: str) -> Queue:
        """A queue by its name; an unknown one, or "", is the one where none is named."""
        found = self.queues.get(name) or self.queues.get(self.hand_over)
        return found or Queue(name=self.hand_over or GENERAL)

    def gone_after(self, channel: str) -> int:
        """How long a customer may say nothing on a channel."""
        return self.silence.get(channel) or SILENCE.get(channel, DAY)
