"""Callbacks: promised in a contact, listed for those who call, kept."""

from datetime import datetime

from warmline.business.model import Business
from warmline.contacts.ports import Answer
from warmline.contacts.serving import HOUR, Queue
from warmline.contacts.versions import Version
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.customers.identifiers import Normaliser
from warmline.events.model import Identifier
from warmline.flows.effects import CallBack
from warmline.log.moment import write
from warmline.storage.port import Reader, Row, Transaction

ADD = """INSERT INTO callback (promise, contact, queue, wants, phone, due, made, waited_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (promise) DO NOTHING"""
OPEN = """SELECT b.promise, b.contact, b.queue, b.wants, b.phone, b.due, b.made FROM callback b
          WHERE b.done = 0 ORDER BY b.due, b.promise LIMIT ?"""
ONE = (
    """SELECT promise, contact, queue, wants, phone, due, made FROM callback WHERE promise = ? AND done = 0"""
)
BEFORE = "SELECT count(*) FROM callback WHERE done = 0 AND queue = ? AND waited_since BETWEEN 1 AND ?"
AROUND = "SELECT count(*) FROM callback WHERE done = 0 AND queue = ? AND due > ? AND due < ?"
DONE = "UPDATE callback SET done = ?, done_by = ? WHERE promise = ? AND done = 0"
WITHIN = HOUR
"""A callback as soon as somebody is free is one within so long."""
SHOWN = 4
"""Digits of a number that a customer is told: enough to know it, too little to learn it."""


class Promises:
    """Promises callbacks."""

    def __init__(self, whose: Whose) -> None:
        self._whose = whose

    def promise(self, work: Work, version: Version, effect: CallBack, held: int = 0) -> Answer:
        """Promise a callback, as the effect says; with `held` instead of a place in the queue, for that time."""
        business, serving = version.business, version.serving
        phone = self._phone(work, business, effect.phone)
        if not phone:
            return Answer(outcome="refused", why="no_phone")
        queue = serving.queue(effect.queue)
        due = held or due_at(version, queue, work.now, effect.at)
        since = work.record.placed if held else 0
        promise = f"p-{effect.id}"
        wants = effect.wants or work.record.wants
        tx = work.tx
        tx.run(ADD, (promise, work.record.id, queue.name, wants, phone, due, work.now, since))
        work.put("contact.promised", {"promise": promise, "what": "callback", "due": write(due)})
        value = {"promise": promise, "due": write(due), "to": f"…{phone[-SHOWN:]}"}
        return Answer(outcome="ok", value=value)

    def _phone(self, work: Work, business: Business, given: str) -> str:
        """The number to call: the one that was said, else the best on file; "" if there is none."""
        kinds = [name for name, one in business.identifiers.items() if one.format == "phone"]
        if given:
            normaliser = Normaliser(business)
            spelled = (normaliser.value(kind, given) for kind in kinds)
            return next((one for one in spelled if one), "")
        known: list[Identifier] = [one for one in work.record.identifiers if one.type in kinds]
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is not None:
            known += [
                one
                for one in self._whose.identifiers(work.tx, customer)
                if one.type in kinds and one.verified
            ]
        return next((one.value for one in sorted(known, key=lambda one: not one.verified)), "")


def due_at(version: Version, queue: Queue, now: int, asked: str) -> int:
    """By when to call: as asked, else soon, always while the queue is open."""
    zone, hours = version.serving.zone, queue.hours
    at = now
    if asked:
        try:
            moment = datetime.fromisoformat(asked)
        except ValueError:
            moment = None
        if moment is not None:
            local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            at = max(now, round(local.timestamp() * 1e6))
    if hours.is_open(at, zone):
        return at if asked and at > now else at + WITHIN
    opens = hours.opens(at, zone)
    return at + WITHIN if opens is None else opens + WITHIN


def promised_before(reader: Reader, queue: str, since: int) -> int:
    """Callbacks to be made for those who gave up a place in front of who waits since then: theirs is kept."""
    row = reader.one(BEFORE, (queue, since))
    return int(row[0]) if row else 0


def promised_around(reader: Reader, queue: str, due: int, handled: int) -> int:
    """Callbacks of a queue that fall into one with another at a time, where each takes so long."""
    row = reader.one(AROUND, (queue, due - handled, due + handled))
    return int(row[0]) if row else 0


def still_open(reader: Reader, limit: int) -> list[Row]:
    """Callbacks that are to be made, the most urgent first."""
    return reader.all(OPEN, (limit,))


def one(reader: Reader, promise: str) -> Row | None:
    """A callback that is to be made."""
    return reader.one(ONE, (promise,))


def done(tx: Transaction, promise: str, now: int, by: str) -> bool:
    """Note that a callback was made; False if it was already."""
    return tx.run(DONE, (now, by, promise)) == 1
