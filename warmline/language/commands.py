"""What can be asked at every moment, in words: a person, to hear it again, to go back, another language.

    command("can I talk to a real person please", ("en", "th"))     # Command("person")
    command("ภาษาไทยค่ะ", ("en", "th"))                                # Command("language", "th")
    command("the agent was rude yesterday", ("en", "th"))           # None: it is about something

Only an answer of its own counts, in whichever language. How it may be said stands in `spoken/<language>.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

FOLDER = Path(__file__).parent / "spoken"
LONGEST = 80
"""Characters of an answer of its own; whoever writes more tells something."""
CHINESE = "zh"
_ASCII = re.compile("[a-z0-9]+")
"""The words of what is most often written."""
_MARKS = ("\u0300", "\u036f")
What = Literal["person", "repeat", "back", "language"]
WHATS: tuple[What, ...] = ("person", "repeat", "back", "language")


class Command(NamedTuple):
    """What is asked for; a `language` by its tag, "" for any other than now."""

    what: What
    language: str = ""


def command(text: str, languages: Sequence[str]) -> Command | None:
    """What an answer asks for, None where it says something else. `languages` are those one can change to."""
    if len(text) > LONGEST or not (plain := _plain(text)):
        return None
    found = _spoken().meaning(plain)
    if found is None or not found.language:
        return found
    wanted = found.language
    if wanted not in languages and wanted.startswith(CHINESE):
        wanted = next((tag for tag in languages if tag.startswith(CHINESE)), "")
    return Command("language", wanted) if wanted in languages else None


class _Spoken:
    """How commands are said in all languages: their words, and what may stand before and after them."""

    def __init__(self) -> None:
        self._words: dict[str, Command] = {}
        self._before: dict[str, list[str]] = {}
        self._after: dict[str, list[str]] = {}

    def add(self, read: dict[str, Any]) -> None:
        """What one language's file holds."""
        for what in WHATS:
            for word in read[what]:
                self._words.setdefault(_plain(word), Command(what))
        for tag, names in read["names"].items():
            for name in names:
                self._words.setdefault(_plain(name), Command("language", tag))
        for word in map(_plain, read["before"]):
            self._before.setdefault(word[0], []).append(word)
        for word in map(_plain, read["after"]):
            self._after.setdefault(word[-1], []).append(word)

    def meaning(self, text: str) -> Command | None:
        """The command that is left when some of what may stand around it is taken away."""
        seen = {text}
        waiting = [text]
        while waiting:
            now = waiting.pop()
            if (found := self._words.get(now)) is not None:
                return found
            for less in self._shorter(now):
                if less and less not in seen:
                    seen.add(less)
                    waiting.append(less)
        return None

    def _shorter(self, text: str) -> Iterator[str]:
        for word in self._before.get(text[0], ()):
            if text.startswith(word) and _parts(text, len(word)):
                yield text[len(word) :].lstrip()
        for word in self._after.get(text[-1], ()):
            if text.endswith(word) and _parts(text, len(text) - len(word)):
                yield text[: -len(word)].rstrip()


@cache
def _spoken() -> _Spoken:
    spoken = _Spoken()
    for file in sorted(FOLDER.glob("*.toml")):
        spoken.add(tomllib.loads(file.read_text("utf-8")))
    return spoken


def _parts(text: str, at: int) -> bool:
    """Whether a word may end at a place: anywhere in scripts that are written without spaces."""
    if not 0 < at < len(text):
        return True
    return not (_is_spaced(text[at - 1]) and _is_spaced(text[at]))


def _is_spaced(char: str) -> bool:
    """Whether a character is of a script that puts spaces between words (Latin, digits)."""
    return char < "\u0e00" and char != " "


def _plain(text: str) -> str:
    """A text as it is compared: without case, accents of Latin letters, punctuation, or spaces that mean nothing."""
    if text.isascii():
        return " ".join(_ASCII.findall(text.lower()))
    folded = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    kept = []
    for char in folded:
        if _MARKS[0] <= char <= _MARKS[1]:
            continue
        # NFKD takes the Thai vowel am apart; both parts are kept, in words and in lists alike.
        kept.append(char if unicodedata.category(char)[0] in "LMN" else " ")
    words = "".join(kept).split()
    joined = ""
    for word in words:
        joined += (" " if joined and _is_spaced(joined[-1]) and _is_spaced(word[0]) else "") + word
    return joined
