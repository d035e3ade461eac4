"""The queries of advice: the decision that a contact goes by, what came of it, approvals."""

from typing import NamedTuple

from warmline.coaching.advising.model import Acted, Approval, State
from warmline.storage.port import Reader, Row, Transaction

TABLES = ("contact_advice", "contact_action", "approval")
COLUMNS = (
    "id, contact, decision, action, title, cost, most, currency, staff, name, why, asked, state, settled_by,"
    " settled_name, settled, word"
)


class Going(NamedTuple):
    """The decision that a contact goes by: what the customer wanted when it was asked for, by whom, and when."""

    decision: str
    wants: str
    staff: str
    asked: int


def going_by(reader: Reader, contact: str) -> Going | None:
    """The latest decision that was asked for in a contact."""
    row = reader.one("SELECT decision, wants, staff, asked FROM contact_advice WHERE contact = ?", (contact,))
    return Going(*row) if row else None


def go_by(tx: Transaction, contact: str, going: Going) -> None:
    """Go by this decision from now on."""
    tx.run(
        "INSERT INTO contact_advice (contact, decision, wants, staff, asked) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (contact) DO UPDATE SET decision = excluded.decision, wants = excluded.wants,"
        " staff = excluded.staff, asked = excluded.asked",
        (contact, *going),
    )


def acted(reader: Reader, contact: str, decision: str) -> dict[str, Acted]:
    """What came of the actions of a decision, by their names."""
    rows = reader.all(
        "SELECT action, did, staff, name, at, reason FROM contact_action WHERE contact = ? AND decision = ?",
        (contact, decision),
    )
    return {
        action: Acted(action=action, did=did, by=by, name=name, at=at, reason=reason)
        for action, did, by, name, at, reason in rows
    }


def act(tx: Transaction, contact: str, decision: str, one: Acted) -> None:
    """Keep what came of an action; the latest counts."""
    tx.run(
        "INSERT INTO contact_action (contact, decision, action, did, staff, name, at, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (contact, decision, action) DO UPDATE SET"
        " did = excluded.did, staff = excluded.staff, name = excluded.name, at = excluded.at,"
        " reason = excluded.reason",
        (contact, decision, one.action, one.did, one.by, one.name, one.at, one.reason),
    )


def ask(tx: Transaction, one: Approval) -> Approval:
    """Ask for an approval; as it is stored."""
    row = tx.one(
        "INSERT INTO approval (contact, decision, action, title, cost, most, currency, staff, name, why, asked)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {COLUMNS}",
        (
            one.contact,
            one.decision,
            one.action,
            one.title,
            one.cost,
            one.limit,
            one.currency,
            one.by,
            one.name,
            one.why,
            one.asked,
        ),
    )
    assert row is not None, "what was put in comes back"
    return _approval(row)


def approvals(reader: Reader, contact: str, decision: str) -> dict[str, Approval]:
    """The latest approvals that were asked for under a decision, by the names of their actions."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM approval WHERE contact = ? AND decision = ? ORDER BY id", (contact, decision)
    )
    return {one.action: one for one in map(_approval, rows)}


def approval(reader: Reader, number: int) -> Approval | None:
    """One approval by its number."""
    row = reader.one(f"SELECT {COLUMNS} FROM approval WHERE id = ?", (number,))
    return _approval(row) if row else None


def still_open(reader: Reader, most: int) -> list[Approval]:
    """Approvals that wait for a lead in contacts that go on, the longest wait first."""
    columns = ", ".join(f"approval.{one.strip()}" for one in COLUMNS.split(","))
    rows = reader.all(
        f"SELECT {columns} FROM approval JOIN contact ON contact.name = approval.contact"
        " WHERE approval.state = 'asked' AND contact.state = 'open' ORDER BY approval.asked LIMIT ?",
        (most,),
    )
    return [_approval(row) for row in rows]


def settle(
    tx: Transaction, number: int, state: State, *, by: str = "", name: str = "", at: int = 0, word: str = ""
) -> bool:
    """Answer an approval, or take it back; False if that is settled already."""
    return (
        tx.run(
            "UPDATE approval SET state = ?, settled_by = ?, settled_name = ?, settled = ?, word = ?"
            " WHERE id = ? AND state = 'asked'",
            (state, by, name, at, word, number),
        )
        > 0
    )


def forget(tx: Transaction, contact: str) -> None:
    """Remove everything about a contact. Only an erasure may do this."""
    for table in TABLES:
        tx.run(f"DELETE FROM {table} WHERE contact = ?", (contact,))


def _approval(row: Row) -> Approval:
    number, contact, decision, action, title, cost, limit, currency, by, name, why, asked, state, *settled = (
        row
    )
    settled_by, settled_name, at, word = settled
    return Approval(
        number=number,
        contact=contact,
        decision=decision,
        action=action,
        title=title,
        cost=cost,
        limit=limit,
        currency=currency,
        by=by,
        name=name,
        why=why,
        asked=asked,
        state=state,
        settled_by=settled_by,
        settled_name=settled_name,
        settled=at,
        word=word,
    )
