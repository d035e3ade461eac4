"""The tables of decisions: notices for staff, and who took them."""

MIGRATIONS: tuple[str, ...] = (
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
