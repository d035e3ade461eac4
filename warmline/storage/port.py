"""The contract of a storage: commands write, queries read, both are plain synchronous functions."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Row = tuple[Any, ...]
Parameters = Sequence[object]


class Reader(Protocol):
    """A consistent view of the data. SQL uses `?` for parameters."""

    def one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        ...

    def all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Every row. Page whatever may be long."""
        ...


class Transaction(Reader, Protocol):
    """What a command writes through. Nothing is visible or durable before the commit."""

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute one statement; the number of rows it changed."""
        ...

    def run_many(self, sql: str, rows: Iterable[Parameters]) -> int:
        """Execute one statement once per row of parameters; the number of rows it changed in all."""
        ...

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` in the writer's thread once the commit is durable; never if it fails."""
        ...


def places(values: Sequence[object]) -> tuple[str, tuple[object, ...]]:
    """`(?, ?, …)` for an IN, and the values to go with it.

    Their number is rounded up to a power of two by repeating the last, so that a handful of
    statements serves lists of all lengths. An empty list matches nothing.
    """
    if not values:
        return "(NULL)", ()
    size = 1 << (len(values) - 1).bit_length()
    padded = (*values, *(values[-1],) * (size - len(values)))
    return _places(size), padded


@lru_cache
def _places(size: int) -> str:
    return f"({', '.join('?' * size)})"


Command = Callable[[Transaction], T]
Query = Callable[[Reader], T]


class Storage(Protocol):
    """One writer with group commit, many readers.

    Commands are carried out in the order in which they came. `urgent` ones, for which somebody waits in a conversation,
    go before the others and are committed at once; the others get their turn however many are urgent.
    """

    def submit(self, command: Command[T], *, urgent: bool = False) -> "Future[T]":
        """Queue a command. The future resolves after its durable commit, or with its exception."""
        ...

    async def run(self, command: Command[T], *, urgent: bool = False) -> T:
        """`submit` for callers in an event loop."""
        ...

    @property
    def is_hurried(self) -> bool:
        """Whether there were urgent commands lately: more may come, and who has much to write does it in parts."""
        ...

    async def read(self, query: Query[T]) -> T:
        """Run a query on a reader connection, beside the writer."""
        ...

    def read_now(self, query: Query[T]) -> T:
        """`read` for callers in a thread of their own."""
        ...

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """A consistent copy while running; `progress` gets pages copied and in all."""
        ...

    def close(self) -> None:
        """Finish what is queued, then release everything."""
        ...
