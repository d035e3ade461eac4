"""The tables of who works with customers. No word of a customer stands in them."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE agent (
        who TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        since INTEGER NOT NULL,
        capacity INTEGER NOT NULL,
        skills TEXT NOT NULL,
        languages TEXT NOT NULL,
        rested INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE agent_spell (
        who TEXT NOT NULL,
        began INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (who, began)
    ) WITHOUT ROWID;
    CREATE INDEX agent_spell_open ON agent_spell (who) WHERE ended = 0;

    CREATE TABLE agent_contact (
        contact TEXT NOT NULL,
        who TEXT NOT NULL,
        began INTEGER NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0,
        channel TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        hard INTEGER NOT NULL DEFAULT 0,
        solved INTEGER NOT NULL DEFAULT 0,
        thanked INTEGER NOT NULL DEFAULT 0,
        score INTEGER NOT NULL DEFAULT 0,
        best INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (contact, who, began)
    ) WITHOUT ROWID;
    CREATE INDEX agent_contact_of ON agent_contact (who, began);
    CREATE INDEX agent_contact_solved ON agent_contact (reason, began) WHERE solved = 1;

    CREATE TABLE agent_hard (
        contact TEXT NOT NULL,
        signal TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (contact, signal)
    ) WITHOUT ROWID;
    CREATE INDEX agent_hard_at ON agent_hard (at);
    """,
    """
    CREATE TABLE agent_elsewhere (
        email TEXT NOT NULL,
        day INTEGER NOT NULL,
        reason TEXT NOT NULL,
        solved INTEGER NOT NULL,
        PRIMARY KEY (email, day, reason)
    ) WITHOUT ROWID;
    """,
)
