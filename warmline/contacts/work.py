"""One contact at work in one command: what is said, put on record and handed over, then written as a whole."""

from collections.abc import Callable, Sequence
from typing import Any

from warmline.contacts import repository
from warmline.contacts.masking import masked_in
from warmline.contacts.model import By, Outcome, Owner, Turn
from warmline.contacts.record import Record
from warmline.events.model import Event, event_id
from warmline.flows.effects import Do
from warmline.flows.prompts import Prompt
from warmline.storage.port import Transaction

SOURCE = "contacts"
"""The source of what happens in contacts."""
FLOW = Owner("flow")
_ASKS_NUMBERS = frozenset({"account", "phone", "code"})
"""Fields whose answers may look like card numbers, and are none; what is asked for as mere digits may well be one."""

NAMES = frozenset({"contact", "decision", "key", "promise", "case", "before", "participant", "owner"})
"""Properties that name things: long numbers in them are no card numbers."""

Append = Callable[[Transaction, Sequence[Event], int], object]


class Work:
    """A contact that is being worked on. Nothing is stored before `save`; events are, with `flush`.

    `append` puts events into the log within the command. `address` is where the input comes from that is worked on,
    "" where that is not known; it is not stored.
    """

    def __init__(self, tx: Transaction, record: Record, now: int, append: Append) -> None:
        self.tx = tx
        self.record = record
        self.now = now
        self.address = ""
        self._append = append
        self._events: list[Event] = []
        self._turns: list[Turn] = []

    # -- what happened

    def put(self, type: str, properties: dict[str, Any]) -> str:
        """Put an event of this contact on record; its id. Each is caused by the one before."""
        record = self.record
        record.events += 1
        name = f"{record.name} {record.events}"
        given = {key: value for key, value in properties.items() if value is not None}
        self._events.append(
            Event(
                source=SOURCE,
                message_id=name,
                type=type,
                occurred=self.now,
                received=self.now,
                channel=record.channel,
                identifiers=record.identifiers,
                properties={
                    "contact": record.name,
                    **{key: value if key in NAMES else masked_in(value) for key, value in given.items()},
                },
                cause=record.cause,
            )
        )
        record.cause = event_id(SOURCE, name)
        return record.cause

    def flush(self) -> None:
        """Write the events so far, so that what follows can go by them."""
        if self._events:
            events, self._events = self._events, []
            self._append(self.tx, events, self.now)

    # -- what was said

    def turn(
        self,
        by: By,
        text: str = "",
        *,
        keys: str = "",
        name: str = "",
        agent: str = "",
        prompt: Prompt | None = None,
    ) -> None:
        """Somebody said something. It is masked already, where that is needed."""
        record = self.record
        record.turns += 1
        record.last = self.now
        language = prompt.language if prompt else record.language
        self._turns.append(
            Turn(
                number=record.turns,
                at=self.now,
                by=by,
                text=text,
                keys=keys,
                name=name,
                language=language,
                prompt=prompt,
            )
        )
        said = {"by": by, "text": text or None, "keys": keys or None, "language": language or None}
        self.put("contact.turn", {**said, "agent": agent or None})

    def say(self, prompt: Prompt) -> None:
        """The flow says something."""
        self.turn("flow", "\n".join(prompt.texts), prompt=prompt)
        field = prompt.field
        self.record.asks_secret = field is not None and field.secret
        self.record.asks_number = field is not None and field.kind in _ASKS_NUMBERS

    @property
    def said(self) -> Sequence[Turn]:
        """What was said in this piece of work, until it is saved."""
        return self._turns

    # -- who has it

    def give_to(self, owner: Owner, why: str = "", *, owned_by: str = "") -> None:
        """Make somebody else accountable. Whoever waited in a queue waits no more."""
        record = self.record
        self.waits_no_more()
        record.owner, record.owned_by = owner, owned_by
        record.version += 1
        record.taken_at = self.now if owner.kind == "staff" else 0
        record.waiting_since = self.now if owner.kind == "queue" else 0
        record.queue = owner.name if owner.kind == "queue" else record.queue
        self.put("contact.handed_over", {"owner": str(owner), "why": why or None})

    def waits_no_more(self) -> None:
        """Add up how long the customer waited, if they did."""
        record = self.record
        if record.waiting_since:
            record.waited += max(0, self.now - record.waiting_since)
            record.waiting_since = 0

    def joins(self, who: str, name: str) -> None:
        """Somebody takes part from now on."""
        repository.join(self.tx, self.record.id, who, name, self.now)
        self.put("contact.joined", {"participant": f"staff:{who}", "may_speak": True})

    def leaves(self, who: str, why: str) -> None:
        """Somebody takes part no more."""
        if repository.leave(self.tx, self.record.id, who, self.now):
            self.put("contact.left", {"participant": f"staff:{who}", "why": why})

    # -- its end

    def end(self, outcome: Outcome, *, solved_by: str = "") -> None:
        """The contact is over; what it took is on record, waiting included."""
        record = self.record
        self.waits_no_more()
        seconds = max(0, self.now - record.started) / 1e6
        if solved_by:
            self.put("contact.solved", {"reason": record.wants or None, "by": solved_by})
        ended: dict[str, Any] = {
            "outcome": outcome,
            "seconds": round(seconds, 3),
            "waited_seconds": round(record.waited / 1e6, 3),
            "reason": record.wants or None,
            "owner": str(record.owner),
        }
        self.put("contact.ended", ended)
        repository.leave_all(self.tx, record.id, self.now)
        record.state, record.outcome, record.ended = "ended", outcome, self.now
        # What may be done already is still heard of, so that it is on record.
        record.due, record.effects = None, [one for one in record.effects if isinstance(one, Do)]

    def save(self) -> None:
        """Write everything."""
        self.flush()
        for turn in self._turns:
            repository.add_turn(self.tx, self.record.id, turn)
        self._turns.clear()
        repository.change(self.tx, self.record)
