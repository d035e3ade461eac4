"""Who is who around somebody who was erased: derived again, by the events that are left of them.

That somebody existed may have kept others apart (a cap was reached, a person separated them) or together. So
everybody whom links tie to them, joined or not, is derived once more as a rebuild would: in tables of its
own, from all events that name them, whose rows then take the place of those in use.
"""

from collections.abc import Iterable, Iterator, Sequence

from warmline.customers import shadow
from warmline.customers.projection import Projection
from warmline.customers.repository import Repository
from warmline.customers.schema import TABLES
from warmline.log import repository as log
from warmline.storage.port import Reader, Transaction, places

AT_ONCE = 500
_KNOWN_BY = {
    "identifier": ("node",),
    "link": ("a", "b"),
    "apart": ("a", "b"),
    "customer": ("id",),
    "name_word": ("customer",),
    "recognisable": ("customer",),
}
"""The tables that are taken over, and by which columns their rows belong to identifiers."""


def around(reader: Reader, repository: Repository, nodes: Iterable[int]) -> set[int]:
    """The identifiers that links and separations tie to some, through whatever others; they are among them."""
    found, next = set[int](), set(nodes)
    while next:
        found |= next
        tied = {node for link in repository.links(reader, next) for node in (link.a, link.b)}
        tied |= {node for pair in repository.apart(reader, next) for node in pair}
        tied |= {
            member.node
            for one in next
            if (node := repository.node(reader, one))
            for member in repository.members(reader, node.customer)
        }
        next = tied - found
    return found


def derive(tx: Transaction, projection: Projection, nodes: set[int]) -> None:
    """Derive identifiers and their customers again; `nodes` must be all that are tied to each other."""
    prefix = shadow.new_prefix()
    shadow.create(tx, prefix)
    aside = Projection(projection.rules.business, Repository(prefix))
    for seqs in _pages(projection.repository.naming(tx, nodes)):
        batch = log.at(tx, seqs)
        aside.derive(tx, batch)
    for page in _pages(sorted(nodes)):
        marks, values = places(page)
        for table, columns in _KNOWN_BY.items():
            for column in columns:
                tx.run(f"DELETE FROM {table} WHERE {column} IN {marks}", values)
    for page in _pages(sorted(nodes)):
        marks, values = places(page)
        for table, (column, *_) in _KNOWN_BY.items():
            tx.run(f"INSERT INTO {table} SELECT * FROM {prefix}{table} WHERE {column} IN {marks}", values)
    for table in TABLES:
        tx.run(f"DROP TABLE {prefix}{table}")


def _pages(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
