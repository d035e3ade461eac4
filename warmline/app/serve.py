"""Serving: the data folder held, the address announced, uvicorn run until it is told to stop."""

import gc
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

import structlog
import uvicorn

from warmline.app import clock, logs
from warmline.app.control import Control, DataLock
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings

LOG = structlog.get_logger(__name__)
GRACE_SECONDS = 10
BREATH_SECONDS = 0.5
PING_SECONDS = 15
"""So often an open page is asked whether it is awake, with as long to answer: one that sleeps is not present."""


class AddressInUse(Exception):
    """Something else listens on the address."""


def serve(settings: Settings, started: Callable[[str], None] | None = None) -> None:
    """Run the server until SIGINT or SIGTERM: it then answers what it has, writes what is queued, and ends.

    `started` is called with its address once it answers. Raises DataInUse, AddressInUse, BusinessError.
    """
    os.umask(0o077)  # what is written is for nobody else on this machine to read
    logs.configure(settings.log_level, settings.log_format)
    for warning in settings.warnings:
        LOG.warning(warning)
    lock = DataLock(settings.data)
    try:
        with _listen(settings.host, settings.port) as listener:
            url = f"http://{_shown(settings.host)}:{listener.getsockname()[1]}"
            token = clock.new_secret()
            runtime = Runtime(settings)
            app = create_app(runtime, token)
            config = uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=list(settings.proxies),
                timeout_graceful_shutdown=GRACE_SECONDS,
                ws_per_message_deflate=False,  # screens share what is drawn; turns of a chat are short
                ws_ping_interval=PING_SECONDS,
                ws_ping_timeout=PING_SECONDS,
            )
            server = _Announcing(
                config, lambda: _answers(runtime, lock, Control(url, token, os.getpid()), started)
            )
            spare_the_collector()
            signal.signal(signal.SIGTERM, _as_asked)
            server.run(sockets=[listener])
    finally:
        lock.release()


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def _as_asked(number: int, frame: object) -> None:
    """A stop by SIGTERM that went well is no failure: uvicorn raises the signal again when it is done."""


def _answers(
    runtime: Runtime, lock: DataLock, control: Control, started: Callable[[str], None] | None
) -> None:
    """Say that it answers, and make ready what can wait until then."""
    lock.announce(control)
    if started is not None:
        started(control.url)
    threading.Thread(target=_prepare, args=[runtime], name="warmline-prepare", daemon=True).start()


def _prepare(runtime: Runtime) -> None:
    """Make ready what there is time for, with room between the pieces for those who want something now."""
    for _ in runtime.preparing():
        time.sleep(BREATH_SECONDS)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressInUse(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port or WARMLINE_PORT"
        ) from error
    return listener


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def spare_the_collector() -> None:
    """Decoded events make many short-lived objects without cycles: look for cycles less often.

    Requests make cycles, though, and a look holds everybody up: at 15,000 new objects it takes 6 ms, at 50,000 20 ms.
    All that lives long is looked at seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(15_000, 20, 160)
