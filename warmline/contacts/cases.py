"""Cases: a problem until it is solved, and the contacts about it, across channels."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from warmline.contacts.model import Case
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.events.model import Event, Identifier
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.storage.port import Reader, Storage, Transaction

OPENED, SOLVED = "case.opened", "case.solved"
ADD = """INSERT INTO problem_case (name, what, type, value, opened) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO NOTHING"""
SOLVE = "UPDATE problem_case SET solved = ? WHERE name = ? AND solved = 0"
OF = """SELECT name FROM problem_case WHERE type = ? AND value = ? AND what = ? AND solved = 0
        ORDER BY opened DESC LIMIT 1"""
OPEN_OF = """SELECT name, what, type, value, opened, solved FROM problem_case
             WHERE type = ? AND value = ? AND solved = 0"""
ONE = "SELECT name, what, type, value, opened, solved FROM problem_case WHERE name = ?"
UNREAD = "SELECT position FROM case_unread"
READ_TO = "UPDATE case_unread SET position = ?"
ALL_READ = "DELETE FROM case_unread"
EVENTS_AT_ONCE = 2_000
"""Older events that are looked through in one command."""
LINK = "UPDATE contact SET contact_case = ? WHERE name = ? AND contact_case = ''"


class Cases:
    """The stage of ingest that keeps cases as they are opened and solved, whoever says so."""

    def __init__(self, whose: Callable[[], Whose]) -> None:
        """`whose` gives who tells customers apart, once there is one."""
        self._whose = whose

    def read(self, event: Event, live: bool = True) -> bool:
        """Whether it is about a case."""
        return event.type in (OPENED, SOLVED)

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Keep what was found to be one."""
        for stored, wanted in zip(arrived, readings, strict=True):
            if wanted:
                self._keep(tx, stored.event)

    def _keep(self, tx: Transaction, event: Event) -> None:
        name = str(event.properties.get("case") or "")
        if event.type == SOLVED:
            tx.run(SOLVE, (event.occurred, name))
            return
        whose = self._whose().normal(event.identifiers)
        if whose:
            what = str(event.properties.get("what") or "")
            tx.run(ADD, (name, what, whose[0].type, whose[0].value, event.occurred))
        if contact := event.properties.get("contact"):
            tx.run(LINK, (name, str(contact)))

    async def catch_up(self, storage: Storage) -> None:
        """Keep the cases of a log that is older than their table, some events a command, the oldest first."""
        while await storage.run(self._read_some):
            continue

    def _read_some(self, tx: Transaction) -> bool:
        """Read the next events that were not read yet; whether there may be more."""
        row = tx.one(UNREAD)
        if row is None:
            return False
        position, head = int(row[0]), log.head(tx)  # what was solved meanwhile may have been opened before
        upto = min(position + EVENTS_AT_ONCE, head)
        for stored in log.of_types(tx, (OPENED, SOLVED), position, upto):
            self._keep(tx, stored.event)
        if upto < head:
            tx.run(READ_TO, (upto,))
        else:
            tx.run(ALL_READ)
        return upto < head


def continued(work: Work, whose: Whose) -> None:
    """A contact about something of which a case is open belongs to that case."""
    record = work.record
    if record.case or not record.wants:
        return
    customer = whose.customer(work.tx, record.identifiers)
    known = whose.identifiers(work.tx, customer) if customer is not None else list(record.identifiers)
    record.case = of(work.tx, known, record.wants)


def of(reader: Reader, identifiers: Sequence[Identifier], what: str) -> str:
    """The open case of a customer about something, the latest; "" if there is none."""
    for one in identifiers:
        if row := reader.one(OF, (one.type, one.value, what)):
            return str(row[0])
    return ""


def of_somebody(reader: Reader, identifiers: Sequence[Identifier], named: Iterable[str]) -> list[Case]:
    """The open cases of a customer with those that are `named`, solved or not; the latest first."""
    rows = [row for one in identifiers for row in reader.all(OPEN_OF, (one.type, one.value))]
    rows += [row for name in named if name and (row := reader.one(ONE, (name,)))]
    found = {row[0]: Case(name=row[0], what=row[1], opened=row[4], solved=row[5]) for row in rows}
    return sorted(found.values(), key=lambda case: (not case.solved, case.opened), reverse=True)


def named(reader: Reader, case: str) -> Case | None:
    """A case by its name."""
    row = reader.one(ONE, (case,))
    return Case(name=row[0], what=row[1], opened=row[4], solved=row[5]) if row else None


def whose(reader: Reader, case: str) -> Identifier | None:
    """Whose case it is; None for an unknown one."""
    row = reader.one(ONE, (case,))
    return Identifier(row[2], row[3]) if row else None
