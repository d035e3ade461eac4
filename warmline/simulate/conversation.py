"""One made-up contact: everything said and chosen in it, with the seconds at which it happens."""

from random import Random
from typing import NamedTuple

from warmline.simulate.people import Customer
from warmline.simulate.phrases import REASONS, SAYS, WANTS
from warmline.simulate.staff import TEAM, server

OPTIONS = {reason: position for position, reason in enumerate(REASONS, 1)}

Said = tuple[float, str, dict[str, object]]
"""Seconds after the start, event type, properties."""


class Conversation(NamedTuple):
    """A contact as a script. `solved` says whether the customer got what they came for."""

    channel: str
    said: list[Said]
    solved: bool


def converse(random: Random, person: Customer, contact: str, reason: str, attempt: int = 1) -> Conversation:
    """A contact of `person` about `reason`; `attempt` counts those about the same thing."""
    other = random.choice(("chat", "phone"))
    script = _Script(random, contact, person.language)
    channel = person.preferred_channel if random.random() < 0.8 else other
    script.add(0, "contact.started", direction="inbound", language=person.language)
    script.says(1, "flow", "greeting")
    script.add(
        4 + 6 * random.random(), "contact.choice", step="topics", choice=reason, position=OPTIONS[reason]
    )
    script.add(0.2, "contact.reason", reason=reason, by="flow", confidence=0.9)
    script.turn(9, "customer", random.choice(WANTS[reason][person.language]))
    script.says(1, "flow", "answer")
    if random.random() < (0.62 if attempt == 1 else 0.25):
        script.says(7, "customer", "yes")
        script.add(0.5, "contact.solved", reason=reason, by="flow", remedy="explained")
        return script.end(channel, "completed", solved=True)
    for _ in range(random.randrange(3)):
        script.says(8, "customer", "no")
        script.says(1, "flow", "answer")
    if random.random() > 0.35 + 0.6 * person.patience:
        return script.end(channel, "abandoned")
    script.says(5, "customer", "person")
    script.add(0.3, "contact.handed_over", owner=f"queue:{reason}", why="asked for a person")
    waited = round(random.expovariate(1 / 50), 1)
    if waited > 60 + 240 * person.patience:
        return script.end(channel, "abandoned", waited=60)
    agent = server(random.randrange(len(TEAM)), reason, person.language).party
    script.add(waited, "contact.handed_over", owner=agent, why="next in the queue")
    script.says(6, "agent", "agent", agent=agent)
    script.turn(15, "customer", random.choice(WANTS[reason][person.language]))
    solved = random.random() < 0.8
    script.says(40, "agent", "done" if solved else "later", agent=agent)
    script.says(8, "customer", "yes" if solved else "no")
    if solved:
        remedy = random.choice(("explained", "credited", "repaired"))
        script.add(1, "contact.solved", reason=reason, by=agent, remedy=remedy)
    return script.end(channel, "completed", waited, solved)


class _Script:
    """A contact being written."""

    def __init__(self, random: Random, contact: str, language: str) -> None:
        self._random, self._contact, self._language = random, contact, language
        self._now = 0.0
        self._said: list[Said] = []

    def add(self, seconds: float, event: str, /, **properties: object) -> None:
        """Something that happens `seconds` after what happened last."""
        self._now += seconds
        self._said.append((self._now, event, {"contact": self._contact, **properties}))

    def turn(self, seconds: float, by: str, text: str, **more: object) -> None:
        """Somebody says `text`, about `seconds` later."""
        later = seconds * (0.6 + 0.8 * self._random.random())
        self.add(later, "contact.turn", by=by, text=text, language=self._language, **more)

    def says(self, seconds: float, by: str, what: str, **more: object) -> None:
        """Somebody says one of the sentences that everybody uses."""
        self.turn(seconds, by, SAYS[what][self._language], **more)

    def end(self, channel: str, outcome: str, waited: float = 0, solved: bool = False) -> Conversation:
        """The end of the contact, and what the customer thought of it."""
        self.add(
            2 if outcome == "completed" else 2 + waited,
            "contact.ended",
            outcome=outcome,
            seconds=round(self._now + 2, 1),
            waited_seconds=waited,
        )
        if outcome == "completed" and self._random.random() < 0.18:
            score = self._random.choice((4, 5, 5) if solved else (1, 2, 3))
            self.add(20, "contact.rated", score=score)
        return Conversation(channel, self._said, solved)
