"""What was found about parts of a condition, and several findings as one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from warmline.conditions.tree import Expr
from warmline.decisions.wording.shown import listed

LONGEST_LINE = 100
"""Characters up to which a line takes one more finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a part gave what it gave. `facts` are the values it turned on, `parts` the parts that it is about.

    `words` are a sentence; `state` and `rest` are its two halves, where it has them. `wanted` is what would have to be
    so for another outcome, `aside` how it is instead.
    """

    words: str
    parts: tuple[Expr, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    wanted: str = ""
    aside: str = ""
    state: str = ""
    rest: str = ""


def neither(found: Sequence[Finding]) -> Finding:
    """Alternatives that all failed, as one finding: `neither value is gold (it is new) nor no selling is set`."""
    if len(found) == 1:
        return found[0]
    if found[0].state and all(one.state == found[0].state for one in found):
        return _united(found, f"{found[0].state}, {listed([one.rest for one in found], 'and')}")
    if any(not one.wanted or one.wanted.startswith("there ") for one in found):
        return _united(found, ", and ".join(one.words for one in found[:2]) + _more(len(found) - 2))
    first, second = (f"{one.wanted} ({one.aside})" if one.aside else one.wanted for one in found[:2])
    return _united(found, f"neither {first} nor {second}{_more(len(found) - 2)}")


def one_line(found: Sequence[Finding], beyond: int = 0) -> Finding:
    """As many findings as stand on one line, and how many more there are; `beyond` were not looked at."""
    shown = [
        _same_state(list(several)) for _, several in groupby(found, key=lambda one: one.state or one.words)
    ]
    words, count = shown[0].words, 1
    while count < len(shown) and len(words) + len(shown[count].words) < LONGEST_LINE:
        words += f"; {shown[count].words}"
        count += 1
    return _united(found, words + _more(len(shown) - count + beyond))


def _same_state(found: list[Finding]) -> Finding:
    """`total is ₱990.00, at least ₱500.00 and less than ₱1,000.00`."""
    rests = [one.rest for one in found if one.rest]
    if len(rests) < 2:
        return found[0] if not rests else next(one for one in found if one.rest)
    return replace(found[0], words=f"{found[0].state}, {listed(rests, 'and')}")


def _united(found: Sequence[Finding], words: str) -> Finding:
    parts = tuple(part for one in found for part in one.parts)
    facts = {way: value for one in found for way, value in one.facts.items()}
    return Finding(words=words, parts=parts, facts=facts)


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
