"""The tables of what was noticed: the running state of each contact, the signals that were given."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE contact_noticed (
        contact INTEGER PRIMARY KEY,
        scores BLOB NOT NULL,
        memory BLOB NOT NULL
    );

    CREATE TABLE contact_signal (
        contact INTEGER NOT NULL,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        score INTEGER NOT NULL,
        threshold INTEGER NOT NULL,
        reasons BLOB NOT NULL,
        turn INTEGER NOT NULL,
        at INTEGER NOT NULL,
        wrong INTEGER NOT NULL DEFAULT 0,
        wrong_by TEXT NOT NULL DEFAULT '',
        wrong_at INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (contact, number)
    ) WITHOUT ROWID;
    CREATE INDEX contact_signal_at ON contact_signal (at);
    """,
)
