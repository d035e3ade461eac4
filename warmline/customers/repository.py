"""The queries of customers: identifiers, links, subjects, profiles."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from warmline.customers.mentions import Mentions
from warmline.customers.queries import Queries
from warmline.storage.port import Reader, Row, Transaction, places


class Node(NamedTuple):
    """An identifier as it is stored. `verified` is the place of the first event that vouched for it."""

    node: int
    type: str
    value: str
    customer: int
    verified: int | None


class Link(NamedTuple):
    """A fact that ties two identifiers: who said so, when, and whether they vouched for it."""

    a: int
    b: int
    trust: int
    seq: int
    source: str
    occurred: int


class Names(NamedTuple):
    """What a customer can be searched and filtered by."""

    name: str
    brand: str
    country: str
    partner: str


class Recognisable(NamedTuple):
    """By what a customer is recognised who says it: the date as digits, the postcode in its one spelling, the names.

    Names stand on a line each.
    """

    birth_date: str
    postcode: str
    names: str


class StoredProfile(NamedTuple):
    """A profile as it is stored: the version of the shape it was folded with, its bytes, its names."""

    shape: str
    body: bytes
    names: Names


NO_NAMES = Names("", "", "", "")


class Repository:
    """All SQL of customers. `prefix` names the tables a rebuild writes to beside those in use."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.mentions = Mentions(prefix)
        self._sql = Queries(prefix)

    # -- identifiers

    def find(self, reader: Reader, type: str, value: str) -> Node | None:
        """An identifier in its one spelling."""
        return next(iter(self.find_many(reader, type, [value])), None)

    def find_many(self, reader: Reader, type: str, values: Sequence[str]) -> list[Node]:
        """Those of some identifiers of one type that are known."""
        marks, parameters = places(values)
        return [Node(*row) for row in reader.all(self._sql.FIND + marks, (type, *parameters))]

    def node(self, reader: Reader, node: int) -> Node | None:
        """An identifier by its number."""
        return _node(reader.one(self._sql.NODE, (node,)))

    def members(self, reader: Reader, customer: int) -> list[Node]:
        """A customer's identifiers, oldest first."""
        return [Node(*row) for row in reader.all(self._sql.MEMBERS, (customer,))]

    def add_nodes(self, tx: Transaction, nodes: Iterable[Node]) -> None:
        """Store new identifiers."""
        tx.run_many(self._sql.ADD_NODE, nodes)

    def vouch(self, tx: Transaction, node: int, seq: int | None) -> None:
        """Record the place of the first event that vouched for an identifier."""
        tx.run(self._sql.VOUCH, (seq, node))

    def move(self, tx: Transaction, gone: int, kept: int) -> None:
        """Give all identifiers of one customer to another."""
        tx.run(self._sql.MOVE, (kept, gone))

    def assign(self, tx: Transaction, node: int, customer: int) -> None:
        """Give one identifier to a customer."""
        tx.run(self._sql.ASSIGN, (customer, node))

    def forget_nodes(self, tx: Transaction, nodes: Iterable[int]) -> None:
        """Remove identifiers with everything that ties to them."""
        for node in nodes:
            tx.run(self._sql.DROP_LINKS, (node, node))
            tx.run(self._sql.DROP_APART, (node, node))
            self.mentions.forget(tx, node)
            tx.run(self._sql.DROP_NODE, (node,))

    # -- links

    def add_link(self, tx: Transaction, link: Link) -> bool:
        """Record a fact; False if it is known. `a` is the smaller number."""
        return tx.run(self._sql.ADD_LINK, link) == 1

    def add_links(self, tx: Transaction, links: Iterable[Link]) -> None:
        """Record facts, known ones among them or not."""
        tx.run_many(self._sql.ADD_LINK, links)

    def links(self, reader: Reader, nodes: Iterable[int]) -> list[Link]:
        """Facts that touch any of `nodes`, in the order they were said."""
        found = {Link(*row) for node in nodes for row in reader.all(self._sql.LINKS, (node, node))}
        return sorted(found, key=lambda link: (link.seq, link.a, link.b, link.trust))

    def add_apart(self, tx: Transaction, a: int, b: int, seq: int) -> None:
        """Record that two identifiers are not one customer's."""
        tx.run(self._sql.ADD_APART, (min(a, b), max(a, b), seq))

    def forget_apart(self, tx: Transaction, a: int, b: int) -> None:
        """Take such a record back."""
        tx.run(self._sql.DROP_PAIR, (min(a, b), max(a, b)))

    def apart(self, reader: Reader, nodes: Iterable[int]) -> set[tuple[int, int]]:
        """The pairs kept apart that touch any of `nodes`."""
        return {(a, b) for node in nodes for a, b in reader.all(self._sql.APART, (node, node))}

    def apart_at(self, reader: Reader, nodes: Iterable[int]) -> list[tuple[int, int, int]]:
        """The pairs kept apart that touch any of `nodes`, each with the place where a person said so."""
        return [(a, b, seq) for node in nodes for a, b, seq in reader.all(self._sql.APART_AT, (node, node))]

    # -- events

    def seqs(self, reader: Reader, nodes: Iterable[int]) -> list[int]:
        """The places of all events about `nodes`, oldest first."""
        return self.mentions.seqs(reader, nodes, about_only=True)

    def naming(self, reader: Reader, nodes: Iterable[int]) -> list[int]:
        """The places of all events that name any of `nodes`, be they about them or not."""
        return self.mentions.seqs(reader, nodes, about_only=False)

    def latest_seqs(self, reader: Reader, nodes: Iterable[int], before: int, limit: int) -> list[int]:
        """The places of the latest events about `nodes` in front of a place, newest first."""
        found = {seq for node in nodes for seq in self.mentions.latest(reader, node, before, limit)}
        return sorted(found, reverse=True)[:limit]

    # -- profiles

    def profile(self, reader: Reader, customer: int) -> StoredProfile | None:
        """The profile of a customer as it is stored."""
        return self.profiles(reader, [customer]).get(customer)

    def profiles(self, reader: Reader, customers: Sequence[int]) -> dict[int, StoredProfile]:
        """The profiles of several customers, by customer."""
        if not customers:
            return {}
        marks, values = places(customers)
        rows = reader.all(self._sql.PROFILE + marks, values)
        return {row[0]: StoredProfile(row[1], row[2], Names(*row[3:])) for row in rows}

    def put(self, tx: Transaction, rows: Sequence[tuple[int, StoredProfile]]) -> None:
        """Store profiles with their shapes and names: (customer, profile)."""
        tx.run_many(self._sql.PUT, [(customer, one.shape, one.body, *one.names) for customer, one in rows])

    def index_names(self, tx: Transaction, renamed: Sequence[tuple[int, str, str]]) -> None:
        """Index the words of names that changed: (customer, name before, name now)."""
        for customer, before, _ in renamed:
            if before:
                tx.run(self._sql.DROP_WORDS, (customer,))
        rows = [(word, customer) for customer, _, name in renamed for word in words(name)]
        tx.run_many(self._sql.ADD_WORD, rows)

    def update(self, tx: Transaction, rows: Sequence[tuple[bytes, int]]) -> None:
        """Store profiles whose shape and names are as they were: (profile, customer)."""
        tx.run_many(self._sql.UPDATE, rows)

    def forget_customer(self, tx: Transaction, customer: int) -> None:
        """Remove a profile."""
        tx.run(self._sql.DROP_CUSTOMER, (customer,))
        tx.run(self._sql.DROP_WORDS, (customer,))
        tx.run(self._sql.DROP_RECOGNISABLE, (customer,))

    def recognise_by(self, tx: Transaction, renamed: Mapping[int, Recognisable | None]) -> None:
        """Keep by what customers are recognised who say it; None where a part of it is not known."""
        marks, values = places(list(renamed))
        stored = {row[0]: Recognisable(*row[1:]) for row in tx.all(self._sql.RECOGNISABLE + marks, values)}
        changed = [customer for customer, known in renamed.items() if stored.get(customer) != known]
        tx.run_many(self._sql.DROP_RECOGNISABLE, [(one,) for one in changed if one in stored])
        rows = [(one, *known) for one in changed if (known := renamed[one]) is not None]
        tx.run_many(self._sql.ADD_RECOGNISABLE, rows)

    def forget_proposals(self, tx: Transaction, customers: Iterable[int]) -> None:
        """Remove what was proposed of customers, by the ids they had then."""
        for customer in customers:
            tx.run("DELETE FROM proposal WHERE a = ? OR b = ?", (customer, customer))

    def count(self, reader: Reader) -> int:
        """How many customers there are."""
        row = reader.one(self._sql.COUNT)
        return int(row[0]) if row else 0

    def page(self, reader: Reader, after: int, limit: int) -> list[int]:
        """Customer ids behind one, ascending."""
        return [row[0] for row in reader.all(self._sql.PAGE, (after, limit))]

    def stale(self, reader: Reader, shape: str, limit: int) -> list[int]:
        """Customers whose profile was folded with another shape."""
        return [row[0] for row in reader.all(self._sql.STALE, (shape, shape, limit))]

    def by_name(self, reader: Reader, text: str, limit: int) -> list[int]:
        """Customers of whose name every word of `text` begins a word."""
        sought = sorted(words(text), key=len, reverse=True)
        if not sought:
            return []
        table = self.prefix + "name_word"
        also = "".join(
            f" AND EXISTS (SELECT 1 FROM {table} o WHERE o.customer = w.customer AND o.word >= ? AND o.word < ?)"
            for _ in sought[1:]
        )
        sql = f"SELECT DISTINCT w.customer FROM {table} w WHERE w.word >= ? AND w.word < ?{also} LIMIT ?"
        bounds = [bound for word in sought for bound in (word, word + "\U0010ffff")]
        return [row[0] for row in reader.all(sql, (*bounds, limit))]


def words(name: str) -> list[str]:
    """The words of a name as they are searched: without case and accents, đ as d."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return [word[:60] for word in "".join(c for c in plain if not unicodedata.combining(c)).split()][:12]


def _node(row: Row | None) -> Node | None:
    return None if row is None else Node(*row)
