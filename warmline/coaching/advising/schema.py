"""The tables of advice: which decision a contact goes by, what came of its actions, what leads were asked."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE contact_advice (
        contact TEXT PRIMARY KEY,
        decision TEXT NOT NULL,
        wants TEXT NOT NULL,
        staff TEXT NOT NULL,
        asked INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE contact_action (
        contact TEXT NOT NULL,
        decision TEXT NOT NULL,
        action TEXT NOT NULL,
        did TEXT NOT NULL,
        staff TEXT NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (contact, decision, action)
    ) WITHOUT ROWID;

    CREATE TABLE approval (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact TEXT NOT NULL,
        decision TEXT NOT NULL,
        action TEXT NOT NULL,
        title TEXT NOT NULL,
        cost REAL NOT NULL,
        most REAL NOT NULL,
        currency TEXT NOT NULL,
        staff TEXT NOT NULL,
        name TEXT NOT NULL,
        why TEXT NOT NULL,
        asked INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'asked',
        settled_by TEXT NOT NULL DEFAULT '',
        settled_name TEXT NOT NULL DEFAULT '',
        settled INTEGER NOT NULL DEFAULT 0,
        word TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX approval_of ON approval (contact, decision, action);
    CREATE INDEX approval_open ON approval (asked) WHERE state = 'asked';
    """,
    """
    CREATE TABLE contact_carried (
        contact TEXT NOT NULL,
        action TEXT NOT NULL,
        customer INTEGER NOT NULL,
        stage TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (contact, action)
    ) WITHOUT ROWID;
    CREATE INDEX carried_of ON contact_carried (customer, action);

    ALTER TABLE approval ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX approval_untold ON approval (staff) WHERE told = 0;
    """,
    """
    DROP INDEX carried_of;
    ALTER TABLE contact_carried DROP COLUMN customer;
    CREATE INDEX carried_under_way ON contact_carried (action) WHERE stage IN ('waits', 'sent', 'unknown');
    """,
)
