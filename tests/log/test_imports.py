"""Imports when something of ours fails: the one line it fails on is rejected, the others go in."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from warmline.log import rejects, repository
from warmline.log.imports import Chunk, Imports, UnreadLine
from warmline.log.ingest import Ingest, PlainStage
from warmline.log.model import Stored
from warmline.log.schema import MIGRATIONS
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage

NOW = 1_800_000_000_000_000


def poisoned(tx: Transaction, arrived: Sequence[Stored]) -> None:
    """A room above that cannot take one kind of event."""
    if any(stored.event.type == "poison" for stored in arrived):
        raise ZeroDivisionError


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path / "warmline.db", {"log": MIGRATIONS})
    yield storage
    storage.close()


def line(number: int, type: str = "thing") -> bytes:
    text = (
        f'{{"source": "s", "message_id": "{number}", "type": "{type}", "occurred": "2025-01-01T00:00:00Z"}}'
    )
    return text.encode()


def test_a_line_that_meets_a_fault_of_ours_costs_only_itself(
    storage: SqliteStorage, caplog: pytest.LogCaptureFixture
) -> None:
    imports = Imports(storage, Ingest(storage, [PlainStage(poisoned)], lambda: NOW), lambda: NOW)
    lines = [line(1), line(2, "poison"), b"", line(4), b"", line(6)]
    chunk = Chunk(
        job="j", first=1, lines=lines, unread=[UnreadLine(5, b"\xff", "It is not UTF-8.")], last=True
    )
    job = asyncio.run(imports.take(chunk))
    assert (job.lines, job.accepted, job.rejected, job.finished) == (6, 3, 2, True)
    assert asyncio.run(imports.take(chunk)) == job
    kept = storage.read_now(lambda reader: rejects.of_job(reader, "j"))
    assert [one.where for one in kept] == ["line 2", "line 5"]
    assert "a fault of ours" in kept[0].reason
    assert kept[0].raw == lines[1]
    assert storage.read_now(repository.head) == 3
    assert "line 2" in caplog.text
