"""The lines of text of a picture, each as long as there is room."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from warmline.flows.drawing.graph import Node
from warmline.flows.drawing.words import label_of, out_to
from warmline.language.messages import Value

LETTERS, MOST_LINES = 33, 3
"""Characters of a line of words, and lines of what is said; a text that is longer ends with …"""
MOST_EXITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """How a picture is told to who looks at it: the words of Warmline, and numbers.

    `written` is the language that the business is written in, "" where nobody knows it.
    """

    say: Callable[[Value], str] = str
    number: Callable[[int], str] = "{:,}".format
    written: str = ""


class Part(NamedTuple):
    """A piece of a line; `own` says whether the business wrote it."""

    text: str
    own: bool = False


class Line(NamedTuple):
    """A line of text; `kind` is its class."""

    kind: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


def in_words(name: str) -> str:
    """The name of a step as people read it."""
    return name.replace("-", " ").replace("_", " ")


def below(node: Node, teller: Teller) -> list[Line]:
    """The lines below the name of a step."""
    found = [Line("kind", (told(node.kind, teller),))]
    for words in node.words[:2]:
        text, own = told(words, teller)
        rows = wrap(text, LETTERS) or [""]
        shown = rows[:MOST_LINES]
        if len(rows) > MOST_LINES:
            shown[-1] = shown[-1][: LETTERS - 1].rstrip(" .,") + "…"
        found += [Line("words", (Part(row, own),)) for row in shown]
    if node.calls:
        rows = wrap("↗ " + ", ".join(map(in_words, node.calls)), LETTERS)[:2]
        found += [Line("calls", (Part(row, True),)) for row in rows]
    for one in node.exits[:MOST_EXITS]:
        where = Part("→ " + teller.say(out_to(one.target)))
        when = [told(label_of(one.label), teller), Part(" ")] if one.label else []
        found.append(Line("exit", fitting([*when, where], LETTERS)))
    if len(node.exits) > MOST_EXITS:
        found.append(Line("exit", (Part("…"),)))
    return found


def told(value: Value, teller: Teller) -> Part:
    """What the business wrote as it stands, anything else in the words of whoever looks."""
    return Part(value, True) if isinstance(value, str) else Part(teller.say(value))


def labels(ways: Iterable[str], teller: Teller, most: int) -> tuple[Part, ...]:
    """When ways are taken that lead to one step; the usual one has no label."""
    parts: list[Part] = []
    for way in filter(None, ways):
        parts += [Part(", "), told(label_of(way), teller)]
    return fitting(parts[1:], most)


def fitting(parts: Sequence[Part], most: int) -> tuple[Part, ...]:
    """As much of some parts as fits into so many characters; … says that there is more."""
    if sum(len(part.text) for part in parts) <= most:
        return tuple(parts)
    kept: list[Part] = []
    room = most - 1
    for text, own in parts:
        if len(text) >= room:
            return (*kept, Part(text[:room].rstrip(" ,·") + "…", own))
        kept.append(Part(text, own))
        room -= len(text)
    return tuple(kept)
