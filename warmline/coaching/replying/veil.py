"""A veil over what names a person or an account: drawn before a text leaves the house, lifted when one comes back."""

import re
from collections.abc import Iterator, Sequence

from warmline.coaching.acknowledging.folding import folded
from warmline.language.chinese import HAN

_THAI = "\u0e00-\u0e7f"
_UNSPACED = re.compile(f"[{HAN}{_THAI}]")
_HAN = re.compile(f"[{HAN}]{{3,4}}")
_LETTER = rf"[^\W_{HAN}{_THAI}]"
"""A letter or digit where words stand apart: a name may well begin behind a Chinese one, without a space."""
_KINDS = {
    "text": r"\[(?:name|number|email|link|text) \d+\]",  # what looks like a mark, and is none
    "link": r"https?://\S+",
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "number": r"\+?\d(?:[\s\-–.()]{0,2}\d){5,}",
}
"""Numbers are six digits and more: phone numbers, accounts, codes. Amounts and dates are shorter, or parted."""
_SHORTEST, _SHORT = 2, 2
"""Letters of a part of a name that is veiled by itself; so short a one only where it is written like a name."""


class Veil:
    """The veil over one conversation: the same thing gets the same mark throughout.

    Names are found without their accents, too, and within the lines of Chinese and Thai.

    >>> veil = Veil(["Maria Santos"])
    >>> veil.drawn("Maria here, call me at +63 917 555 0101")
    '[name 1] here, call me at [number 1]'
    >>> veil.lifted("Hello [name 1]!")
    'Hello Maria!'
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        known = {one for name in names for one in _parts(name)}
        written = [_pattern(one) for one in sorted(known, key=len, reverse=True)]
        kinds = _KINDS | ({"name": "|".join(written)} if written else {})
        self._pattern = re.compile("|".join(f"(?P<{kind}>{one})" for kind, one in kinds.items()))
        self._marks: dict[str, str] = {}

    def drawn(self, text: str) -> str:
        """A text without what names anybody."""
        plain, parts, at = folded(text), [], 0
        for found in self._pattern.finditer(plain.text):
            start, end = plain.place(*found.span())
            if start < at or not _is_meant(found, text[start:end]):
                continue
            parts += [text[at:start], self._mark(found.lastgroup or "", text[start:end])]
            at = end
        return "".join([*parts, text[at:]])

    def lifted(self, text: str) -> str:
        """A text that came back, with what stood there in place of its marks."""
        said = {mark: one for one, mark in self._marks.items()}
        return re.sub(_KINDS["text"], lambda found: said.get(found[0], found[0]), text)

    def _mark(self, kind: str, said: str) -> str:
        if said not in self._marks:
            number = 1 + sum(mark.startswith(f"[{kind} ") for mark in self._marks.values())
            self._marks[said] = f"[{kind} {number}]"
        return self._marks[said]


def _parts(name: str) -> Iterator[str]:
    """A name, and what people say of it alone."""
    plain = folded(name.strip()).text
    for one in (plain, *plain.split()):
        if len(one) >= _SHORTEST:
            yield one
        if _HAN.fullmatch(one):  # without the family's name
            yield one[1:]


def _pattern(name: str) -> str:
    written = r"\s+".join(map(re.escape, name.split()))
    return written if _UNSPACED.search(name) else rf"(?<!{_LETTER}){written}(?!{_LETTER})"


def _is_meant(found: re.Match[str], written: str) -> bool:
    """Whether what was found is what it looks like: "an" is hardly ever Mr An."""
    is_short = found.lastgroup == "name" and len(found[0]) <= _SHORT and not _UNSPACED.search(found[0])
    return not is_short or written[:1].isupper()
