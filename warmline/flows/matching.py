"""Which of several labels somebody means: the very words, nearly the words, words that belong to it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

_ASCII = re.compile("[a-z0-9]+")
"""The words of what is most often written."""
NEAR = 0.82
"""How alike two texts are, 0 to 1, that are taken for the same."""
MOST_COMPARED = 80
"""Characters beyond which an answer is a sentence, not a slip of the pen."""


def plain(text: str) -> str:
    """A text as it compares: one case, one spacing, without punctuation."""
    if text.isascii():
        return " ".join(_ASCII.findall(text[:400].lower()))
    folded = unicodedata.normalize("NFKC", text[:400]).casefold()
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    return " ".join(kept.split())


def meant(said: str, labels: Sequence[Sequence[str]], words: Sequence[Sequence[str]] = ()) -> int | None:
    """The place of the one that is meant, None where none is, or several might be.

    `labels` are what each is called, in any language; `words` what else belongs to each. All are `plain` already.
    """
    text = plain(said)
    if not text:
        return None
    for place, names in enumerate(labels):
        if text in names:
            return place
    found = _only(place for place, names in enumerate(labels) if any(near(text, name) for name in names))
    if found is not None:
        return found
    inside = [place for place, names in enumerate(labels) if any(contains(text, name) for name in names)]
    if len(inside) != 1:
        inside = [place for place, asked in enumerate(words) if any(contains(text, word) for word in asked)]
    return inside[0] if len(inside) == 1 else None


def meant_alone(said: str, labels: Sequence[Sequence[str]], words: Sequence[Sequence[str]]) -> int | None:
    """The place of the only one of which a label or a word stands in what was said; None where it is not the only one.

    Nobody has said it to this question, so that what fits several chooses none of them.
    """
    text = plain(said)
    return _only(
        place
        for place, names in enumerate(labels)
        if any(contains(text, name) for name in (*names, *words[place]))
    )


def near(text: str, name: str) -> bool:
    """Whether a text is nearly a name; short ones must be exact."""
    if len(text) > MOST_COMPARED or len(text) < 4 or len(name) < 4:
        return False
    if abs(len(text) - len(name)) > 0.4 * len(name):
        return False
    return SequenceMatcher(None, text, name, autojunk=False).ratio() >= NEAR


def contains(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text, as words where its writing has spaces between them."""
    if not phrase or phrase not in text:
        return False
    return (
        not phrase.isascii() and not phrase[:1].isspace() and _unspaced(phrase)
    ) or f" {phrase} " in f" {text} "


def _unspaced(phrase: str) -> bool:
    """Whether it is of a writing without spaces between words: Chinese, Thai."""
    return any("\u0e00" <= char <= "\u0e7f" or "\u2e80" <= char <= "\u9fff" for char in phrase)


def _only(places: Iterable[int]) -> int | None:
    found = list(places)
    return found[0] if len(found) == 1 else None
