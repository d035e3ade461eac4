"""Whether a customer thanks somebody."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

LONGEST = 400
"""Characters of what was said that are looked at: who thanks does so at the beginning or the end."""
_BETWEEN = r"[\s,.!，。！]"


def thanks(text: str) -> bool:
    """Whether a text thanks, in any of the languages: customers mix them.

    >>> thanks("Oh, THANK YOU so much!"), thanks("no thanks"), thanks("謝謝你")
    (True, False, True)
    """
    plain = unicodedata.normalize("NFC", f"{text[:LONGEST]} {text[LONGEST:][-LONGEST:]}").casefold()
    said, unless = _patterns()
    return said.search(plain) is not None and said.search(unless.sub(" ", plain)) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What thanks, and what only seems to."""
    lists = tomllib.loads(Path(__file__).with_name("thanks.toml").read_text(encoding="utf-8"))
    words = [word for one in lists.values() for word in one["thanks"]]
    unless = [word for one in lists.values() for word in one["unless"]]
    return _any(words), _any(unless)


def _any(words: list[str]) -> re.Pattern[str]:
    """Any of some words, the longest first; whole ones where they are written in letters with spaces between."""
    written = sorted({unicodedata.normalize("NFC", word).casefold() for word in words}, key=len, reverse=True)
    parts = []
    for word in written:
        pieces = [re.escape(piece) for piece in word.split()]
        if _has_spaces(word):
            parts.append(rf"(?<!\w){f'{_BETWEEN}+'.join(pieces)}(?!\w)")
        else:
            parts.append(f"{_BETWEEN}*".join(pieces))
    return re.compile("|".join(parts))


def _has_spaces(word: str) -> bool:
    """Whether a word is of a script that puts spaces between words."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in word if letter.isalpha())
