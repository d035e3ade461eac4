"""The tables of contacts: the interactions, what was said, who takes part, promises, cases, versions."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE contact (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        token BLOB NOT NULL,
        channel TEXT NOT NULL,
        place TEXT NOT NULL,
        state TEXT NOT NULL,
        outcome TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL,
        owned_by TEXT NOT NULL DEFAULT '',
        queue TEXT NOT NULL DEFAULT '',
        version INTEGER NOT NULL DEFAULT 1,
        language TEXT NOT NULL,
        level INTEGER NOT NULL DEFAULT 0,
        wants TEXT NOT NULL DEFAULT '',
        summary TEXT NOT NULL DEFAULT '',
        contact_case TEXT NOT NULL DEFAULT '',
        started INTEGER NOT NULL,
        last INTEGER NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0,
        due INTEGER,
        waiting_since INTEGER NOT NULL DEFAULT 0,
        waited INTEGER NOT NULL DEFAULT 0,
        taken_at INTEGER NOT NULL DEFAULT 0,
        turns INTEGER NOT NULL DEFAULT 0,
        events INTEGER NOT NULL DEFAULT 0,
        cause TEXT NOT NULL DEFAULT '',
        asks_secret INTEGER NOT NULL DEFAULT 0,
        asks_number INTEGER NOT NULL DEFAULT 0,
        business TEXT NOT NULL,
        session BLOB NOT NULL,
        effects BLOB,
        resumable INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX contact_due ON contact (due) WHERE due IS NOT NULL;
    CREATE INDEX contact_under_way ON contact (id) WHERE effects IS NOT NULL;
    CREATE INDEX contact_open ON contact (owner, waiting_since) WHERE state = 'open';
    CREATE INDEX contact_business ON contact (business) WHERE state = 'open';
    CREATE INDEX contact_of_case ON contact (contact_case) WHERE contact_case != '';
    CREATE INDEX contact_over ON contact (ended) WHERE state = 'ended';

    CREATE TABLE contact_turn (
        contact INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (contact, number)
    ) WITHOUT ROWID;

    CREATE TABLE contact_key (
        contact INTEGER NOT NULL,
        key TEXT NOT NULL,
        turns INTEGER NOT NULL,
        PRIMARY KEY (contact, key)
    ) WITHOUT ROWID;

    CREATE TABLE contact_identifier (
        contact INTEGER NOT NULL,
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        verified INTEGER NOT NULL,
        PRIMARY KEY (contact, type, value)
    ) WITHOUT ROWID;
    CREATE INDEX contact_identifier_value ON contact_identifier (type, value);

    CREATE TABLE participant (
        contact INTEGER NOT NULL,
        who TEXT NOT NULL,
        name TEXT NOT NULL,
        joined INTEGER NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0,
        may_speak INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (contact, who, joined)
    ) WITHOUT ROWID;

    CREATE TABLE callback (
        promise TEXT PRIMARY KEY,
        contact INTEGER NOT NULL,
        queue TEXT NOT NULL,
        wants TEXT NOT NULL,
        phone TEXT NOT NULL,
        due INTEGER NOT NULL,
        made INTEGER NOT NULL,
        done INTEGER NOT NULL DEFAULT 0,
        done_by TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX callback_open ON callback (due) WHERE done = 0;
    CREATE INDEX callback_contact ON callback (contact);

    CREATE TABLE contact_queue (
        name TEXT PRIMARY KEY,
        mean INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE problem_case (
        name TEXT PRIMARY KEY,
        what TEXT NOT NULL,
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        opened INTEGER NOT NULL,
        solved INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX problem_case_of ON problem_case (type, value) WHERE solved = 0;

    CREATE TABLE business_version (
        version TEXT PRIMARY KEY,
        files BLOB NOT NULL,
        stored INTEGER NOT NULL
    );
    """,
    """
    ALTER TABLE contact ADD COLUMN surveyed INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE callback ADD COLUMN waited_since INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE contact ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE contact ADD COLUMN served INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE contact ADD COLUMN handed_on INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE contact ADD COLUMN whispered INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE contact ADD COLUMN asides INTEGER NOT NULL DEFAULT 0;
    UPDATE contact SET placed = waiting_since, served = id IN (SELECT contact FROM participant);
    DROP INDEX contact_open;
    CREATE INDEX contact_open ON contact (owner, served DESC, placed, id) WHERE state = 'open';

    CREATE TABLE contact_aside (
        contact INTEGER NOT NULL,
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (contact, number)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX contact_aside_key ON contact_aside (contact, key);

    CREATE TABLE contact_invitation (
        number INTEGER PRIMARY KEY,
        contact INTEGER NOT NULL,
        kind TEXT NOT NULL,
        by TEXT NOT NULL,
        by_name TEXT NOT NULL,
        whom TEXT NOT NULL,
        whom_name TEXT NOT NULL,
        queue TEXT NOT NULL,
        words TEXT NOT NULL,
        why TEXT NOT NULL DEFAULT '',
        at INTEGER NOT NULL,
        state TEXT NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX contact_invitation_of ON contact_invitation (contact);
    CREATE INDEX contact_invitation_open ON contact_invitation (whom) WHERE state = 'open';
    CREATE TABLE case_unread (position INTEGER NOT NULL);
    INSERT INTO case_unread SELECT 0 FROM event LIMIT 1;
    """,
)
