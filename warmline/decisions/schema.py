"""The tables of decisions: what policies and offers came to by day, who decided where, notices, what is disabled."""

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
    """
    CREATE TABLE offer_day (
        day INTEGER NOT NULL,
        offer TEXT NOT NULL,
        made INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        declined INTEGER NOT NULL,
        ignored INTEGER NOT NULL,
        not_eligible INTEGER NOT NULL,
        service_first INTEGER NOT NULL,
        no_consent INTEGER NOT NULL,
        resting INTEGER NOT NULL,
        capped INTEGER NOT NULL,
        control_group INTEGER NOT NULL,
        lower_priority INTEGER NOT NULL,
        disabled INTEGER NOT NULL,
        condition_failed INTEGER NOT NULL,
        PRIMARY KEY (day, offer)
    ) WITHOUT ROWID;

    CREATE TABLE decision_policy (
        policy TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (policy, seq)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE offer_day ADD COLUMN not_verified INTEGER NOT NULL DEFAULT 0;
    """,
)
