"""The tables of verification: codes that were sent (but not the codes), attempts that failed, who is locked out."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE one_time_code (
        contact TEXT PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        customer INTEGER NOT NULL,
        salt BLOB NOT NULL,
        language TEXT NOT NULL,
        expires INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX one_time_code_expires ON one_time_code (expires);

    CREATE TABLE attempt (
        subject TEXT NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (subject, number)
    ) WITHOUT ROWID;
    CREATE INDEX attempt_at ON attempt (at);

    CREATE TABLE locked_out (
        subject TEXT PRIMARY KEY,
        until INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
)
