"""Pages of a long list by key: stable while rows are added, and as fast at the end as at the start."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import PathParameter

T = TypeVar("T")
K = TypeVar("K")

MOST = 200
"""Rows on one page at most."""
LARGEST = (1 << 63) - 1
"""The largest number that a place or an id can be: what no column holds is refused at the door."""
Number = Annotated[int, PathParameter(ge=0, le=LARGEST)]
"""A number in a path."""


class BadCursor(Exception):
    """The cursor was not one of ours."""

    remedy = "Use the `next` value of the page before as it is, or leave the cursor out to start again."

    def __init__(self) -> None:
        super().__init__("this cursor does not belong to this list")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some rows, and the cursor of those that follow; an empty `next` means that there are none."""

    items: tuple[T, ...]
    next: str = ""


def cursor(key: object) -> str:
    """A key (a number, a text, a tuple of them) as an opaque text for an address."""
    return urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def key_of(text: str, type: type[K]) -> K | None:
    """The key behind a cursor, None for an empty one. Raises BadCursor."""
    if not text:
        return None
    try:
        raw = urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=type)
    except (Base64Error, UnicodeError, ValueError):
        raise BadCursor from None


def limited(limit: int) -> int:
    """A page size that somebody asked for, made reasonable."""
    return max(1, min(limit, MOST))


def page(rows: Sequence[T], limit: int, key: Callable[[T], object]) -> Page[T]:
    """A page of up to `limit` from rows that were read with one more than that."""
    shown = tuple(rows[:limit])
    return Page(shown, cursor(key(shown[-1])) if len(rows) > limit else "")
