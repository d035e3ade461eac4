"""Work that takes minutes: begun by one request, watched by others, one at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

LOG = logging.getLogger(__name__)
REMEMBERED = 20

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much; may be called in any thread."""
Task = Callable[[Progress], Awaitable[Any]]
"""The work: gives back what is shown as its result, which must be plain data."""


class Busy(Exception):
    """Other work of this kind is under way."""

    remedy = "Wait until it is done, then ask again."


class UnknownJob(Exception):
    """There is no such job (any more)."""

    remedy = "Jobs are forgotten when Warmline stops."


class Job(msgspec.Struct, kw_only=True):
    """Work that was begun: how far it is, and what came of it. Times are seconds since 1970, 0 for not yet.

    `state` is running, done or failed; `error` and `remedy` say why it failed.
    """

    id: int
    kind: str
    state: str = "running"
    done: int = 0
    total: int = 0
    result: Any = None
    error: str = ""
    remedy: str = ""
    began: float
    ended: float = 0.0


class Jobs:
    """The work of this process. `clock` gives seconds since 1970.

    `known` are the errors whose text is for the person who asked; others are ours, and go to the log.
    """

    def __init__(self, clock: Callable[[], float], known: tuple[type[Exception], ...] = ()) -> None:
        self._clock = clock
        self._known = known
        self._jobs: dict[int, Job] = {}
        self._running: dict[int, asyncio.Task[None]] = {}

    def begin(self, kind: str, task: Task) -> Job:
        """Begin work in the background. Raises Busy while other work is under way."""
        for number in self._running:
            other = self._jobs[number]
            raise Busy(f"A {other.kind} is under way (job {number}).")
        number = max(self._jobs, default=0) + 1
        job = Job(id=number, kind=kind, began=self._clock())
        self._jobs[number] = job
        for old in list(self._jobs)[:-REMEMBERED]:
            del self._jobs[old]
        self._running[number] = asyncio.get_running_loop().create_task(self._run(job, task))
        return job

    def get(self, number: int) -> Job:
        """A job by its number. Raises UnknownJob."""
        if number not in self._jobs:
            raise UnknownJob(f"There is no job {number}.")
        return self._jobs[number]

    def latest(self) -> list[Job]:
        """The latest jobs, the newest first."""
        return list(reversed(self._jobs.values()))

    async def stop(self) -> None:
        """Cancel what is under way, and wait until it has cleaned up."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, job: Job, task: Task) -> None:
        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total

        try:
            job.result = await task(progress)
            job.state = "done"
        except asyncio.CancelledError:
            job.state, job.error = "failed", "Warmline was stopped."
            raise
        except self._known as error:
            job.state, job.error = "failed", str(error)
            job.remedy = str(getattr(error, "remedy", ""))
        except Exception:
            LOG.exception("job %d (%s) failed", job.id, job.kind)
            job.state, job.error = "failed", "The mistake is ours; the log of the server has its stack trace."
        finally:
            job.ended = self._clock()
            self._running.pop(job.id, None)


STATUSES: Mapping[type[Exception], int] = {Busy: 409, UnknownJob: 404}
"""For `warmline.web.problems.exception_handlers`."""
