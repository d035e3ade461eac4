"""What people make of signals: one is marked wrong, or right after all, and how often each kind was."""

from collections import Counter
from collections.abc import Callable

import msgspec

from warmline.coaching import repository
from warmline.coaching.model import KINDS, Kind, Signal
from warmline.contacts import repository as contacts
from warmline.contacts.errors import ContactError, UnknownContact
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.language.messages import message
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 5_000
"""Latest signals whose reasons are counted."""


class UnknownSignal(ContactError):
    """The contact has no signal of this number."""

    remedy = "Look at the contact again."

    def __init__(self, number: int) -> None:
        super().__init__(message("This contact has no signal %(n)s.", n=str(number)))


class ByReason(msgspec.Struct, frozen=True, kw_only=True):
    """How often a reason was among those of a kind, and how often that signal was found wrong."""

    code: str
    given: int
    wrong: int


class ByKind(msgspec.Struct, frozen=True, kw_only=True):
    """How many signals of a kind were given, how many of them were found wrong, by which reasons."""

    kind: Kind
    given: int
    wrong: int
    reasons: tuple[ByReason, ...] = ()

    @property
    def right(self) -> float | None:
        """The share that nobody found wrong; None where none was given."""
        return (self.given - self.wrong) / self.given if self.given else None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A signal with the contact it was given in, and whose that is."""

    contact: str
    signal: Signal
    who: str = ""
    customer: int | None = None


class Marking:
    """Signals as staff see and judge them, each within the scopes of whoever asks."""

    def __init__(
        self, storage: Storage, runner: Runner, whose: Whose, audit: Audit, clock: Callable[[], int]
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._audit = audit
        self._clock = clock

    async def mark(self, by: Principal, contact: str, number: int, wrong: bool = True) -> bool:
        """Say that a signal is wrong, or that it is not; False if that was known.

        Raises UnknownContact, UnknownSignal.
        """

        def command(tx: Transaction) -> bool:
            work = self._runner.open(tx, contact)
            if work is None or not self._whose.sees(tx, by, work.record.identifiers):
                raise UnknownContact
            found = repository.of(tx, work.record.id).signals
            signal = next((one for one in found if one.number == number), None)
            if signal is None:
                raise UnknownSignal(number)
            if not repository.mark(tx, work.record.id, number, wrong, by.id, self._clock()):
                return False
            said = {"signal": signal.kind, "number": number, "by": f"staff:{by.id}", "wrong": wrong}
            work.put("contact.signal_wrong", said)
            self._runner.close(work)
            return True

        return await self._storage.run(command)

    async def so_far(self, since: int) -> list[ByKind]:
        """How many signals of each kind were given since a moment, and how many of them were wrong."""

        def query(reader: Reader) -> list[ByKind]:
            counts = repository.counts(reader, since)
            given: Counter[tuple[str, str]] = Counter()
            wrong: Counter[tuple[str, str]] = Counter()
            for kind, reasons, is_wrong in repository.reasons(reader, since, MOST):
                codes = {(kind, one.code) for one in reasons}
                given.update(codes)
                wrong.update(codes if is_wrong else ())
            return [
                ByKind(
                    kind=kind,
                    given=counts.get(kind, (0, 0))[0],
                    wrong=counts.get(kind, (0, 0))[1],
                    reasons=tuple(
                        ByReason(code=code, given=times, wrong=wrong[of, code])
                        for (of, code), times in given.most_common()
                        if of == kind
                    ),
                )
                for kind in KINDS
            ]

        return await self._storage.read(query)

    async def latest(self, by: Principal, since: int, kind: str = "", most: int = 50) -> list[Given]:
        """The latest signals in contacts that `by` may see; the looks are on record."""

        def query(reader: Reader) -> list[Given]:
            found: list[Given] = []
            for contact, signal in repository.latest(reader, since, kind, most * 4):
                records = contacts.by_ids(reader, [contact])
                if len(found) >= most or not records:
                    continue
                record = records[0]
                if self._whose.sees(reader, by, record.identifiers):
                    customer = self._whose.customer(reader, record.identifiers)
                    who = self._whose.name(reader, by, customer)
                    found.append(Given(contact=record.name, signal=signal, who=who, customer=customer))
            return found

        found = await self._storage.read(query)
        seen = {str(one.customer) for one in found if one.customer is not None}
        await self._audit.looked_at(by, *sorted(seen), detail="signals")
        return found
