"""`python -m backoffice`: runs the back office of the sample business."""

import argparse
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from backoffice import api, past, tell
from backoffice.faults import Faults
from backoffice.gateway import Gateway
from backoffice.storage import Database
from backoffice.times import now


def main() -> None:
    """Fill the data folder if it is new, then serve until SIGINT or SIGTERM."""
    given = _arguments()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    given.data.mkdir(parents=True, exist_ok=True)
    database = Database(given.data / "backoffice.db", now, given.source)
    try:
        accounts = past.prepare(database, given.seed, given.customers, given.days, _moment(given.end))
    except past.StateError as error:
        raise SystemExit(str(error)) from error
    if given.fill:
        database.close()
        return
    teller = tell.Teller(database, given.warmline, given.write_key) if given.warmline else None
    faults = Faults(latency=given.latency, failure=given.failure)
    secrets = api.Secrets(given.secret, given.messages_secret)
    gateway = Gateway(given.warmline.rstrip("/"), given.texts_secret)
    app = api.create(database, faults, given.seed, secrets, teller, gateway)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((given.host, given.port))
    except OSError as error:
        raise SystemExit(
            f"cannot listen on {given.host}:{given.port}: {error.strerror}; choose another --port"
        ) from error
    url = f"http://{given.host}:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = _Announcing(config, f"The back office is up at {url}, with {accounts:,} accounts.")
    signal.signal(signal.SIGTERM, _as_asked)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    database.close()


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announcement: str) -> None:
        super().__init__(config)
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._announcement, file=sys.stderr, flush=True)


def _as_asked(number: int, frame: object) -> None:
    """A stop by SIGTERM that went well is no failure: uvicorn raises the signal again when it is done."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m backoffice", description=__doc__)
    say = parser.add_argument
    say("--host", default="127.0.0.1")
    say("--port", type=int, default=8100, help="0 takes a free one (default: %(default)s)")
    say(
        "--data",
        type=Path,
        required=True,
        help="folder of the state; filled when it is new",
    )
    say(
        "--seed",
        type=int,
        default=1,
        help="which customers: as for `warmline simulate` (default: %(default)s)",
    )
    say("--customers", type=int, default=2_000, help="how many (default: %(default)s)")
    say("--days", type=int, default=90, help="length of their past (default: %(default)s)")
    say("--end", default="", help="when their past ends: 2025-11-12T11:00+08:00 (default: now)")
    say("--fill", action="store_true", help="fill the data folder, then end")
    say(
        "--latency",
        type=float,
        default=0.05,
        help="seconds a request takes on average (default: %(default)s)",
    )
    say("--failure", type=float, default=0.02, help="share of requests that fail (default: %(default)s)")
    say(
        "--secret", default=os.environ.get("BACKOFFICE_SECRET", ""), help="who does not know it is not let in"
    )
    say(
        "--messages-secret",
        default=os.environ.get("MESSAGES_WEBHOOK_SECRET", ""),
        help="what policies sign messages with that are to be sent; without one none is sent",
    )
    say(
        "--texts-secret",
        default=os.environ.get("WARMLINE_TEXTS_SECRET", ""),
        help="what text messages from phones are signed with; without one none is brought to Warmline",
    )
    say("--warmline", default="", help="address of a Warmline that is told what happens here")
    say("--write-key", default=os.environ.get("WARMLINE_WRITE_KEY", ""), help="a secret write key there")
    say("--source", default="", help="name of the key's source there; with it, events carry their causes")
    given = parser.parse_args()
    if given.warmline and not given.write_key:
        parser.error("--warmline needs --write-key, or WARMLINE_WRITE_KEY in the environment")
    if not (0 <= given.failure <= 1 and given.latency >= 0):
        parser.error("--failure is a share from 0 to 1, --latency in seconds")
    return given


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if text else datetime.now(UTC)
    except ValueError:
        raise SystemExit(f"--end is {text!r}; write it as 2025-11-12T11:00+08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
