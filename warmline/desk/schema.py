"""The tables of the desk: the views of the wall that somebody has saved."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE wall_view (
        number INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        wanted BLOB NOT NULL
    );
    CREATE UNIQUE INDEX wall_view_of ON wall_view (account, name);
    """,
)
