"""The one way of the command line to the data: the HTTP API, of the running server or opened in this process."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote

import httpx

from warmline.app import clock, control
from warmline.app.control import DataLock
from warmline.app.settings import Settings
from warmline.cli import options
from warmline.cli.errors import INTERRUPTED, NOT_POSSIBLE, REFUSED, CommandError
from warmline.cli.output import say, working

if TYPE_CHECKING:
    from litestar import Litestar

T = TypeVar("T")

TIMEOUT = 120.0
POLL_SECONDS = 0.2
_REFUSALS = (401, 403, 404, 409)


class Door:
    """Asks the API; whatever it refuses becomes a CommandError with its words."""

    def __init__(self, request: Callable[..., httpx.Response], url: str = "") -> None:
        self._request = request
        self.url = url
        """Where the running server is; empty where the data was opened here."""

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer to a request, if it is a good one. Raises CommandError."""
        try:
            answer = self._request(method, path, **options)
        except httpx.TimeoutException as error:
            raise CommandError(
                "Warmline did not answer in time.", "Is the machine very busy? Try again."
            ) from error
        except httpx.HTTPError as error:
            raise CommandError(
                f"Warmline at {self.url} went away ({error}).", "Start it again, then repeat this."
            ) from error
        if answer.is_success:
            return answer
        raise _refusal(answer)

    def get(self, path: str, **query: Any) -> Any:
        """What a GET answers, as plain data. Query parameters that are None or empty are left out."""
        return self.ask("GET", path, params=_given(query)).json()

    def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """What a request with a JSON body answers; None where it answers nothing."""
        answer = self.ask(method, path, json={} if body is None else body)
        return answer.json() if answer.content else None

    def delete(self, path: str, timeout: float = TIMEOUT) -> Any:
        """What a DELETE answers, within so many seconds."""
        answer = self.ask("DELETE", path, timeout=timeout)
        return answer.json() if answer.content else None

    def work(self, path: str, label: str, body: Any = None) -> Any:
        """Begin a job, show how far it is on standard error, and return its result. Raises CommandError."""
        job = self.send(path, body)
        try:
            with working(label) as shown:
                while job["state"] == "running":
                    time.sleep(POLL_SECONDS)
                    job = self.get(f"/api/system/jobs/{job['id']}")
                    shown(job["done"], job["total"])
        except KeyboardInterrupt:
            goes_on = f"It goes on in the server, as job {job['id']}." if self.url else "Nothing was changed."
            raise CommandError(f"No longer waiting for the {label}.", goes_on, INTERRUPTED) from None
        if job["state"] == "failed":
            raise CommandError(job["error"], job["remedy"])
        return job["result"]


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Door]:
    """The door to the data of `settings` (those in force). Raises CommandError, DataInUse, BusinessError."""
    settings = settings or options.settings()
    running = control.running(settings.data)
    if running is not None:
        headers = {"authorization": f"Bearer {running.token}"}
        with httpx.Client(base_url=running.url, headers=headers, timeout=TIMEOUT, trust_env=False) as client:
            yield Door(client.request, running.url)
        return
    # The application takes half a second to import; beside a running server nobody waits for it.
    from warmline.app import logs
    from warmline.app.runtime import Runtime
    from warmline.app.server import create_app

    lock = DataLock(settings.data)
    if not settings.database.exists():
        say(f"There was no data in {settings.data}; it is made new.")
    try:
        logs.configure("error", "text")
        token = clock.new_secret()
        here = _Here(create_app(Runtime(settings), token), token)
        try:
            yield Door(here.request)
        finally:
            here.close()
    finally:
        lock.release()


class _Here:
    """The application opened in this process, on an event loop in a thread of its own."""

    def __init__(self, app: "Litestar", token: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="warmline-here", daemon=True)
        self._thread.start()
        self._closing = asyncio.Event()
        ready: Future[None] = Future()
        self._life = asyncio.run_coroutine_threadsafe(self._live(app, ready), self._loop)
        try:
            ready.result()
        except BaseException:
            self._end()
            raise
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False),
            base_url="http://warmline.local",
            headers={"authorization": f"Bearer {token}"},
        )

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask the application."""
        return self._wait(self._client.request(method, path, **options))

    def close(self) -> None:
        """Finish what is queued, close the data."""
        self._wait(self._client.aclose())
        self._loop.call_soon_threadsafe(self._closing.set)
        try:
            self._life.result()
        finally:
            self._end()

    async def _live(self, app: "Litestar", ready: "Future[None]") -> None:
        """Start and stop the application in one task, as it must be."""
        try:
            async with app.lifespan():
                ready.set_result(None)
                await self._closing.wait()
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def part(text: str | int) -> str:
    """Something a person named, as one part of a path."""
    return quote(str(text), safe="")


def _given(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None and value != ""}


def _refusal(answer: httpx.Response) -> CommandError:
    try:
        problem = answer.json()
        what = problem.get("detail") or problem["title"]
        remedy = problem.get("remedy", "")
    except (ValueError, KeyError, AttributeError):
        what, remedy = f"Warmline answered {answer.status_code}.", ""
    code = REFUSED if answer.status_code in _REFUSALS else NOT_POSSIBLE
    return CommandError(str(what), str(remedy), code)
