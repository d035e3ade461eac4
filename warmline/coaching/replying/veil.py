"""A veil over what names a person or an account: drawn before a text leaves the house, lifted when one comes back."""

import re
from collections.abc import Sequence

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"\+?\d(?:[\s\-–.()]{0,2}\d){5,}")
"""Six digits and more: phone numbers, accounts, codes. Amounts and dates are shorter, or parted."""
_NAME_PART = 3
"""Letters of a part of a name that is veiled by itself."""


class Veil:
    """The veil over one conversation: the same thing gets the same mark throughout.

    >>> veil = Veil(["Maria Santos"])
    >>> veil.drawn("Maria here, call me at +63 917 555 0101")
    '[name 1] here, call me at [number 1]'
    >>> veil.lifted("Hello [name 1]!")
    'Hello Maria!'
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        known = {one for name in names for one in (name, *name.split()) if len(one) >= _NAME_PART}
        parts = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE) if parts else None
        self._marks: dict[str, str] = {}

    def drawn(self, text: str) -> str:
        """A text without what names anybody."""
        veiled = text
        for kind, pattern in (("link", _LINK), ("email", _EMAIL), ("number", _NUMBER)):
            veiled = self._replaced(kind, pattern, veiled)
        return self._replaced("name", self._names, veiled) if self._names else veiled

    def lifted(self, text: str) -> str:
        """A text that came back, with what stood there in place of its marks."""
        for said, mark in self._marks.items():
            text = text.replace(mark, said)
        return text

    def _replaced(self, kind: str, pattern: re.Pattern[str], text: str) -> str:
        return pattern.sub(lambda found: self._mark(kind, found[0]), text)

    def _mark(self, kind: str, said: str) -> str:
        if said not in self._marks:
            number = 1 + sum(mark.startswith(f"[{kind} ") for mark in self._marks.values())
            self._marks[said] = f"[{kind} {number}]"
        return self._marks[said]
