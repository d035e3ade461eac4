"""The identifiers at hand in one transaction: read together and written together.

A group of events costs a few statements, not a few for each event. What is new waits in memory until
`store`; who asks the tables themselves calls that first.
"""

from collections import defaultdict
from collections.abc import Iterable

from warmline.customers.repository import Link, Node, Repository
from warmline.events.model import Identifier
from warmline.storage.port import Transaction


class Roster:
    """Identifiers, their customers and their links, as they are in this transaction."""

    def __init__(self, tx: Transaction, repository: Repository) -> None:
        self.tx = tx
        self._repository = repository
        self._nodes: dict[int, Node] = {}
        self._spelled: dict[tuple[str, str], int | None] = {}
        self._members: dict[int, list[int]] = {}
        """By customer, where all of them are at hand."""
        self._new: set[int] = set()
        self._added: set[int] = set()
        self._links: dict[tuple[int, int, int], Link] = {}
        self._mentions: list[tuple[int, int, int]] = []

    # -- identifiers

    def read(self, identifiers: Iterable[Identifier]) -> None:
        """Read what is known of `identifiers`, one query a type."""
        by_type: defaultdict[str, set[str]] = defaultdict(set)
        for one in identifiers:
            if (one.type, one.value) not in self._spelled:
                by_type[one.type].add(one.value)
        for type, values in by_type.items():
            self._spelled.update(((type, value), None) for value in values)
            for node in self._repository.find_many(self.tx, type, list(values)):
                self._keep(node)

    def find(self, type: str, value: str) -> Node | None:
        """An identifier in its one spelling."""
        if (type, value) not in self._spelled:
            self._spelled[type, value] = None
            if node := self._repository.find(self.tx, type, value):
                self._keep(node)
        number = self._spelled[type, value]
        return None if number is None else self._nodes[number]

    def node(self, number: int) -> Node:
        """An identifier by its number, which must be one."""
        if number not in self._nodes:
            node = self._repository.node(self.tx, number)
            assert node is not None, number
            self._keep(node)
        return self._nodes[number]

    def customers_of(self, identifiers: Iterable[Identifier]) -> list[int]:
        """The customers of those of `identifiers` that are known."""
        found = (self.find(one.type, one.value) for one in identifiers)
        return list({node.customer for node in found if node is not None})

    def add(self, node: Node) -> None:
        """Take in a new identifier, a customer of its own."""
        self._keep(node)
        self._new.add(node.node)
        self._added.add(node.node)
        self._members[node.customer] = [node.node]

    def vouch(self, node: Node, seq: int) -> Node:
        """Record that a source vouches for an identifier, from the place `seq` on."""
        vouched = node._replace(verified=seq)
        self._keep(vouched)
        if node.node not in self._new:
            self._repository.vouch(self.tx, node.node, seq)
        return vouched

    # -- customers

    def members(self, customer: int) -> list[Node]:
        """A customer's identifiers, oldest first."""
        if customer not in self._members:
            members = self._repository.members(self.tx, customer)
            for node in members:
                self._keep(node)
            self._members[customer] = [node.node for node in members]
        return [self._nodes[number] for number in self._members[customer]]

    def move(self, gone: int, kept: int) -> None:
        """Give all identifiers of one customer to another."""
        both = [node.node for node in (*self.members(kept), *self.members(gone))]
        leaving = self._members.pop(gone)
        if not self._new.issuperset(leaving):
            self._repository.move(self.tx, gone, kept)
        for number in leaving:
            self._keep(self._nodes[number]._replace(customer=kept))
        self._members[kept] = sorted(both)

    def apart(self, nodes: Iterable[int]) -> set[tuple[int, int]]:
        """The pairs kept apart that touch any of `nodes`; a new identifier is in none."""
        return self._repository.apart(self.tx, [number for number in nodes if number not in self._new])

    def take_new_customers(self) -> list[int]:
        """Customers that have come since this was asked last, those who were merged away since aside."""
        added, self._added = self._added, set()
        return [number for number in sorted(added) if self._nodes[number].customer == number]

    def is_new(self, customer: int) -> bool:
        """Whether nothing of this customer is in the tables yet."""
        return customer in self._new

    # -- facts

    def add_link(self, link: Link) -> bool:
        """Record a link; False if it is known."""
        key = (link.a, link.b, link.trust)
        if key in self._links:
            return False
        if link.a in self._new or link.b in self._new:
            self._links[key] = link
            return True
        return self._repository.add_link(self.tx, link)

    def mention(self, nodes: list[Node], seq: int, *, about_first: bool) -> None:
        """Record that an event names `nodes`; with `about_first` it is about the first of them."""
        about = int(about_first)
        for node in nodes:
            self._mentions.append((node.node, seq, about))
            about = 0

    def mention_one(self, node: Node, seq: int) -> None:
        """Record that an event is about `node` and names nobody else."""
        self._mentions.append((node.node, seq, 1))

    # -- to and from the tables

    def store(self) -> None:
        """Write what is new."""
        if self._new:
            self._repository.add_nodes(self.tx, [self._nodes[number] for number in sorted(self._new)])
            self._new.clear()
        if self._links:
            self._repository.add_links(self.tx, self._links.values())
            self._links.clear()
        if self._mentions:
            self._repository.mentions.add(self.tx, self._mentions)
            self._mentions.clear()

    def forget(self) -> None:
        """Write what is new, and read everything again when it is asked for next."""
        self.store()
        self._added.clear()
        self._nodes.clear()
        self._spelled.clear()
        self._members.clear()

    def _keep(self, node: Node) -> None:
        self._nodes[node.node] = node
        self._spelled[node.type, node.value] = node.node
