"""The index of which events name an identifier says the same wherever its rows are."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import MIGRATIONS
from warmline.customers.mentions import MOST, Mentions
from warmline.storage.port import Reader
from warmline.storage.sqlite import SqliteStorage

NODES = st.sampled_from([0, 7, 4_096, 4_097, 262_144, 1 << 18 | 5, (1 << 18) * 3 + 1, 99_999_999])
EVENTS = st.lists(
    st.lists(st.tuples(NODES, st.booleans()), max_size=3, unique_by=lambda m: m[0]), max_size=40
)


@settings(max_examples=80, deadline=None)
@given(EVENTS, st.integers(1, 9), st.lists(st.integers(0, 255), max_size=300), st.sets(NODES, max_size=2))
def test_what_was_recorded_is_found_settled_or_not(
    events: list, at_once: int, slices: list[int], forgotten: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        mentions, due = Mentions(stride=2), iter(slices)
        expected: dict[int, list[tuple[int, int]]] = {}
        try:
            for start in range(0, len(events), at_once):
                rows = [
                    (node, seq, int(about))
                    for seq, named in enumerate(events[start : start + at_once], start + 1)
                    for node, about in named
                ]
                for node, seq, about in rows:
                    expected.setdefault(node, []).append((seq, about))
                end = min(start + at_once, len(events))
                slice = next(due, None)

                storage.submit(partial(mentions.add, rows=rows)).result()
                storage.submit(partial(mentions.keep_up, before=start, head=end)).result()
                if slice is not None:
                    storage.submit(partial(mentions.settle, number=slice)).result()
            for node in forgotten:
                storage.submit(partial(mentions.forget, node=node)).result()
                expected.pop(node, None)

            def look(reader: Reader) -> None:
                for node in (0, 7, 4_096, 99_999_999, *expected):
                    all_of = expected.get(node, [])
                    about = [seq for seq, is_about in all_of if is_about]
                    assert mentions.seqs(reader, [node], about_only=False) == [seq for seq, _ in all_of]
                    assert mentions.seqs(reader, [node], about_only=True) == about
                    for before, limit in ((1 << 62, 100), (20, 3), (5, 1)):
                        latest = [seq for seq in reversed(about) if seq < before][:limit]
                        assert mentions.latest(reader, node, before, limit) == latest

            storage.read_now(look)
            for slice in mentions.slices:
                storage.submit(partial(mentions.settle, number=slice)).result()
            assert storage.read_now(lambda r: r.all("SELECT count(*) FROM mention_recent")) == [(0,)]
            storage.read_now(look)
        finally:
            storage.close()


def test_a_slice_that_grows_large_settles_before_its_turn(tmp_path: Path) -> None:
    """All of a small company stand beside each other: their rows must not gather for half a million events."""
    storage = SqliteStorage(tmp_path / "w.db", MIGRATIONS, cache_mb=8, readers=1)
    mentions = Mentions()
    for start in range(0, 3 * MOST, 1_000):
        rows = [(seq % 200, seq, 1) for seq in range(start, start + 1_000)]
        storage.submit(partial(mentions.add, rows=rows)).result()
        storage.submit(partial(mentions.keep_up, before=start, head=start + 1_000)).result()
        ((waiting,),) = storage.read_now(lambda reader: reader.all("SELECT count(*) FROM mention_recent"))
        assert waiting < MOST + 1_000
    storage.close()
