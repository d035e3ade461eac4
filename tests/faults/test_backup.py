"""Backups made while writing, restored while running; what was erased does not come back; bad files touch nothing."""

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.server import SAMPLE
from warmline.app.migrations import MIGRATIONS
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.customers.model import UnknownCustomer
from warmline.events.model import Event, Identifier
from warmline.log import repository as log
from warmline.log.model import Decoded, Source
from warmline.storage.errors import NewerData, NotABackup
from warmline.storage.sqlite import SqliteStorage
from warmline.web.principal import LOCAL

SOURCE = Source(name="backend")


def event(number: int, user: str = "u1") -> Event:
    return Event(
        source="backend",
        message_id=f"m{number}",
        type="contact.started",
        occurred=1_780_000_000_000_000 + number,
        identifiers=(Identifier("user", user, True), Identifier("email", f"{user}@mail.example", True)),
        properties={"contact": f"c{number}"},
    )


def running(folder: Path) -> Runtime:
    """A Warmline of this process, on data in `folder`."""
    return Runtime(Settings(data=folder / "data", business=SAMPLE, cache_mb=16))


async def take(runtime: Runtime, *events: Event) -> None:
    receipt = await runtime.ingest.accept(SOURCE, Decoded(events=list(events)))
    assert receipt.accepted == len(events)


async def ids(runtime: Runtime) -> list[str]:
    stored = await runtime.storage.read(lambda reader: log.after(reader, 0, 1_000_000))
    return [one.event.message_id for one in stored]


def test_a_backup_made_while_writing_holds_one_moment_and_comes_back(tmp_path: Path) -> None:
    async def use() -> None:
        runtime = running(tmp_path)
        await runtime.start()
        await take(runtime, *(event(n, f"u{n % 20}") for n in range(2_000)))
        acknowledged = await ids(runtime)
        stop = asyncio.Event()

        async def write() -> int:
            number = 2_000
            while not stop.is_set():
                await take(runtime, *(event(n, f"u{n % 20}") for n in range(number, number + 10)))
                number += 10
            return number

        writing = asyncio.create_task(write())
        steps: list[tuple[int, int]] = []
        backup = tmp_path / "backup.db"
        await asyncio.to_thread(
            runtime.storage.backup, backup, lambda done, total: steps.append((done, total))
        )
        await asyncio.sleep(0.2)
        stop.set()
        last = await writing
        assert steps
        assert await ids(runtime) == [f"m{n}" for n in range(last)]

        result = await runtime.restore(backup)
        restored = await ids(runtime)
        assert restored[: len(acknowledged)] == acknowledged
        assert restored == [f"m{n}" for n in range(len(restored))]
        assert len(restored) % 10 == 0, "half of a command is in the backup"
        assert result["events"] == len(restored) < last
        assert Path(result["kept"]).exists()
        await take(runtime, *(event(n, f"u{n % 20}") for n in range(len(restored), last)))
        assert await ids(runtime) == [f"m{n}" for n in range(last)]
        assert await runtime.customers.rebuild(replace=False) == []
        await runtime.stop()

    asyncio.run(use())


def test_who_was_erased_stays_erased_after_an_older_backup_is_restored(tmp_path: Path) -> None:
    async def use() -> None:
        runtime = running(tmp_path)
        await runtime.start()
        await take(runtime, *(event(n, f"u{n % 3}") for n in range(9)))
        backup = tmp_path / "backup.db"
        await asyncio.to_thread(runtime.storage.backup, backup)
        erased = await runtime.customers.erase(LOCAL, "user:u1")
        assert erased.events == 3
        result = await runtime.restore(backup)
        assert result["erased_again"] == 2, "the user and their mail address"
        with pytest.raises(UnknownCustomer):
            await runtime.customers.view(LOCAL, "user:u1")
        assert (await runtime.customers.view(LOCAL, "user:u2")).id
        assert await runtime.customers.rebuild(replace=False) == []
        await runtime.stop()
        assert b"u1@mail.example" not in (tmp_path / "data" / "warmline.db").read_bytes()

    asyncio.run(use())


def _damaged(folder: Path, backup: Path) -> Path:
    path = folder / "damaged.db"
    raw = bytearray(backup.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 8192] = b"\xaa" * 8192
    path.write_bytes(raw)
    return path


def _cut_off(folder: Path, backup: Path) -> Path:
    path = folder / "cut.db"
    path.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    return path


def _foreign(folder: Path, backup: Path) -> Path:
    path = folder / "foreign.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (n)")
    connection.close()
    return path


def _text(folder: Path, backup: Path) -> Path:
    path = folder / "letter.txt"
    path.write_text("Dear reader, this is no database.\n" * 300)
    return path


def _missing(folder: Path, backup: Path) -> Path:
    return folder / "missing.db"


def _newer(folder: Path, backup: Path) -> Path:
    path = folder / "newer.db"
    shutil.copy(backup, path)
    newer = {room: [*scripts, "SELECT 1"] for room, scripts in MIGRATIONS.items()}
    SqliteStorage(path, newer, readers=1).close()
    return path


@pytest.mark.parametrize("make", [_damaged, _cut_off, _foreign, _text, _missing, _newer])
def test_a_file_that_is_no_sound_backup_is_refused_before_anything_is_touched(
    tmp_path: Path, make: Any
) -> None:
    async def use() -> None:
        runtime = running(tmp_path)
        await runtime.start()
        await take(runtime, *(event(n, f"u{n % 20}") for n in range(400)))
        backup = tmp_path / "backup.db"
        await asyncio.to_thread(runtime.storage.backup, backup)
        bad = make(tmp_path, backup)
        files = sorted(path.name for path in (tmp_path / "data").iterdir())
        with pytest.raises(NewerData if make is _newer else NotABackup) as caught:
            await runtime.restore(bad)
        assert bad.name in str(caught.value) or make is _newer
        assert sorted(path.name for path in (tmp_path / "data").iterdir()) == files
        assert len(await ids(runtime)) == 400
        await take(runtime, event(400))
        await runtime.stop()

    asyncio.run(use())
