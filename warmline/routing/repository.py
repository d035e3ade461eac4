"""The queries of who works with customers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from warmline.routing.model import Had, Spell, Stated
from warmline.storage.port import Reader, Row, Transaction, places

DAY = 86_400_000_000
KEPT = 400 * DAY
"""How long it is known how somebody spent their days, in microseconds."""

COLUMNS = "who, state, reason, since, capacity, skills, languages, rested"
ALL = f"SELECT {COLUMNS} FROM agent"
ONE = f"{ALL} WHERE who = ?"
PUT = f"INSERT OR REPLACE INTO agent ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

BEGIN_SPELL = "INSERT OR REPLACE INTO agent_spell (who, began, state, reason) VALUES (?, ?, ?, ?)"
END_SPELL = "UPDATE agent_spell SET ended = ? WHERE who = ? AND ended = 0"
OPEN_SPELLS = "SELECT who, state, reason, began FROM agent_spell WHERE ended = 0"
FORGET_SPELLS = "DELETE FROM agent_spell WHERE who = ? AND began < ? AND ended > 0"
SPELLS = """SELECT state, reason, began, ended FROM agent_spell
            WHERE who = ? AND began < ? AND (ended = 0 OR ended > ?) ORDER BY began"""

JOIN = """INSERT OR IGNORE INTO agent_contact (contact, who, began, channel, hard)
          VALUES (?, ?, ?, ?, EXISTS (SELECT 1 FROM agent_hard h WHERE h.contact = ?))"""
FORGET_OLD = "DELETE FROM agent_contact WHERE who = ? AND began < ? AND ended > 0"
LEAVE = "UPDATE agent_contact SET ended = ? WHERE contact = ? AND who = ? AND ended = 0"
LEAVE_ALL = "UPDATE agent_contact SET ended = ? WHERE contact = ? AND ended = 0"
REASONS = "SELECT DISTINCT reason FROM agent_contact WHERE contact = ?"
CHANGE_REASON = "UPDATE agent_contact SET reason = ? WHERE contact = ? AND reason = ?"
REASON = "UPDATE agent_contact SET reason = ? WHERE contact = ?"
SOLVED = """UPDATE agent_contact SET solved = 1, reason = CASE WHEN ? = '' THEN reason ELSE ? END
            WHERE contact = ? AND who = ?"""
THANKED = "UPDATE agent_contact SET thanked = ? WHERE contact = ? AND ended = 0 AND thanked = 0"
RATED = """UPDATE agent_contact SET score = ?, best = ? WHERE (contact, who, began) =
           (SELECT contact, who, began FROM agent_contact WHERE contact = ? ORDER BY began DESC LIMIT 1)"""
IS_WITH_SOMEBODY = "SELECT 1 FROM agent_contact WHERE contact = ? AND ended = 0"
ADD_HARD = "INSERT OR IGNORE INTO agent_hard (contact, signal, at) VALUES (?, ?, ?)"
NOT_HARD = "DELETE FROM agent_hard WHERE contact = ? AND signal = ?"
SET_HARD = """UPDATE agent_contact SET hard = EXISTS (SELECT 1 FROM agent_hard h WHERE h.contact = ?)
              WHERE contact = ?"""
FORGET_HARD = "DELETE FROM agent_hard WHERE at < ?"
LATELY = """SELECT hard FROM agent_contact WHERE who = ? AND began >= ? AND ended >= ?
            ORDER BY ended DESC LIMIT ?"""
HAD = """SELECT contact, began, ended, channel, reason, hard, solved, thanked, score, best FROM agent_contact
         WHERE who = ? AND began >= ? AND began < ? ORDER BY began DESC"""
ADD_ELSEWHERE = """INSERT INTO agent_elsewhere (email, day, reason, solved) VALUES (?, ?, ?, 1)
                   ON CONFLICT DO UPDATE SET solved = solved + 1"""
FORGET_ELSEWHERE = "DELETE FROM agent_elsewhere WHERE email = ? AND day < ?"
ELSEWHERE = "SELECT email, reason, sum(solved) FROM agent_elsewhere WHERE day >= ? GROUP BY email, reason"
FORGET_CONTACT = ("DELETE FROM agent_contact WHERE contact = ?", "DELETE FROM agent_hard WHERE contact = ?")


def everybody(reader: Reader) -> dict[str, Stated]:
    """What is stored of all, by their ids."""
    return {row[0]: _stated(row) for row in reader.all(ALL)}


def one(reader: Reader, who: str) -> Stated:
    """What is stored of somebody; of whom nothing is stored, what holds of everybody at first."""
    row = reader.one(ONE, (who,))
    return _stated(row) if row else Stated()


def put(tx: Transaction, who: str, stated: Stated) -> None:
    """Store what holds of somebody."""
    skills, languages = (msgspec.json.encode(one).decode() for one in (stated.skills, stated.languages))
    fields = (stated.state, stated.reason, stated.since, stated.capacity, skills, languages, stated.rested)
    tx.run(PUT, (who, *fields))


def begin_spell(tx: Transaction, who: str, spell: Spell) -> None:
    """Something else holds of somebody from now on; what is long ago is forgotten."""
    tx.run(END_SPELL, (spell.began, who))
    tx.run(BEGIN_SPELL, (who, spell.began, spell.state, spell.reason))
    tx.run(FORGET_SPELLS, (who, spell.began - KEPT))


def open_spells(reader: Reader) -> dict[str, Spell]:
    """What is on record as holding now, of all."""
    rows = reader.all(OPEN_SPELLS)
    return {who: Spell(state=state, reason=reason, began=began) for who, state, reason, began in rows}


def open_spell(reader: Reader, who: str) -> Spell | None:
    """The same of one; None if nothing is on record."""
    row = reader.one(f"{OPEN_SPELLS} AND who = ?", (who,))
    return Spell(state=row[1], reason=row[2], began=row[3]) if row else None


def join(tx: Transaction, contact: str, who: str, channel: str, at: int) -> None:
    """Somebody takes part in a contact from now on; what is long ago is forgotten."""
    tx.run(JOIN, (contact, who, at, channel, contact))
    tx.run(FORGET_OLD, (who, at - KEPT))


def spells(reader: Reader, who: str, since: int, until: int) -> list[Spell]:
    """The states of somebody that touch a time, in order."""
    rows = reader.all(SPELLS, (who, until, since))
    return [Spell(state=state, reason=why, began=began, ended=ended) for state, why, began, ended in rows]


def had(reader: Reader, who: str, since: int, until: int) -> list[Had]:
    """The contacts of somebody that they came into within a time, the latest first."""
    return [
        Had(
            contact=row[0],
            began=row[1],
            ended=row[2],
            channel=row[3],
            reason=row[4],
            hard=bool(row[5]),
            solved=bool(row[6]),
            thanked=row[7],
            score=row[8],
            best=row[9],
        )
        for row in reader.all(HAD, (who, since, until))
    ]


def hard_lately(reader: Reader, who: str, since: int, most: int) -> list[bool]:
    """Whether the latest contacts of somebody were hard, the latest first; those that are over since a time."""
    day = since - DAY
    return [bool(row[0]) for row in reader.all(LATELY, (who, day, since, most))]


def solved(reader: Reader, reasons: Iterable[str], since: int) -> dict[str, int]:
    """How many contacts about something each member of staff has solved since a time."""
    marks, values = places(sorted(reasons))
    sql = f"""SELECT who, count(DISTINCT contact) FROM agent_contact
              WHERE solved = 1 AND reason IN {marks} AND began >= ? GROUP BY who"""
    return {row[0]: row[1] for row in reader.all(sql, (*values, since))}


def solved_by(reader: Reader, since: int) -> dict[str, dict[str, int]]:
    """How many contacts everybody has solved since a time, by what they were about."""
    found: dict[str, dict[str, int]] = {}
    sql = """SELECT who, reason, count(DISTINCT contact) FROM agent_contact
             WHERE solved = 1 AND reason != '' AND began >= ? GROUP BY who, reason ORDER BY 3 DESC"""
    for who, reason, number in reader.all(sql, (since,)):
        found.setdefault(who, {})[reason] = number
    return found


def solves_elsewhere(tx: Transaction, email: str, reason: str, at: int) -> None:
    """Somebody has solved a contact in another system; what is long ago is forgotten."""
    tx.run(ADD_ELSEWHERE, (email, at // DAY, reason))
    tx.run(FORGET_ELSEWHERE, (email, (at - KEPT) // DAY))


def solved_elsewhere(reader: Reader, since: int) -> list[tuple[str, str, int]]:
    """What was solved in other systems since the day of a time: sign-in name, reason, how many contacts."""
    return [(email, reason, number) for email, reason, number in reader.all(ELSEWHERE, (since // DAY,))]


def rewrite(tx: Transaction, contact: str, without: Callable[[Any], Any]) -> None:
    """Leave somebody out of what a contact of somebody else was about. Only an erasure may do this."""
    for (reason,) in tx.all(REASONS, (contact,)):
        if (left := without(reason)) != reason:
            tx.run(CHANGE_REASON, (left, contact, reason))


def forget(tx: Transaction, contacts: Sequence[str]) -> None:
    """Keep nothing of contacts. Only an erasure may do this."""
    for sql in FORGET_CONTACT:
        tx.run_many(sql, [(contact,) for contact in contacts])


def _stated(row: Row) -> Stated:
    return Stated(
        state=row[1],
        reason=row[2],
        since=row[3],
        capacity=row[4],
        skills=msgspec.json.decode(row[5], type=tuple[str, ...]),
        languages=msgspec.json.decode(row[6], type=tuple[str, ...]),
        rested=row[7],
    )
