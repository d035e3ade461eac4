"""No event enters the log twice: whatever fails, settles, restarts or comes again."""

from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import event
from warmline.log import repository, schema
from warmline.log.keys import Keys, place_of
from warmline.log.model import Arriving
from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage

MIGRATIONS = {"log": schema.MIGRATIONS}


def arriving(number: int) -> Arriving:
    made = event(number)
    # Few first bytes, so that what settles is often what comes again.
    key = bytes([number % 5]) + blake2b(str(number).encode(), digest_size=15).digest()
    return Arriving(key, made, repository.encode(made))


class Failed(Exception):
    """What a command of these tests fails with."""


Step = tuple[str, list[int]]
numbers = st.lists(st.integers(0, 60), max_size=12, unique=True)
KINDS = ("append", "append and fail", "append elsewhere", "start again")
steps: st.SearchStrategy[list[Step]] = st.lists(st.tuples(st.sampled_from(KINDS), numbers), max_size=25)


@settings(max_examples=120, deadline=None)
@given(steps, st.integers(1, 3))
def test_each_event_is_in_the_log_once_at_its_place(steps: list[Step], stride: int) -> None:
    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        keys, elsewhere = Keys(stride), Keys(stride)
        expected: list[int] = []

        def append(tx: Transaction, keys: Keys, numbers: list[int], *, fails: bool = False) -> list[int]:
            new = repository.append(tx, keys, [arriving(number) for number in numbers])
            if fails:
                raise Failed
            return [int(stored.event.message_id) for stored in new]

        try:
            for what, numbers in steps:
                if what == "start again":
                    keys = Keys(stride)
                elif what == "append and fail":
                    failing = partial(append, keys=keys, numbers=numbers, fails=True)
                    assert isinstance(storage.submit(failing).exception(), Failed)
                else:
                    by = elsewhere if what == "append elsewhere" else keys
                    fresh = [number for number in numbers if number not in expected]
                    assert storage.submit(partial(append, keys=by, numbers=numbers)).result() == fresh
                    expected += fresh

            def look(reader: Reader) -> None:
                there = repository.after(reader, 0, 1_000)
                assert [int(stored.event.message_id) for stored in there] == expected
                assert [place_of(reader, stored.key) for stored in there] == [s.seq for s in there]
                kept = reader.all("SELECT key FROM event_key UNION ALL SELECT key FROM event_key_recent")
                assert sorted(key for (key,) in kept) == sorted(stored.key for stored in there)

            storage.read_now(look)
        finally:
            storage.close()


def test_nothing_of_another_log_is_remembered_once_it_is_forgotten(tmp_path: Path) -> None:
    """Two histories with the same end and different insides, as restores can make them."""

    def one(folder: str, numbers: list[int]) -> SqliteStorage:
        storage = SqliteStorage(tmp_path / folder / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        storage.submit(lambda tx: repository.append(tx, Keys(), [arriving(n) for n in numbers])).result()
        return storage

    here, there = one("here", [1, 9]), one("there", [2, 9])
    keys = Keys()
    here.submit(lambda tx: repository.append(tx, keys, [arriving(9)])).result()
    keys.forget()
    new = there.submit(lambda tx: repository.append(tx, keys, [arriving(2), arriving(1)])).result()
    assert [stored.event.message_id for stored in new] == ["1"]
    here.close()
    there.close()
