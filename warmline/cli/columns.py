"""Rows of four columns on a terminal: a sign, a name, words that wrap, and where they come from."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells

from warmline.cli.output import plain

WIDEST = 160
WITHOUT_TERMINAL = 120
NARROWEST_WORDS = 36
"""Where fewer columns are left for the words, their origin goes below them."""
_GAP = 2
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Row:
    """`sign` is a rank or a mark; `below` are more lines of words that belong to it."""

    sign: str
    name: str
    words: str
    origin: str
    below: tuple[str, ...] = ()


def width() -> int:
    """How many columns there are to write into."""
    return min(shutil.get_terminal_size((WITHOUT_TERMINAL, 24)).columns, WIDEST)


def rows_in(rows: Sequence[Row], columns: int) -> Iterator[str]:
    """The lines of the rows, in so many columns."""
    signs = max((cell_len(plain(row.sign)) for row in rows), default=1)
    names = max((cell_len(plain(row.name)) for row in rows), default=0)
    origins = max((cell_len(plain(row.origin)) for row in rows), default=0)
    before = _INDENT + signs + _GAP + names + _GAP
    room = columns - before - _GAP - origins
    beside = room >= NARROWEST_WORDS
    room = max(room if beside else columns - before, NARROWEST_WORDS // 2)
    words = min(max((cell_len(plain(row.words)) for row in rows), default=0), room)
    for row in rows:
        first, *rest = wrapped(plain(row.words), words if beside else room) or [""]
        start = f"{' ' * _INDENT}{_right(plain(row.sign), signs)}{' ' * _GAP}{_left(plain(row.name), names)}"
        end = f"{' ' * _GAP}{plain(row.origin)}" if beside else ""
        yield f"{start}{' ' * _GAP}{_left(first, words) if beside else first}{end}".rstrip()
        more = [*rest, *(line for text in row.below for line in wrapped(plain(text), room))]
        if not beside and row.origin:
            more += wrapped(plain(row.origin), room)
        yield from (f"{' ' * before}{line}" for line in more)


def wrapped(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns, broken between words where that can be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in [word] if cell_len(word) <= columns else chop_cells(word, columns):
            if line and cell_len(line) + 1 + cell_len(piece) > columns:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    return [*lines, line] if line else lines


def _left(text: str, columns: int) -> str:
    return text + " " * (columns - cell_len(text))


def _right(text: str, columns: int) -> str:
    return " " * (columns - cell_len(text)) + text
