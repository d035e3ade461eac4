"""A real server in a process of its own: started, watched, killed, and its data counted afterwards."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from warmline.app.control import CONTROL, Control
from warmline.events.model import event_key

NEW = "SELECT key FROM event WHERE seq > ?"
FULL = 2
"""What `PRAGMA synchronous` answers for FULL."""


class ServerError(Exception):
    """The server did not start; the message has the end of its log."""


class RealServer:
    """A Warmline that runs on a data folder. `ready_s` is from the start of the process to a good /readyz."""

    def __init__(
        self, data: Path, business: Path, start_seconds: float = 120.0, profile: Path | None = None
    ) -> None:
        self._folder = data.parent
        self._database = data / "warmline.db"
        environment = os.environ | {
            "WARMLINE_DATA": str(data),
            "WARMLINE_BUSINESS": str(business),
            "WARMLINE_HOST": "127.0.0.1",
            "WARMLINE_PORT": "0",
            "WARMLINE_LOG_LEVEL": "warning",
        }
        environment.pop("WARMLINE_SETTINGS", None)
        (data / CONTROL).unlink(missing_ok=True)
        log = (self._folder / "server.log").open("wb")
        began = time.monotonic()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bench.serve",
                str(self._folder / "witness.json"),
                *([str(profile)] if profile else []),
            ],
            env=environment,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parent.parent,
        )
        log.close()
        while not self._is_ready(data / CONTROL):
            if self._process.poll() is not None or time.monotonic() - began > start_seconds:
                self.kill()
                raise ServerError(f"the server did not start:\n{self.log()}")
            time.sleep(0.01)
        self.ready_s = time.monotonic() - began
        self.max_rss_mb = 0.0
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._url.rsplit(":", 1)[1])

    def is_full(self) -> bool:
        """Whether its writer said that it commits with synchronous=FULL."""
        said = json.loads((self._folder / "witness.json").read_text())
        return bool(said["synchronous"] == FULL)

    def log(self) -> str:
        """The end of what it wrote."""
        return (self._folder / "server.log").read_text(errors="replace")[-3_000:]

    def cpu_seconds(self) -> float:
        """Processor time it has used, all threads together."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError):
            return 0.0

    def stop(self) -> None:
        """SIGTERM, and wait until it has finished."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _is_ready(self, control: Path) -> bool:
        try:
            found = msgspec.json.decode(control.read_bytes(), type=Control)
            self._url, self.token = found.url, found.token
            with urllib.request.urlopen(found.url + "/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, msgspec.DecodeError, urllib.error.URLError):
            return False

    def _watch(self) -> None:
        while self._process.poll() is None:
            pids = [self._process.pid, *_children(self._process.pid)]
            self.max_rss_mb = max(self.max_rss_mb, sum(map(_rss_mb, pids)))
            time.sleep(0.2)


@contextmanager
def running(data: Path, business: Path, profile: Path | None = None) -> Iterator[RealServer]:
    """A server, working by a business folder, for the length of the block; killed at its end if it still lives."""
    server = RealServer(data, business, profile=profile)
    try:
        yield server
    finally:
        server.kill()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(text) for text in path.read_text().split()]
        except OSError:
            continue
        for child in direct:
            found += [child, *_children(child)]
    return found


def _rss_mb(pid: int) -> float:
    """Memory that a process has in use, files it maps included."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


class Kept(msgspec.Struct, frozen=True):
    """What a database holds after the server was killed."""

    new_events: int
    looked_for: int
    missing: int
    sound: bool


def count_kept(data: Path, before: int, acknowledged: Sequence[tuple[str, list[str]]]) -> Kept:
    """Look up acknowledged events, given as (source, message ids), in the log of a server that was killed.

    Each must be there once. `before` is the last place of the log before the run.
    """
    connection = sqlite3.connect(data / "warmline.db")
    try:
        (head,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        sought = {event_key(source, id) for source, ids in acknowledged for id in ids}
        times = dict.fromkeys(sought, 0)
        count = 0
        for (key,) in connection.execute(NEW, (before,)):
            count += 1
            if key in sought:
                times[key] += 1
        looked_for = len(sought)
        found = sum(1 for n in times.values() if n == 1)
        return Kept(
            new_events=count, looked_for=looked_for, missing=looked_for - found, sound=head - before == count
        )
    finally:
        connection.close()
