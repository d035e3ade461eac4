"""A condition as its author wrote it, and any part of it on one line."""

from bisect import bisect_left

from warmline.conditions.tokens import tokens
from warmline.conditions.tree import Part


class Source:
    """The text of a condition that was read before."""

    def __init__(self, text: str) -> None:
        self._words = tokens(text)[:-1]
        self._starts = [word.start for word in self._words]

    def quoted(self, part: Part) -> str:
        """What is written of a part: with the parentheses that its ends need, and without comments."""
        first, last = bisect_left(self._starts, part.start), bisect_left(self._starts, part.end)
        depth = missing = 0
        for word in self._words[first:last]:
            depth += (word.kind == "(") - (word.kind == ")")
            missing = max(missing, -depth)
        words = self._words[first - missing : last + depth + missing]
        written = ""
        for before, word in zip([None, *words], words, strict=False):
            gap = " " if before is not None and before.end < word.start else ""
            written += gap + word.text
        return written
