"""The tables of decisions: what each policy did by day, and which policies are disabled."""

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
)
