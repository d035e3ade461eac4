"""The tables of customers: all derived from the log, except the ledger of proposals and erasures."""

_IDENTIFIER = """
    CREATE TABLE {p}identifier (
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        node INTEGER NOT NULL,
        customer INTEGER NOT NULL,
        verified INTEGER,
        PRIMARY KEY (type, value)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX {p}identifier_node ON {p}identifier (node);
    CREATE INDEX {p}identifier_customer ON {p}identifier (customer);
"""
"""Each event looks identifiers up by type and value: the table is kept in that order."""
_OTHERS = """
    CREATE TABLE {p}link (
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        trust INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        source TEXT NOT NULL,
        occurred INTEGER NOT NULL,
        PRIMARY KEY (a, b, trust)
    ) WITHOUT ROWID;
    CREATE INDEX {p}link_b ON {p}link (b);

    CREATE TABLE {p}apart (
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (a, b)
    ) WITHOUT ROWID;
    CREATE INDEX {p}apart_b ON {p}apart (b);

    CREATE TABLE {p}mention (
        node INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        about INTEGER NOT NULL,
        PRIMARY KEY (node, seq)
    ) WITHOUT ROWID;

    CREATE TABLE {p}customer (
        id INTEGER PRIMARY KEY,
        shape TEXT NOT NULL,
        profile BLOB NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        brand TEXT NOT NULL DEFAULT '',
        country TEXT NOT NULL DEFAULT '',
        partner TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX {p}customer_shape ON {p}customer (shape);
    CREATE TABLE {p}name_word (
        word TEXT NOT NULL,
        customer INTEGER NOT NULL,
        PRIMARY KEY (word, customer)
    ) WITHOUT ROWID;
    CREATE INDEX {p}name_word_customer ON {p}name_word (customer);
"""
_RECENT = """
    CREATE TABLE {p}mention_recent (
        part INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        node INTEGER NOT NULL,
        about INTEGER NOT NULL,
        PRIMARY KEY (part, seq, node)
    ) WITHOUT ROWID;
"""
_RECOGNISABLE = """
    CREATE TABLE {p}recognisable (
        birth_date TEXT NOT NULL,
        postcode TEXT NOT NULL,
        customer INTEGER NOT NULL,
        names TEXT NOT NULL,
        PRIMARY KEY (birth_date, postcode, customer)
    ) WITHOUT ROWID;
    CREATE INDEX {p}recognisable_customer ON {p}recognisable (customer);
"""
"""By what the business declares that customers are recognised: candidates are found, and told apart, in one place."""
DERIVED = _IDENTIFIER + _OTHERS + _RECENT + _RECOGNISABLE
"""Everything that a rebuild derives again; `p` is put before each name while it does."""

TABLES = ("identifier", "link", "apart", "mention", "mention_recent", "customer", "name_word", "recognisable")
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE identifier (
        node INTEGER PRIMARY KEY,
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        customer INTEGER NOT NULL,
        verified INTEGER,
        UNIQUE (type, value)
    );
    CREATE INDEX identifier_customer ON identifier (customer);
    """
    + _OTHERS.format(p="")
    + """
    CREATE TABLE proposal (
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        probability REAL NOT NULL,
        reasons TEXT NOT NULL,
        made INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open',
        settled INTEGER,
        settled_by TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (a, b)
    ) WITHOUT ROWID;
    CREATE INDEX proposal_state ON proposal (state, probability);
    """,
    """
    DROP INDEX IF EXISTS identifier_customer;
    ALTER TABLE identifier RENAME TO identifier_by_node;
    """
    + _IDENTIFIER.format(p="")
    + """
    INSERT INTO identifier (type, value, node, customer, verified)
    SELECT type, value, node, customer, verified FROM identifier_by_node ORDER BY type, value;
    DROP TABLE identifier_by_node;
    """,
    _RECENT.format(p=""),
    _RECOGNISABLE.format(p=""),
)
