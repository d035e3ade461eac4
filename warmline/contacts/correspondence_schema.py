"""The tables of correspondence: who writes in which contact, what has come, what is still to be sent."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE correspondent (
        contact INTEGER PRIMARY KEY,
        place TEXT NOT NULL,
        type TEXT NOT NULL,
        value TEXT NOT NULL
    );
    CREATE INDEX correspondent_is ON correspondent (place, value, contact);

    CREATE TABLE reply (
        contact INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        brief INTEGER NOT NULL DEFAULT 0,
        parts INTEGER NOT NULL DEFAULT 0,
        begun INTEGER NOT NULL DEFAULT 0,
        lost INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (contact, turn)
    ) WITHOUT ROWID;

    CREATE TABLE message_taken (
        place TEXT NOT NULL,
        id TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (place, id)
    ) WITHOUT ROWID;
    CREATE INDEX message_taken_at ON message_taken (at);
    """,
    """
    ALTER TABLE reply ADD COLUMN answer INTEGER NOT NULL DEFAULT 0;
    UPDATE reply SET answer = turn;
    """,
)
