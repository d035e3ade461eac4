"""The tables of decisions: what each policy did by day, which are disabled, notices for staff."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE policy_day (
        day INTEGER NOT NULL,
        policy TEXT NOT NULL,
        evaluated INTEGER NOT NULL,
        held INTEGER NOT NULL,
        acted INTEGER NOT NULL,
        held_back INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        PRIMARY KEY (day, policy)
    ) WITHOUT ROWID;

    CREATE TABLE disabled_policy (
        policy TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        failures INTEGER NOT NULL,
        why TEXT NOT NULL,
        at INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE notice (
        seq INTEGER PRIMARY KEY,
        role TEXT NOT NULL,
        taken INTEGER UNIQUE,
        taken_at INTEGER NOT NULL DEFAULT 0,
        taken_by TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX notice_open ON notice (seq, role) WHERE taken IS NULL;
    """,
)
