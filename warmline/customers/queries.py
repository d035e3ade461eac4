"""The SQL of customers, each statement under a name."""


class Queries:
    """The statements below, over tables whose names begin with `prefix`."""

    def __init__(self, prefix: str) -> None:
        for name, text in vars(Queries).items():
            if name.isupper():
                setattr(self, name, text.format(p=prefix))

    FIND = """
        SELECT node, type, value, customer, verified
        FROM {p}identifier
        WHERE type = ? AND value IN """
    NODE = "SELECT node, type, value, customer, verified FROM {p}identifier WHERE node = ?"
    MEMBERS = """
        SELECT node, type, value, customer, verified
        FROM {p}identifier
        WHERE customer = ?
        ORDER BY node"""
    ADD_NODE = """
        INSERT INTO {p}identifier (node, type, value, customer, verified)
        VALUES (?, ?, ?, ?, ?)"""
    VOUCH = "UPDATE {p}identifier SET verified = ? WHERE node = ?"
    MOVE = "UPDATE {p}identifier SET customer = ? WHERE customer = ?"
    ASSIGN = "UPDATE {p}identifier SET customer = ? WHERE node = ?"
    DROP_NODE = "DELETE FROM {p}identifier WHERE node = ?"
    ADD_LINK = """
        INSERT INTO {p}link (a, b, trust, seq, source, occurred)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING"""
    LINKS = """
        SELECT a, b, trust, seq, source, occurred
        FROM {p}link
        WHERE a = ?
        UNION SELECT a, b, trust, seq, source, occurred
        FROM {p}link
        WHERE b = ?"""
    DROP_LINKS = "DELETE FROM {p}link WHERE a = ? OR b = ?"
    ADD_APART = "INSERT INTO {p}apart (a, b, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    APART = "SELECT a, b FROM {p}apart WHERE a = ? UNION SELECT a, b FROM {p}apart WHERE b = ?"
    APART_AT = "SELECT a, b, seq FROM {p}apart WHERE a = ? UNION SELECT a, b, seq FROM {p}apart WHERE b = ?"
    DROP_APART = "DELETE FROM {p}apart WHERE a = ? OR b = ?"
    DROP_PAIR = "DELETE FROM {p}apart WHERE a = ? AND b = ?"
    PROFILE = "SELECT id, shape, profile, name, brand, country, partner FROM {p}customer WHERE id IN "
    PUT = """
        INSERT INTO {p}customer (id, shape, profile, name, brand, country, partner)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET shape = excluded.shape, profile = excluded.profile,
            name = excluded.name, brand = excluded.brand, country = excluded.country, partner = excluded.partner"""
    UPDATE = "UPDATE {p}customer SET profile = ? WHERE id = ?"
    DROP_CUSTOMER = "DELETE FROM {p}customer WHERE id = ?"
    COUNT = "SELECT count(*) FROM {p}customer"
    PAGE = "SELECT id FROM {p}customer WHERE id > ? ORDER BY id LIMIT ?"
    STALE = """
        SELECT id FROM {p}customer WHERE shape < ?
        UNION ALL SELECT id FROM {p}customer WHERE shape > ?
        LIMIT ?"""
    RECOGNISABLE = "SELECT customer, birth_date, postcode, names FROM {p}recognisable WHERE customer IN "
    DROP_RECOGNISABLE = "DELETE FROM {p}recognisable WHERE customer = ?"
    ADD_RECOGNISABLE = """
        INSERT INTO {p}recognisable (customer, birth_date, postcode, names)
        VALUES (?, ?, ?, ?)"""
    DROP_WORDS = "DELETE FROM {p}name_word WHERE customer = ?"
    ADD_WORD = "INSERT INTO {p}name_word (word, customer) VALUES (?, ?) ON CONFLICT DO NOTHING"
