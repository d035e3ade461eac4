"""The tables of the log."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        key BLOB NOT NULL,
        type TEXT NOT NULL,
        occurred INTEGER NOT NULL,
        body BLOB NOT NULL
    );
    CREATE TABLE event_key (
        key BLOB PRIMARY KEY,
        seq INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE source (
        name TEXT PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        hint TEXT NOT NULL,
        body BLOB NOT NULL,
        created INTEGER NOT NULL
    );

    CREATE TABLE reject (
        id INTEGER PRIMARY KEY,
        received INTEGER NOT NULL,
        source TEXT NOT NULL,
        place TEXT NOT NULL,
        form TEXT NOT NULL,
        reason TEXT NOT NULL,
        raw BLOB NOT NULL,
        state TEXT NOT NULL DEFAULT 'open',
        settled INTEGER,
        settled_by TEXT NOT NULL DEFAULT '',
        job TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX reject_state ON reject (state, id);
    CREATE INDEX reject_job ON reject (job, id);

    CREATE TABLE subscription (
        name TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        updated INTEGER NOT NULL
    );

    CREATE TABLE timer (
        key TEXT PRIMARY KEY,
        due INTEGER NOT NULL,
        body BLOB NOT NULL
    );
    CREATE INDEX timer_due ON timer (due);

    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        body BLOB NOT NULL,
        seq INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        error TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX delivery_due ON delivery (state, due);
    CREATE INDEX delivery_seq ON delivery (seq);

    CREATE TABLE import_job (
        name TEXT PRIMARY KEY,
        lines INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        duplicates INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        updated INTEGER NOT NULL
    );
    """,
    """
    ALTER TABLE import_job ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE source ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN keyed INTEGER NOT NULL DEFAULT 0;
    UPDATE source SET changed = created, keyed = created;
    """,
    """
    CREATE TABLE former_key (
        hash BLOB PRIMARY KEY,
        source TEXT NOT NULL,
        ended INTEGER NOT NULL
    ) WITHOUT ROWID;
    ALTER TABLE reject ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX reject_held ON reject (source, held) WHERE held > 0 AND state = 'open';
    """,
    """
    CREATE TABLE event_key_recent (
        part INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        key BLOB NOT NULL,
        PRIMARY KEY (part, seq)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE cause (
        key BLOB NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (key, seq)
    ) WITHOUT ROWID;
    CREATE TABLE cause_unread (before INTEGER NOT NULL);
    INSERT INTO cause_unread SELECT seq + 1 FROM event ORDER BY seq DESC LIMIT 1;
    """,
    """
    CREATE INDEX delivery_lane ON delivery (state, target, due);
    """,
)
