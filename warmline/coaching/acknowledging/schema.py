"""The tables of the coach: what came of hints, without a word of the customer's."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE coach_hint (
        staff TEXT NOT NULL,
        contact TEXT NOT NULL,
        turn INTEGER NOT NULL,
        shown INTEGER NOT NULL,
        came TEXT NOT NULL,
        PRIMARY KEY (staff, contact, turn)
    ) WITHOUT ROWID;
    CREATE INDEX coach_hint_day ON coach_hint (staff, shown);
    """,
)
