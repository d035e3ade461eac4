"""`python -m bench recognise`: how long it takes to find out who somebody is among many customers."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.machine import machine
from bench.progress import say
from warmline.app.migrations import MIGRATIONS
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.customers.projection import Projection
from warmline.customers.recognising import postcodes
from warmline.customers.recognising.service import Recogniser
from warmline.customers.repository import Node, Recognisable, Repository
from warmline.simulate.people import Customer, customers
from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage

BUSINESS = Path(__file__).parents[1] / "examples" / "mobile-operator"
AT_ONCE = 10_000
TODAY = date(2026, 11, 26)
Ask = Callable[[Reader], int | None]


def recognise(count: int, asked: int) -> dict[str, Any]:
    """Fill the tables of `count` customers, then ask for `asked` of them in each way; milliseconds."""
    before = machine()
    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "warmline.db", MIGRATIONS, cache_mb=64, readers=1)
        recogniser = Recogniser(Projection(load(BUSINESS, SECTIONS)))
        try:
            sample, same = list[Customer](), dict[int, int]()
            for number, some in enumerate(_batches(customers(1, count))):
                sample += some[:: count // asked]
                same |= {one.index + 1: one.same_as + 1 for one in some if one.same_as >= 0}
                storage.submit(lambda tx, some=some: _fill(tx, some)).result()  # type: ignore[misc]
                say(f"{(number + 1) * AT_ONCE:,} customers")
            result: dict[str, Any] = {"customers": count, "asked": len(sample)}
            for name, asks in _ways(recogniser, sample):
                result |= _measured(name, storage, asks, sample, same)
        finally:
            storage.close()
    return result | {"machine": before}


def _batches(people: Iterable[Customer]) -> Iterator[tuple[Customer, ...]]:
    left = iter(people)
    while some := tuple(islice(left, AT_ONCE)):
        yield some


def _fill(tx: Transaction, some: tuple[Customer, ...]) -> None:
    repository = Repository()
    repository.add_nodes(tx, [Node(one.index + 1, "account", one.account, one.index + 1, 1) for one in some])
    known = {
        one.index + 1: Recognisable(
            one.birth_date.replace("-", ""), postcodes.normal(one.postcode), f"{one.name}\n{one.latin_name}"
        )
        for one in some
    }
    repository.recognise_by(tx, known)


def _ways(recogniser: Recogniser, sample: list[Customer]) -> Iterator[tuple[str, list[Ask]]]:
    """Ways to say who one is: to the letter, as a recogniser of speech hears it, as somebody else, by account."""

    def person(postcode: list[str], name: list[str], day: list[str]) -> Ask:
        return lambda reader: recogniser.by_person(
            reader, postcode=postcode, name=name, birth_date=day, today=TODAY
        )

    def number(account: str) -> Ask:
        return lambda reader: recogniser.by_number(reader, [" ".join(account)])

    yield "exact", [person([one.postcode], [one.name], [one.birth_date]) for one in sample]
    yield "heard", [_heard(one, person) for one in sample]
    yield "nobody", [person([one.postcode], ["Nobody Atall"], [one.birth_date]) for one in sample]
    yield "account", [number(one.account) for one in sample]


def _heard(one: Customer, person: Callable[[list[str], list[str], list[str]], Ask]) -> Ask:
    """Alternatives of each, the right one among them but for the birth date, which is a day late."""
    chance = random.Random(one.index)
    name = one.latin_name or one.name
    at = chance.randrange(len(name))
    slip = name[:at] + chance.choice("aeiou") + name[at + 1 :]
    born = date.fromisoformat(one.birth_date)
    wrong = born + timedelta(days=1)
    return person(
        [f"{one.city} {one.postcode}", " ".join(one.postcode), one.postcode[:-1]],
        ["sun toss marry", slip, name],
        [f"{wrong:%d %B %Y}", f"{wrong:%d/%m/%y}"],
    )


def _measured(
    name: str, storage: SqliteStorage, asks: list[Ask], sample: list[Customer], same: dict[int, int]
) -> dict[str, Any]:
    """How long it took, how many were found, and how often another person was: two records may be of one (`same`)."""
    took, right, others = [], 0, 0
    for ask, one in zip(asks, sample, strict=True):
        customer = one.index + 1
        begun = time.perf_counter()
        found = storage.read_now(ask)
        took.append((time.perf_counter() - begun) * 1e3)
        is_right = found is not None and same.get(found, found) == same.get(customer, customer)
        right += is_right
        others += found is not None and not is_right
    took.sort()
    return {
        f"{name}_p50_ms": round(took[len(took) // 2], 2),
        f"{name}_p99_ms": round(took[int(len(took) * 0.99)], 2),
        f"{name}_found": right,
        f"{name}_others": others,
    }
