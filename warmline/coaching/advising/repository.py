"""The queries of advice: the decision that a contact goes by, what came of it, approvals."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from warmline.coaching.advising.model import Acted, Approval, Carried, State
from warmline.storage.port import Reader, Row, Transaction

TABLES = ("contact_advice", "contact_action", "approval", "contact_carried")
COLUMNS = (
    "id, contact, decision, action, title, cost, most, currency, staff, name, why, asked, state, settled_by,"
    " settled_name, settled, word"
)

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Carried).decode


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


def approvals(reader: Reader, contact: str) -> dict[str, Approval]:
    """The latest approvals that were asked for in a contact, by the names of their actions."""
    rows = reader.all(f"SELECT {COLUMNS} FROM approval WHERE contact = ? ORDER BY id", (contact,))
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


def use(tx: Transaction, number: int) -> None:
    """What was approved is done: an approval serves once."""
    tx.run("UPDATE approval SET state = 'used' WHERE id = ? AND state = 'given'", (number,))


def is_to_be_told(tx: Transaction, number: int) -> None:
    """Whoever asked has not seen the answer: they have the contact no more."""
    tx.run("UPDATE approval SET told = 0 WHERE id = ?", (number,))


def told(tx: Transaction, number: int, staff: str) -> bool:
    """Whoever asked has seen the answer; False if there is nothing that they have not seen."""
    return tx.run("UPDATE approval SET told = 1 WHERE id = ? AND staff = ? AND told = 0", (number, staff)) > 0


def untold(reader: Reader, staff: str, most: int) -> list[Approval]:
    """The answers that somebody has not seen yet, the oldest first."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM approval WHERE staff = ? AND told = 0 ORDER BY id LIMIT ?", (staff, most)
    )
    return [_approval(row) for row in rows]


def carried(reader: Reader, contact: str) -> dict[str, Carried]:
    """What systems carry out in a contact, or have carried out, by the names of the actions."""
    rows = reader.all("SELECT body FROM contact_carried WHERE contact = ?", (contact,))
    return {one.action: one for one in (_decode(row[0]) for row in rows)}


def carry(tx: Transaction, one: Carried) -> None:
    """Keep how far a system has come with an action."""
    tx.run(
        "INSERT INTO contact_carried (contact, action, stage, body) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (contact, action) DO UPDATE SET stage = excluded.stage, body = excluded.body",
        (one.contact, one.action, one.stage, _encode(one)),
    )


def under_way(reader: Reader, action: str) -> list[Carried]:
    """Wherever an action may be under way, for whomever."""
    rows = reader.all(
        "SELECT body FROM contact_carried WHERE action = ? AND stage IN ('waits', 'sent', 'unknown')",
        (action,),
    )
    return [_decode(row[0]) for row in rows]


def may_have_been_sent(tx: Transaction) -> None:
    """Ask of all that is still to be sent what became of it: these data are older than what was done since."""
    for (body,) in tx.all("SELECT body FROM contact_carried WHERE stage = 'waits'"):
        carry(tx, msgspec.structs.replace(_decode(body), stage="sent"))


def forget(tx: Transaction, contact: str) -> None:
    """Remove everything about a contact. Only an erasure may do this."""
    for table in TABLES:
        tx.run(f"DELETE FROM {table} WHERE contact = ?", (contact,))


def rewrite(tx: Transaction, contact: str, without: Callable[[Any], Any]) -> None:
    """Leave somebody out of what was written in a contact of somebody else. Only an erasure may do this."""
    for decision, action, reason in tx.all(
        "SELECT decision, action, reason FROM contact_action WHERE contact = ?", (contact,)
    ):
        if (left := without(reason)) != reason:
            tx.run(
                "UPDATE contact_action SET reason = ? WHERE contact = ? AND decision = ? AND action = ?",
                (left, contact, decision, action),
            )
    for number, why, word in tx.all("SELECT id, why, word FROM approval WHERE contact = ?", (contact,)):
        if (words := (without(why), without(word))) != (why, word):
            tx.run("UPDATE approval SET why = ?, word = ? WHERE id = ?", (*words, number))
    for one in carried(tx, contact).values():
        left = msgspec.structs.replace(
            one,
            arguments=without(one.arguments),
            answer=without(one.answer),
            receipt=without(one.receipt),
        )
        if left != one:
            carry(tx, left)


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
