"""Who is it, and can they prove it: recognised by what they say, verified by a code or by what only they know."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from warmline.business.model import Business
from warmline.contacts import attempts
from warmline.contacts.codes import Codes
from warmline.contacts.ports import Answer, Asker, Recognised
from warmline.contacts.verification_rules import CODES, MOST_TRIES, hidden, judged
from warmline.customers.projection import Projection
from warmline.customers.recognising import digits
from warmline.customers.recognising.service import Recogniser
from warmline.events.model import Identifier
from warmline.flows.effects import CheckKnowledge, Identify
from warmline.flows.service import LockOut
from warmline.storage.port import Reader, Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OK = Answer(outcome="ok")


class Verification:
    """Fills the port `Recognises`: plain functions of the transaction of a turn.

    Failures are counted for the customer whom somebody claims to be, for the contact, and for where it comes from, so
    that neither one customer nor all of them can be tried out. What is told is the same whatever was wrong.
    """

    def __init__(
        self,
        projection: Projection,
        recogniser: Recogniser,
        codes: Codes,
        lock_out: Callable[[Business], LockOut],
    ) -> None:
        self._projection = projection
        self._recogniser = recogniser
        self._codes = codes
        self._lock_out = lock_out

    # -- who is it

    def identify(self, tx: Transaction, asker: Asker, effect: Identify, now: int) -> Recognised:
        """Find out who it is. What somebody says is counted where it names nobody; what a channel knows is not."""
        if effect.by == "channel":
            known = self._recogniser.by_channel(tx, asker.identifiers)
            return Recognised(answer=OK if known is not None else _refused("not_found"))
        origins = _origins(asker)
        if attempts.is_locked(tx, origins, now):
            return Recognised(answer=_refused("locked"))
        customer = self._found(tx, effect, now)
        named = self._recogniser.name_of(tx, customer) if customer is not None else None
        if customer is None or named is None or not self._would_be(tx, asker, named, customer):
            attempts.failed(tx, origins, self._rule, now)
            return Recognised(answer=_refused("not_found"))
        return Recognised(answer=OK, identifiers=(Identifier(named.type, named.value),))

    def _found(self, tx: Transaction, effect: Identify, now: int) -> int | None:
        said = effect.answers
        if effect.by == "account":
            return self._recogniser.by_number(tx, said.get("account", []))
        return self._recogniser.by_person(
            tx,
            postcode=said.get("postcode", []),
            name=said.get("name", []),
            birth_date=said.get("birth_date", []),
            today=self._today(now),
        )

    def _would_be(self, reader: Reader, asker: Asker, named: Identifier, customer: int) -> bool:
        """Whether the contact is this customer's once it carries the new name: nobody becomes a second person in it."""
        normal = self._projection.rules.normaliser.normal((*asker.identifiers, named))
        strongest = normal[0][1] if normal else named
        node = self._projection.repository.find(reader, strongest.type, strongest.value)
        return node is not None and node.customer == customer

    # -- one-time codes

    def send_code(self, tx: Transaction, asker: Asker, key: str, now: int) -> Answer:
        """Send a code to where the customer is vouched to be reached."""
        customer = asker.customer
        to = self._recogniser.address_of(tx, customer) if customer is not None else None
        if customer is None or to is None or not self._codes.can_be_sent:
            return _refused("no_address")
        sends = (attempts.of_origin("sent", str(customer)), attempts.of_origin("sent", asker.contact))
        if attempts.is_locked(tx, (*_everybody(asker), *sends), now):
            return _refused("locked")
        attempts.failed(tx, sends, CODES, now)
        self._codes.queue(tx, asker.contact, key, customer, asker.language, now)
        return Answer(outcome="ok", value={"to": hidden(to.value)})

    def check_code(self, tx: Transaction, asker: Asker, entered: str, now: int) -> Recognised:
        """Check what was entered; a code is good once, for five minutes and three tries."""
        subjects = _everybody(asker)
        if attempts.is_locked(tx, subjects, now):
            return Recognised(answer=_refused("locked"))
        sent = self._codes.sent(tx, asker.contact)
        readings = [digits.plain(entered).strip(" #"), digits.typed(entered), digits.spoken(entered)]
        verdict = judged(sent, self._codes.key, asker.customer, readings, now)
        if verdict == "right":
            self._codes.drop(tx, asker.contact)
            return self._proven(tx, asker)
        if verdict == "expired":
            self._codes.drop(tx, asker.contact)
            return Recognised(answer=_refused("expired"))
        self._codes.tried(tx, asker.contact)
        if sent is not None and sent.tries + 1 >= MOST_TRIES:
            self._codes.drop(tx, asker.contact)
        return self._failed(tx, subjects, now)

    # -- what only they know

    def check_knowledge(self, tx: Transaction, asker: Asker, effect: CheckKnowledge, now: int) -> Recognised:
        """Check answers; all of them are looked at, and it is never told which one was wrong."""
        subjects = _everybody(asker)
        if attempts.is_locked(tx, subjects, now):
            return Recognised(answer=_refused("locked"))
        if self._recogniser.knows(tx, asker.customer, effect.facts, self._today(now)):
            return self._proven(tx, asker)
        return self._failed(tx, subjects, now)

    # -- what follows

    def _proven(self, tx: Transaction, asker: Asker) -> Recognised:
        """They are who they say: what the contact carries of them is vouched for from now on."""
        named = self._recogniser.name_of(tx, asker.customer) if asker.customer is not None else None
        if named is None:
            return Recognised(answer=_refused("wrong"))
        attempts.forget(tx, _everybody(asker)[:2])
        return Recognised(answer=OK, identifiers=(Identifier(named.type, named.value, True),))

    def _failed(self, tx: Transaction, subjects: tuple[str, ...], now: int) -> Recognised:
        attempts.failed(tx, subjects, self._rule, now)
        why = "locked" if attempts.is_locked(tx, subjects, now) else "wrong"
        return Recognised(answer=_refused(why))

    @property
    def _rule(self) -> LockOut:
        return self._lock_out(self._projection.rules.business)

    def _today(self, now: int) -> date:
        zone = ZoneInfo(self._projection.rules.business.timezone)
        return (_EPOCH + timedelta(microseconds=now)).astimezone(zone).date()


def _refused(why: str) -> Answer:
    return Answer(outcome="refused", why=why)


def _origins(asker: Asker) -> tuple[str, ...]:
    """The contact and where it comes from: phones, browsers, the address."""
    callers = tuple(
        attempts.of_origin("from", f"{one.type}:{one.value}") for one in asker.identifiers if one.verified
    )
    address = (attempts.of_origin("address", asker.address),) if asker.address else ()
    return (attempts.of_contact(asker.contact), *callers, *address)


def _everybody(asker: Asker) -> tuple[str, ...]:
    """Where it comes from, and whom it is about: the contact first, then the customer."""
    contact, *others = _origins(asker)
    customer = (attempts.of_customer(asker.customer),) if asker.customer is not None else ()
    return (contact, *customer, *others)
