"""Tells a story to the sample business, at ten in the morning of a day that is always the same."""

from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.decisions.deciding import DAY, HOUR, Operator
from tests.decisions.sample.stories import MANILA, Step, Story, as_sent, earlier
from tests.server import SAMPLE
from warmline.business.window import window_microseconds
from warmline.decisions.answers import Decision
from warmline.decisions.control import is_control
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook
from warmline.log.model import Stored
from warmline.log.moment import parse
from warmline.simulate.people import account_of
from warmline.web.principal import LOCAL

MORNING = int(datetime(2026, 6, 3, 10, tzinfo=MANILA).timestamp()) * 1_000_000
USUAL = {"customer_since": "-700d", "brand": "isla"}
"""Traits of everybody of whom a story does not say otherwise."""


class Telling:
    """One story as it came: what each step did, and who had a part in it."""

    def __init__(self, story: Story, folder: Path) -> None:
        files = {
            path.relative_to(SAMPLE).as_posix(): path.read_text()
            for path in sorted(SAMPLE.rglob("*"))
            if path.suffix in (".yaml", ".csv")
        }
        self.acted: set[str] = set()
        self.offered: set[str] = set()
        self._answered: Decision | None = None
        self._operator = Operator(folder, files)
        self._operator.now = MORNING
        self._who = self._somebody(story)
        for entry in story.before:
            self._take(*earlier(entry))
        self.came = [self._step(step) for step in story.then]
        self._operator.storage.close()

    @property
    def book(self) -> Rulebook:
        """The policies and offers of the sample."""
        return DECISIONS.of(self._operator.business)

    def _somebody(self, story: Story) -> str:
        """A customer with the traits of the story, who is in no control group."""
        for index in range(1_000):
            self._who = f"account:{account_of(index)}"
            self._take("customer.identified", {"traits": USUAL | story.customer}, 650 * DAY)
            customer = self._operator.storage.read_now(
                lambda reader: self._operator.customers.open(reader, LOCAL, self._who).id
            )
            offers = self.book.offers.values()
            if not any(is_control(offer.name, customer, offer.control) for offer in offers):
                break
        return self._who

    def _take(self, type: str, properties: dict[str, Any], ago: int) -> None:
        sent = as_sent(type, properties, self._operator.now)
        self._operator.take(self._operator.event(type, self._who, ago=ago, **sent), imported=True)

    def _step(self, step: Step) -> Step:
        """The step with what really came of it."""
        if step.asks is not None:
            return self._asks(step.asks, step.by)
        operator, before = self._operator, len(self._operator.log())
        for offer, outcome in step.says.items():
            assert self._answered is not None, "something was asked before"
            operator.outcome(self._answered, offer, outcome)
        for type, properties in step.happens.items():
            operator.happens(type, self._who, **as_sent(type, properties, operator.now))
        if step.passes:
            operator.passes(window_microseconds(step.passes))
        does: dict[str, list[str]] = {}
        held_back: dict[str, str] = {}
        new = operator.log()[before:]
        for one in new:
            if one.event.type == "decision.made":
                said: Any = one.event.properties
                for done in said.get("done") or []:
                    does.setdefault(done["policy"], []).append(self._line(done, new))
                for held in said.get("held_back") or []:
                    held_back[held["policy"]] = held["reason"]["words"]
        self.acted |= does.keys()
        return replace(step, does=does, hears={}, held_back=held_back)

    def _line(self, done: dict[str, str], new: list[Stored]) -> str:
        """What was done, with what was said and for how long."""
        words = done["words"]
        if done["kind"] == "call":
            told = {delivery.key: body for delivery, body in self._operator.deliveries()}
            return f"{words}: {told[done['delivery']]['values']['text']}"
        said: Any = next(one.event.properties for one in new if one.id == done["event"])
        if done["kind"] == "remember":
            length = parse(said["until"], "until") - self._operator.now
            return f"{words} for {length // DAY}d" if length >= DAY else f"{words} for {length // HOUR}h"
        if done["kind"] == "message":
            return f"{words}: {said['texts']['verified']}"
        text = said.get("text") or said.get("summary")
        return f"{words}: {text}" if text else words

    def _asks(self, situation: str, by: str) -> Step:
        contact = {"contact": "c-1", "staff": by} if by else {}
        decision = self._operator.asks(situation, self._who, most=5, contact=contact)
        self._answered = decision
        self.acted |= {one.policy for one in decision.chosen}
        self.offered |= {one.name for one in decision.chosen if one.kind == "offer"}
        return Step(
            asks=situation,
            by=by,
            hears={one.name: one.say for one in decision.chosen},
            held_back={one.name or one.policy: one.reason.words for one in decision.held_back},
        )
