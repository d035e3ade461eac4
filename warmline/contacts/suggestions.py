"""Flows that policies want to begin with a customer: kept until they were asked about, or have lost their point."""

from collections.abc import Iterable
from typing import Any

from warmline.contacts.serving import DAY
from warmline.contacts.work import Work
from warmline.events.model import Identifier
from warmline.flows.world import Suggestion
from warmline.log.model import Stored
from warmline.log.moment import parse
from warmline.storage.port import Reader, Transaction

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE suggestion (
        id TEXT PRIMARY KEY,
        flow TEXT NOT NULL,
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        wanted INTEGER NOT NULL,
        until INTEGER NOT NULL,
        asked INTEGER NOT NULL DEFAULT 0,
        asked_in TEXT NOT NULL DEFAULT '',
        settled INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX suggestion_of ON suggestion (type, value) WHERE settled = 0;
    CREATE INDEX suggestion_over ON suggestion (until);
    """,
)
LONGEST = 30 * DAY
"""How long a flow is wanted where the event does not say until when."""
MOST_ASKED = 3
"""Contacts in which it is asked about without an answer; then it is left."""

ADD = """INSERT INTO suggestion (id, flow, type, value, wanted, until) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING"""
OPEN = """SELECT id, flow, wanted FROM suggestion
          WHERE type = ? AND value = ? AND settled = 0 AND until > ? AND asked_in != ?"""
ONE = "SELECT flow, type, value FROM suggestion WHERE id = ?"
ASKED = """UPDATE suggestion SET asked = asked + 1, asked_in = ?,
           settled = CASE WHEN asked + 1 >= ? THEN ? ELSE settled END WHERE id = ?"""
SETTLE = "UPDATE suggestion SET settled = ? WHERE type = ? AND value = ? AND flow = ? AND settled = 0"
DROP = "DELETE FROM suggestion WHERE until < ?"
FORGET = "DELETE FROM suggestion WHERE type = ? AND value = ?"


def add(tx: Transaction, stored: Stored, whose: Identifier) -> None:
    """Keep what a policy wants of somebody, once for each event."""
    properties = stored.event.properties
    since = stored.event.occurred
    until = parse(properties["until"], "until") if properties.get("until") else since + LONGEST
    flow = str(properties.get("flow") or "")
    tx.run(ADD, (stored.id, flow, whose.type, whose.value, since, until))


def of(reader: Reader, known: Iterable[Identifier], contact: str, now: int) -> list[Suggestion]:
    """What to ask a customer about in a contact, and was not in it yet; what was wanted first comes first."""
    rows = [row for one in known for row in reader.all(OPEN, (one.type, one.value, now, contact))]
    return [Suggestion(id, flow) for id, flow, _ in sorted(rows, key=lambda row: (row[2], row[0]))]


def answered(work: Work, properties: dict[str, Any]) -> None:
    """A customer has answered, and is asked no more; where they have not, it is asked in their next contact."""
    id = str(properties.get("suggestion"))
    row = work.tx.one(ONE, (id,))
    if row is None:
        return
    if properties.get("answer") == "ignored":
        work.tx.run(ASKED, (work.record.name, MOST_ASKED, work.now, id))
    else:
        flow, type, value = row
        work.tx.run(SETTLE, (work.now, type, value, flow))


def clear(tx: Transaction, now: int) -> None:
    """Let go of what has lost its point."""
    tx.run(DROP, (now,))


def forget(tx: Transaction, type: str, value: str) -> None:
    """Nothing is wanted any more of whoever was called so."""
    tx.run(FORGET, (type, value))
