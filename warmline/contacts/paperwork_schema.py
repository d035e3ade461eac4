"""The tables of what people do around a contact: notes, what they have seen, what is to be wrapped up."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE contact_note (
        contact INTEGER NOT NULL,
        event INTEGER NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (contact, event)
    ) WITHOUT ROWID;

    CREATE TABLE contact_seen (
        contact INTEGER NOT NULL,
        who TEXT NOT NULL,
        turns INTEGER NOT NULL,
        PRIMARY KEY (contact, who)
    ) WITHOUT ROWID;

    CREATE TABLE contact_to_wrap_up (
        contact INTEGER PRIMARY KEY,
        who TEXT NOT NULL,
        since INTEGER NOT NULL
    );
    CREATE INDEX participant_now ON participant (who) WHERE gone = 0;
    CREATE INDEX contact_to_wrap_up_by ON contact_to_wrap_up (who, since);
    """,
)
