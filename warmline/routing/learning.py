"""Learns from contacts as they happen: who took part in which, what they solved, who was thanked, what was hard."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from warmline.contacts.work import SOURCE
from warmline.events.model import Event
from warmline.log.model import Stored
from warmline.routing import repository
from warmline.routing.thanks import thanks
from warmline.staff.model import email_key
from warmline.storage.port import Transaction

HARD = frozenset({"frustration", "said_again", "vulnerable"})
"""Signals that make a contact a hard one for whoever has it."""
KEPT = 2 * 86_400_000_000
"""How long a signal is remembered for the person who may still come into its contact, in microseconds."""
_NAMED = re.compile(r"[a-z0-9]+([-_.][a-z0-9]+)*", re.ASCII)
"""A reason as businesses name them. Others tell of their contacts in any words, which may tell of a customer."""
_LONGEST_REASON, _LONGEST_EMAIL = 40, 200
_WATCHED = frozenset(
    {
        "contact.joined",
        "contact.left",
        "contact.reason",
        "contact.solved",
        "contact.rated",
        "contact.signal",
        "contact.signal_wrong",
        "contact.ended",
    }
)


class _Elsewhere(NamedTuple):
    """Somebody has solved a contact in another system: their sign-in name, what it was about."""

    email: str
    reason: str


class Learning:
    """The stage of ingest that keeps it. What customers said is not kept: only which event it was."""

    def read(self, event: Event, live: bool = True) -> "bool | _Elsewhere":
        """Whether there is something to learn of an event, or what.

        Of the contacts of other systems, of their past, too, it is who has solved which, where they name a reason and
        the sign-in name of whoever did (`staff:ana@example.com`).
        """
        if event.source != SOURCE:
            return event.type == "contact.solved" and (_elsewhere(event) or False)
        if not live:
            return False
        if event.type == "contact.turn":
            said = event.properties
            return said.get("by") == "customer" and thanks(str(said.get("text") or ""))
        return event.type in _WATCHED

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Learn it."""
        for stored, wanted in zip(arrived, readings, strict=True):
            if isinstance(wanted, _Elsewhere):
                repository.solves_elsewhere(tx, wanted.email, wanted.reason, stored.event.occurred)
            elif wanted:
                _learn(tx, stored.event)


def _learn(tx: Transaction, event: Event) -> None:
    told: Mapping[str, Any] = event.properties
    at = event.occurred
    contact, reason = str(told.get("contact") or ""), str(told.get("reason") or "")[:200]
    match event.type:
        case "contact.joined" if who := _staff(told.get("participant")):
            repository.join(tx, contact, who, event.channel, at)
        case "contact.left" if who := _staff(told.get("participant")):
            tx.run(repository.LEAVE, (at, contact, who))
        case "contact.reason":
            tx.run(repository.REASON, (reason, contact))
        case "contact.solved" if who := _staff(told.get("by")):
            tx.run(repository.SOLVED, (reason, reason, contact, who))
        case "contact.rated":
            tx.run(repository.RATED, (int(told.get("score") or 0), int(told.get("of") or 5), contact))
        case "contact.turn":
            number = event.message_id.rpartition(" ")[2]
            tx.run(repository.THANKED, (int(number) if number.isdecimal() else 0, contact))
        case "contact.signal" | "contact.signal_wrong" if told.get("signal") in HARD:
            if event.type == "contact.signal_wrong" and told.get("wrong") is not False:
                tx.run(repository.NOT_HARD, (contact, _signal(told)))
            else:  # noticed, or not wrong after all
                tx.run(repository.ADD_HARD, (contact, _signal(told), at))
            tx.run(repository.SET_HARD, (contact, contact))
        case "contact.ended":
            if reason:
                tx.run(repository.REASON, (reason, contact))
            tx.run(repository.LEAVE_ALL, (at, contact))
            tx.run(repository.FORGET_HARD, (at - KEPT,))


def _staff(participant: object) -> str:
    """The id of a member of staff who is named as a participant; "" for others."""
    kind, _, who = str(participant or "").partition(":")
    return who if kind == "staff" else ""


def _elsewhere(event: Event) -> _Elsewhere | None:
    """Who has solved a contact in another system, and what it was about; None if that is not told."""
    email, reason = email_key(_staff(event.properties.get("by"))), str(event.properties.get("reason") or "")
    if "@" not in email or len(email) > _LONGEST_EMAIL or len(reason) > _LONGEST_REASON:
        return None
    return _Elsewhere(email, reason) if _NAMED.fullmatch(reason) else None


def _signal(told: Mapping[str, Any]) -> str:
    """What tells a signal from the others of its contact."""
    return str(told.get("number") or told.get("signal") or "")
