"""One contact at work in one command: what is said, put on record and handed over, then written as a whole."""

from collections.abc import Callable, Sequence
from typing import Any

from warmline.contacts import between, costs, invitations, repository, taking_part
from warmline.contacts.masking import masked_in
from warmline.contacts.model import By, Outcome, Owner, Participant, Turn
from warmline.contacts.record import Record
from warmline.events.model import Event, event_id
from warmline.flows.costs import Costs
from warmline.flows.effects import Do
from warmline.flows.prompts import Prompt
from warmline.storage.port import Transaction

SOURCE = "contacts"
"""The source of what happens in contacts."""
FLOW = Owner("flow")
_ASKS_NUMBERS = frozenset({"account", "phone", "code"})
"""Fields whose answers may look like card numbers, and are none; what is asked for as mere digits may well be one."""

NAMES = frozenset(
    {
        "contact",
        "decision",
        "approval",
        "key",
        "promise",
        "case",
        "before",
        "participant",
        "owner",
        "from",
        "to",
        "by",
        "whom",
        "suggestion",
    }
)
"""Properties that name things: long numbers in them are no card numbers."""

Append = Callable[[Transaction, Sequence[Event], int], object]


class Work:
    """A contact that is being worked on. Nothing is stored before `save`; events are, with `flush`.

    `append` puts events into the log within the command. `address` is where the input comes from that is worked on,
    "" where that is not known; it is not stored. `concerned` are all who had the contact in this command,
    or left it. `over` is when the customer was there last, where the contact ends because they are gone; None: now.
    """

    def __init__(self, tx: Transaction, record: Record, now: int, append: Append, costs: Costs) -> None:
        self.tx = tx
        self.record = record
        self.now = now
        self.address = ""
        self.concerned = {str(record.owner)}
        self.recorded: list[Event] = []
        """All that was put on record in this command, in order, whether it is written yet or not."""
        self.said: list[Turn] = []
        """The turns among it."""
        self.noticed = 0
        """How much of what was recorded has been looked at for what should be noticed."""
        self.has_asked = False
        """Whether something is asked of colleagues, or not any more."""
        self.over: int | None = None
        self.costs = costs
        self._append = append
        self._events: list[Event] = []
        self._asides: list[tuple[str, Turn]] = []
        self._saved = 0

    # -- what happened

    def put(self, type: str, properties: dict[str, Any]) -> str:
        """Put an event of this contact on record; its id. Each is caused by the one before."""
        record = self.record
        record.events += 1
        name = f"{record.name} {record.events}"
        given = {key: value for key, value in properties.items() if value is not None}
        event = Event(
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
        self._events.append(event)
        self.recorded.append(event)
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
        whispered: str = "",
    ) -> None:
        """Somebody said something. It is masked already, where that is needed."""
        record = self.record
        record.turns += 1
        record.last = self.now
        language = prompt.language if prompt else record.language
        self.said.append(
            Turn(
                number=record.turns,
                at=self.now,
                by=by,
                text=text,
                keys=keys,
                name=name,
                language=language,
                prompt=prompt,
                whispered=whispered,
            )
        )
        said = {"by": by, "text": text or None, "keys": keys or None, "language": language or None}
        if record.channel == "text" and by != "customer":
            self.spend(self.costs.message)
        self.put("contact.turn", {**said, "agent": agent or None})

    def say(self, prompt: Prompt, *, whispered: str = "") -> None:
        """The flow says something; `whispered` names the person who has it say so."""
        self.turn("flow", "\n".join(prompt.texts), prompt=prompt, whispered=whispered)
        self.record.whispered = False
        field = prompt.field
        self.record.asks_secret = field is not None and field.secret
        self.record.asks_number = field is not None and field.kind in _ASKS_NUMBERS

    @property
    def unsaved(self) -> Sequence[Turn]:
        """What was said since the last `save`."""
        return self.said[self._saved :]

    def announce(self, text: str) -> None:
        """Tell the customer who is with them now: neither the flow nor a person says so, but all of us."""
        self.turn("system", text, prompt=Prompt(language=self.record.language, texts=(text,)))

    def aside(self, text: str, key: str, *, who: str, name: str) -> None:
        """Somebody says something to their colleagues. The log has that they did, and not what."""
        record = self.record
        record.asides += 1
        said = Turn(number=record.asides, at=self.now, by="agent", text=text, name=name, aside=True)
        self._asides.append((key, said))
        self.put("contact.aside", {"aside": record.asides, "by": f"staff:{who}"})

    # -- who has it

    def give_to(self, owner: Owner, why: str = "", *, owned_by: str = "") -> None:
        """Make somebody else accountable. Whoever waited in a queue waits no more."""
        record = self.record
        self.waits_no_more()
        self._ask_no_more()
        record.owner, record.owned_by = owner, owned_by
        self.concerned.add(str(owner))
        record.version += 1
        record.whispered = False
        record.served = record.served or owner.kind == "staff"
        if owner.kind == "queue":
            record.placed = record.placed or self.now  # nobody goes back to the end of a queue
        record.taken_at = self.now if owner.kind == "staff" else 0
        record.waiting_since = self.now if owner.kind == "queue" else 0
        record.queue = owner.name if owner.kind == "queue" else record.queue
        self.put("contact.handed_over", {"owner": str(owner), "why": why or None})

    def _ask_no_more(self) -> None:
        """What is asked of colleagues is asked by who has the contact, as long as they have it."""
        self.has_asked |= invitations.close_all(self.tx, self.record.id, self.now)

    def waits_no_more(self) -> None:
        """Add up how long the customer waited, if they did."""
        record = self.record
        if record.waiting_since:
            record.waited += max(0, self.now - record.waiting_since)
            record.waiting_since = 0

    def joins(self, who: str, name: str, *, may_speak: bool = True) -> None:
        """Somebody takes part from now on; who took part already may speak from now on, or goes on as before."""
        there = {one.who: one.may_speak for one in self.taking_part()}
        if there.get(who, False) >= may_speak and who in there:
            return
        if who in there:
            taking_part.leave(self.tx, self.record.id, who, self.now)
        taking_part.join(self.tx, self.record.id, who, name, self.now, may_speak)
        self.put("contact.joined", {"participant": f"staff:{who}", "may_speak": may_speak})

    def taking_part(self) -> list[Participant]:
        """The members of staff who take part now."""
        return [one for one in taking_part.participants(self.tx, self.record.id) if not one.left]

    def leaves(self, who: str, why: str) -> None:
        """Somebody takes part no more."""
        if taking_part.leave(self.tx, self.record.id, who, self.now):
            self.concerned.add(f"staff:{who}")
            self.put("contact.left", {"participant": f"staff:{who}", "why": why})

    def spend(self, amount: int) -> None:
        """Something was done that costs so much (see `Costs`)."""
        if amount:
            costs.spend(self.tx, self.record.id, amount)

    def everybody_leaves(self, why: str) -> None:
        """No member of staff takes part any more."""
        for one in self.taking_part():
            self.leaves(one.who, why)

    # -- its end

    def end(self, outcome: Outcome, *, solved_by: str = "", by_owner: bool = False) -> None:
        """The contact is over; what it took is on record: of the customer, waiting included, and of the company.

        Unless it ends `by_owner`, a person who has it has to wrap it up.
        """
        record = self.record
        over = self.now if self.over is None else self.over
        minutes = costs.own_minutes(record, over)
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
            "handed_on": record.handed_on or None,
            "customer_minutes": minutes,
        }
        if self.costs.currency:
            people = taking_part.participants(self.tx, record.id)
            done = costs.spent(self.tx, record.id)
            ended["cost"] = costs.money(self.costs, record, done, people, over)
        self.put("contact.ended", ended)
        taking_part.leave_all(self.tx, record.id, self.now)
        if record.owner.kind == "staff" and not by_owner:
            taking_part.is_to_wrap_up(self.tx, record.id, record.owner.name, self.now)
        self._ask_no_more()
        record.state, record.outcome, record.ended = "ended", outcome, self.now
        # What may be done already is still heard of, so that it is on record.
        record.due, record.effects = None, [one for one in record.effects if isinstance(one, Do)]

    def save(self) -> None:
        """Write everything."""
        self.flush()
        for turn in self.unsaved:
            repository.add_turn(self.tx, self.record.id, turn)
        self._saved = len(self.said)
        for key, said in self._asides:
            between.add(self.tx, self.record.id, key, said)
        self._asides.clear()
        repository.change(self.tx, self.record)
