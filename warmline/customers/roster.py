"""The identifiers at hand in one transaction: read together, so that a group of events costs one look."""

from collections import defaultdict
from collections.abc import Iterable

from warmline.customers.repository import Node, Repository
from warmline.events.model import Identifier
from warmline.storage.port import Transaction


class Roster:
    """Identifiers by type and value, as they are in this transaction."""

    def __init__(self, tx: Transaction, repository: Repository) -> None:
        self.tx = tx
        self._repository = repository
        self._known: dict[tuple[str, str], Node | None] = {}
        self._of_customer: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        self._mentions: list[tuple[int, int, bool]] = []

    def read(self, identifiers: Iterable[Identifier]) -> None:
        """Read what is known of `identifiers`, one query a type."""
        by_type: defaultdict[str, set[str]] = defaultdict(set)
        for one in identifiers:
            if (one.type, one.value) not in self._known:
                by_type[one.type].add(one.value)
        for type, values in by_type.items():
            for value in values:
                self._known[type, value] = None
            for node in self._repository.find_many(self.tx, type, list(values)):
                self._keep(node)

    def find(self, type: str, value: str) -> Node | None:
        """An identifier in its one spelling."""
        if (type, value) not in self._known:
            self._known[type, value] = None
            if node := self._repository.find(self.tx, type, value):
                self._keep(node)
        return self._known[type, value]

    def customers(self) -> list[int]:
        """The customers of all identifiers at hand."""
        return list({node.customer for node in self._known.values() if node is not None})

    def add(self, node: Node) -> None:
        """Store a new identifier."""
        self._keep(node)
        self._repository.add_node(self.tx, node)

    def vouch(self, node: Node, seq: int) -> Node:
        """Record that a source vouches for an identifier, from the place `seq` on."""
        vouched = node._replace(verified=seq)
        self._keep(vouched)
        self._repository.vouch(self.tx, node.node, seq)
        return vouched

    def move(self, gone: int, kept: int) -> None:
        """Give all identifiers of one customer to another."""
        self._repository.move(self.tx, gone, kept)
        for key in self._of_customer.pop(gone, ()):
            if (node := self._known[key]) is not None:
                self._keep(node._replace(customer=kept))

    def forget(self) -> None:
        """Read everything again when it is asked for next."""
        self._known.clear()
        self._of_customer.clear()

    def mention(self, nodes: list[Node], seq: int, *, about_first: bool) -> None:
        """Record that an event names `nodes`; with `about_first` it is about the first of them."""
        self._mentions.extend((node.node, seq, about_first and not i) for i, node in enumerate(nodes))

    def store(self) -> None:
        """Write the mentions that were recorded."""
        if self._mentions:
            self._repository.add_mentions(self.tx, self._mentions)
            self._mentions.clear()

    def _keep(self, node: Node) -> None:
        """Have an identifier at hand, by its spelling and by its customer."""
        self._known[node.type, node.value] = node
        self._of_customer[node.customer].add((node.type, node.value))
