"""A disk that is full: whoever sends is told, nothing acknowledged is lost, and it goes on when there is room."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, prepare

MEGABYTES = 24


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room; skipped where one cannot be mounted."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_said_and_outlived(small_disk: Path) -> None:
    server = prepare(small_disk / "warmline")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * (8 << 20))
    server.start()
    try:
        acknowledged = _fill(server)
        ballast.unlink()
        with server.client() as client:
            assert client.post("/v1/batch", json={"batch": [_message("afterwards", 1)]}).status_code == 200
    finally:
        assert server.stop() == 0, server.log()
    assert (small_disk / "warmline" / "server.log").stat().st_size < 1 << 20
    connection = sqlite3.connect(server.data / "warmline.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    there = {
        row[0]
        for row in connection.execute("SELECT json_extract(CAST(body AS TEXT), '$.message_id') FROM event")
    }
    connection.close()
    assert {*acknowledged, "afterwards"} <= there


def _fill(server: Server) -> list[str]:
    """Send until the disk is full; the message ids that were acknowledged."""
    acknowledged: list[str] = []
    with server.client() as client:
        for number in range(10_000):
            ids = [f"m{number}-{place}" for place in range(20)]
            answer = client.post("/v1/batch", json={"batch": [_message(id, 8_000) for id in ids]})
            if answer.status_code == 200:
                acknowledged += ids
                continue
            assert answer.status_code == 503
            assert "free some space" in answer.text
            return acknowledged
    raise AssertionError("the disk was never full")


def _message(id: str, length: int) -> dict[str, object]:
    return {
        "type": "track",
        "messageId": id,
        "userId": "u1",
        "event": "e",
        "properties": {"text": "x" * length},
    }
