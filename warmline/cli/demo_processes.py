"""The processes beside a demo's server: its simulated customers, and the sample back office."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from warmline.app.settings import Settings
from warmline.cli.demo_folder import BACK_OFFICE, LIVE, OFFICE_DATA, SEED, Demo
from warmline.cli.output import say

PORT = 8100
"""Where the sample business allows Warmline to call its back office."""
STOPPED = (0, 130, -signal.SIGINT, -signal.SIGTERM)
"""How a process ends that was asked to, by Ctrl-C or by us."""
PATIENCE = 10
SIGNED_WITH = "MESSAGES_WEBHOOK_SECRET"
"""What the sample business and its back office call the secret that messages to customers are signed with."""


TEXTS = "WARMLINE_TEXTS_SECRET"
"""What the sample business calls the secret that text messages of customers are brought with."""


VISITORS = "WARMLINE_CHAT_SECRET"
"""What the sample business calls the secret that visitors who are signed in to its site are signed with."""


def share_secret() -> None:
    """Let Warmline, the back office and the shop of this demo know the same secrets: new ones unless there are some."""
    for name in (SIGNED_WITH, TEXTS, VISITORS):
        os.environ.setdefault(name, secrets.token_hex(32))


class Processes:
    """What runs outside of Warmline, like any client. `office` is the address of the back office, if there is one.

    One that ends by itself is said to have, with the last line of its log; the demo goes on without it.
    """

    def __init__(self, settings: Settings, demo: Demo) -> None:
        self.office = ""
        self._data, self._folder = settings.data.absolute(), settings.business
        self._demo = demo
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._has_office = (self._folder / "backoffice" / "__main__.py").is_file()

    def fill_office(self) -> None:
        """Begin to write the books of the back office, while the log takes in the same past."""
        if self._has_office:
            self._run("back office", "back-office.log", self._office_command("--fill"), {}, self._folder)

    def choose_port(self, port: int = PORT) -> int:
        """Where the back office is going to be: at `port`, or at a free one if that is taken; 0 without one."""
        return (_free(port) or _free(0)) if self._has_office else 0

    def start_office(self, url: str, port: int) -> None:
        """Run the back office, if there is one, at a port that was chosen. It tells Warmline at `url`."""
        if not self._has_office:
            return
        self.wait()
        self.office = f"http://127.0.0.1:{port}"
        command = self._office_command(
            "--port", str(port), "--failure", "0", "--secret", "", "--source", BACK_OFFICE
        )
        command += ["--warmline", url]
        self._run(
            "back office",
            "back-office.log",
            command,
            {"WARMLINE_WRITE_KEY": self._demo.keys[BACK_OFFICE]},
            self._folder,
        )

    def wait_for_office(self) -> bool:
        """Until the back office answers; whether it does, or has not within seconds."""
        if not self.office:
            return False
        end = time.monotonic() + PATIENCE
        port = int(self.office.rpartition(":")[2])
        while time.monotonic() < end and not self._stopping.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            time.sleep(0.05)
        return False

    def start_simulation(self, url: str) -> None:
        """Have customers chat, browse and go to the back office."""
        command = [sys.executable, "-m", "warmline.cli.main", "simulate", "--live", "--url", url]
        command += ["--source", LIVE, "--seed", str(SEED), "--customers", str(self._demo.customers)]
        from warmline.business.load import load  # with much behind them, for which --help does not wait
        from warmline.channels.declared import CHANNELS

        websites = CHANNELS.of(load(self._folder, [CHANNELS])).websites
        command += ["--website", next(iter(websites), "")]
        if self.office:
            command += ["--back-office", self.office]
        self._run("simulation", "live.log", command, {"WARMLINE_WRITE_KEY": self._demo.keys[LIVE]})

    def wait(self) -> None:
        """Until what was begun is done."""
        for process in self._running:
            process.wait()

    def stop(self) -> None:
        """Stop all of them; those that do not heed it within seconds are killed."""
        with self._starting:
            self._stopping.set()
        for process in self._running:
            process.terminate()
        for process in self._running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
                continue
            process.kill()
            process.wait()

    def _office_command(self, *more: str) -> list[str]:
        demo = self._demo
        size = ["--customers", str(demo.customers), "--days", str(demo.days), "--end", demo.end.isoformat()]
        command = [sys.executable, "-m", "backoffice", "--data", str(self._data / OFFICE_DATA)]
        return [*command, "--seed", str(SEED), *size, *more]

    def _run(
        self, name: str, log: str, command: list[str], more: dict[str, str], folder: Path | None = None
    ) -> None:
        path = self._data / log
        with self._starting, path.open("wb") as file:
            if self._stopping.is_set():
                return
            process = subprocess.Popen(  # noqa: S603
                command,
                cwd=folder,
                env=os.environ | more,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
            self._running.append(process)
        threading.Thread(target=self._watch, args=(name, path, process), daemon=True).start()

    def _watch(self, name: str, log: Path, process: "subprocess.Popen[bytes]") -> None:
        code = process.wait()
        if not self._stopping.is_set() and code not in STOPPED:
            last = (log.read_text(errors="replace").strip().splitlines() or ["it does not say why"])[-1]
            say(f"The {name} has ended; the demo goes on without it. {last} ({log})")


def _free(port: int) -> int:
    """The port if nothing listens there, otherwise 0; for 0 one that is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
        return int(probe.getsockname()[1])
