"""A whole Warmline for tests: a real server in a process of its own, on a free port, with data of its own.

    with running(tmp_path) as server:
        server.staff().get("/api/staff/me")              # as the command line: every door is open
        server.client("backend").post("/v1/track", json={…})   # as a source with its write key

The fixture `server` (in tests/conftest.py) is one for a module of tests.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import pytest

from warmline.app import control
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.log.model import Source

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "mobile-operator"
SOURCES = (
    Source(name="backend"),
    Source(name="site", public=True, types=("page.viewed", "product.viewed", "customer.identified")),
)
START_SECONDS = 30.0


@dataclass
class Server:
    """A server that runs: `url`; `token` opens every door; `keys` are write keys by source (backend, site)."""

    folder: Path
    business: Path
    keys: dict[str, str]
    url: str = ""
    token: str = ""
    process: "subprocess.Popen[bytes] | None" = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    def start(self, port: int = 0) -> None:
        """Start it; returns when it answers."""
        log = (self.folder / "server.log").open("ab")
        arguments = [
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--business",
            self.business,
            "--data",
            self.data,
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "warmline.cli.main", "serve", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"WARMLINE_CACHE_MB": "16"} | self.environment,
            stdout=log,
            stderr=log,
        )
        log.close()
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            found = control.running(self.data) if (self.data / control.CONTROL).exists() else None
            if found is not None and found.pid == self.process.pid:
                self.url, self.token = found.url, found.token
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it (SIGKILL pulls the plug); its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def log(self) -> str:
        """What it wrote to its log."""
        return (self.folder / "server.log").read_text(errors="replace")

    def staff(self, token: str = "") -> httpx.Client:
        """A client of the staff API; without a token, with that of the command line. Close it."""
        headers = {"authorization": f"Bearer {token or self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def client(self, source: str = "backend") -> httpx.Client:
        """A client that sends events as a source. Close it."""
        return httpx.Client(base_url=self.url, auth=(self.keys[source], ""), timeout=30, trust_env=False)

    def warmline(
        self, *arguments: str, check: bool = True, timeout: float = 120
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command on this data, as people do."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "warmline.cli.main",
                "--data",
                str(self.data),
                "--business",
                str(self.business),
                *arguments,
            ],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert not check or done.returncode == 0, (
            f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
        return done


def prepare(folder: Path, business: Path = SAMPLE, *, another: bool = False) -> Server:
    """Data with two sources and a copy of the business that may be changed; not started.

    `another` installation has other keys than all the rest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(business, folder / "business", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    data, keys = _with_sources(business, another)
    shutil.copytree(data.name, folder / "data", dirs_exist_ok=True)
    return Server(folder, folder / "business", dict(keys))


@cache
def _with_sources(business: Path, another: bool) -> tuple["tempfile.TemporaryDirectory[str]", dict[str, str]]:
    """Data with two sources, to be copied, and their keys: made once, as it takes half a second."""
    data, keys = tempfile.TemporaryDirectory(), dict[str, str]()

    async def add() -> None:
        runtime = Runtime(Settings(data=Path(data.name), business=business, cache_mb=16))
        for source in SOURCES:
            keys[source.name] = await runtime.sources.add(source)
        await runtime.stop()

    asyncio.run(add())
    return data, keys


@contextmanager
def running(folder: Path, business: Path = SAMPLE, *, another: bool = False) -> Iterator[Server]:
    """A server that runs until the end of the block."""
    server = prepare(folder, business, another=another)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for a module of tests."""
    with running(tmp_path_factory.mktemp("server")) as one:
        yield one
