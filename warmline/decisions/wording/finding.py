"""What was found about parts of a condition, and several findings as one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from warmline.conditions.tree import Expr
from warmline.decisions.wording.shown import listed
from warmline.decisions.wording.statement import behind
from warmline.language.messages import Message, Value, message

LONGEST_LINE = 100
"""Characters up to which a line takes one more finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a part gave what it gave. `facts` are the values it turned on, `parts` the parts that it is about.

    `words` are a sentence; `state` and `rest` are its two halves, where it has them. `wanted` is what would have to be
    so for another outcome, `aside` how it is instead.
    """

    words: Value
    parts: tuple[Expr, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    wanted: Value = ""
    aside: Value = ""
    state: Value = ""
    rest: Value = ""


def neither(found: Sequence[Finding]) -> Finding:
    """Alternatives that all failed, as one finding: `neither value is gold (it is new) nor no selling is set`."""
    if len(found) == 1:
        return found[0]
    if found[0].state and all(one.state == found[0].state for one in found):
        return _united(found, behind(found[0].state, listed([one.rest for one in found], "and")))
    beyond = len(found) - 2
    if any(not one.wanted or _counts(one.wanted) for one in found):
        first, second = (one.words for one in found[:2])
        return _united(found, _more(message("%(one)s, and %(other)s", one=first, other=second), beyond))
    first, second = (_with_aside(one) for one in found[:2])
    return _united(found, _more(message("neither %(one)s nor %(other)s", one=first, other=second), beyond))


def one_line(found: Sequence[Finding], beyond: int = 0) -> Finding:
    """As many findings as stand on one line, and how many more there are; `beyond` were not looked at."""
    shown = [
        _same_state(list(several)) for _, several in groupby(found, key=lambda one: one.state or one.words)
    ]
    words, count = shown[0].words, 1
    while count < len(shown) and len(str(words)) + len(str(shown[count].words)) < LONGEST_LINE:
        words = message("%(one)s; %(other)s", one=words, other=shown[count].words)
        count += 1
    return _united(found, _more(words, len(shown) - count + beyond))


def _same_state(found: list[Finding]) -> Finding:
    """`total is ₱990.00, at least ₱500.00 and less than ₱1,000.00`."""
    rests = [one.rest for one in found if one.rest]
    if len(rests) < 2:
        return found[0] if not rests else next(one for one in found if one.rest)
    return replace(found[0], words=behind(found[0].state, listed(rests, "and")))


def _united(found: Sequence[Finding], words: Value) -> Finding:
    parts = tuple(part for one in found for part in one.parts)
    facts = {way: value for one in found for way, value in one.facts.items()}
    return Finding(words=words, parts=parts, facts=facts)


def _more(words: Value, count: int) -> Value:
    return message("%(what)s (and %(n)s more)", what=words, n=count) if count > 0 else words


def _counts(words: Value) -> bool:
    """Whether words say how many there are: `neither there are` is no English."""
    return isinstance(words, Message) and words.pattern.startswith("there ")


def _with_aside(one: Finding) -> Value:
    return message("%(what)s (%(aside)s)", what=one.wanted, aside=one.aside) if one.aside else one.wanted
