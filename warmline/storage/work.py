"""A command on its way: who waits for it, and how they are answered after the commit."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any, Generic

from warmline.storage.port import Command, T


class Work(Generic[T]):
    """A command, whether it goes before others, and the future that waits for it."""

    __slots__ = ("command", "future", "result", "urgent")

    def __init__(self, command: Command[T], urgent: bool = False) -> None:
        self.command = command
        self.urgent = urgent
        self.future: _Future[T] = _Future()
        self.result: Any = None


class _Future(Future[T]):
    """A future that knows the event loop waiting for it, if one does."""

    waiter: "tuple[asyncio.AbstractEventLoop, asyncio.Future[T]] | None" = None


def awaitable(future: "Future[T]") -> "asyncio.Future[T]":
    """The future for a caller in the running event loop.

    Like `asyncio.wrap_future`, but all the waiters of one commit are woken by one call into their
    loop: at thousands of commands a second the wake-ups would cost more than the commands.
    """
    if not isinstance(future, _Future):
        return asyncio.wrap_future(future)
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[T] = loop.create_future()
    future.waiter = (loop, waiter)
    future.add_done_callback(_wake_unless_grouped)
    return waiter


def _wake_unless_grouped(future: "Future[Any]") -> None:
    """Wake the waiter of a future that was settled on its own (a failure, a cancellation)."""
    assert isinstance(future, _Future)
    if future.waiter is not None:
        loop, waiter = future.waiter
        future.waiter = None
        loop.call_soon_threadsafe(_settle, [(waiter, future)])


def answer(group: Iterable[Work[Any]]) -> None:
    """Give every command of a commit its result."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _Future[Any]]]] = (
        defaultdict(list)
    )
    for work in group:
        if work.future.waiter is not None:
            loop, waiter = work.future.waiter
            work.future.waiter = None
            by_loop[loop].append((waiter, work.future))
        work.future.set_result(work.result)
    for loop, waiters in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, waiters)


def _settle(waiters: "list[tuple[asyncio.Future[Any], _Future[Any]]]") -> None:
    for waiter, future in waiters:
        if waiter.cancelled():
            continue
        if future.cancelled():
            waiter.cancel()
        elif (error := future.exception()) is not None:
            waiter.set_exception(error)
        else:
            waiter.set_result(future.result())
