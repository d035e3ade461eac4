"""The tables of the staff room."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE staff_account (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        password TEXT NOT NULL,
        role TEXT NOT NULL,
        scopes TEXT NOT NULL,
        language TEXT NOT NULL,
        active INTEGER NOT NULL,
        created BIGINT NOT NULL
    );

    CREATE TABLE staff_session (
        hash TEXT PRIMARY KEY,
        account TEXT NOT NULL REFERENCES staff_account (id),
        created BIGINT NOT NULL,
        seen BIGINT NOT NULL
    );
    CREATE INDEX staff_session_account ON staff_session (account);
    CREATE INDEX staff_session_created ON staff_session (created);

    CREATE TABLE staff_failure (
        subject TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        last BIGINT NOT NULL,
        until BIGINT NOT NULL
    );
    CREATE INDEX staff_failure_last ON staff_failure (last);

    CREATE TABLE staff_token (
        id TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        hint TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        scopes TEXT NOT NULL,
        created BIGINT NOT NULL,
        expires BIGINT NOT NULL,
        revoked INTEGER NOT NULL DEFAULT 0,
        used BIGINT NOT NULL DEFAULT 0
    );

    CREATE TABLE staff_audit (
        sequence INTEGER PRIMARY KEY,
        occurred BIGINT NOT NULL,
        kind TEXT NOT NULL,
        staff TEXT NOT NULL,
        action TEXT NOT NULL,
        customer TEXT NOT NULL,
        detail TEXT NOT NULL
    );
    CREATE INDEX staff_audit_customer ON staff_audit (customer, sequence);
    CREATE INDEX staff_audit_staff ON staff_audit (staff, sequence);
    """,
    """
    ALTER TABLE staff_account ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE staff_account ADD COLUMN password_set BIGINT NOT NULL DEFAULT 0;
    UPDATE staff_account SET changed = created, password_set = created;

    CREATE TABLE staff_export (
        sequence INTEGER PRIMARY KEY,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        asked BLOB NOT NULL
    );
    """,
    """
    CREATE TABLE staff_second (
        account TEXT PRIMARY KEY,
        salt BLOB NOT NULL,
        pending BLOB NOT NULL,
        confirmed BIGINT NOT NULL,
        step BIGINT NOT NULL,
        changed BIGINT NOT NULL
    );

    CREATE TABLE staff_recovery (
        account TEXT NOT NULL,
        hash TEXT NOT NULL,
        used BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (account, hash)
    );

    CREATE TABLE staff_half (
        hash TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        created BIGINT NOT NULL
    );
    CREATE INDEX staff_half_created ON staff_half (created);
    """,
    """
    ALTER TABLE staff_second ADD COLUMN named TEXT NOT NULL DEFAULT '';
    ALTER TABLE staff_second ADD COLUMN made_with TEXT NOT NULL DEFAULT '';
    """,
)
