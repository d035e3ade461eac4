"""Signals in the words of the desk: what was noticed, and why."""

from collections.abc import Iterable
from typing import NamedTuple

from warmline.coaching.model import Reason, Signal
from warmline.coaching.registry import DETECTORS
from warmline.desk.language import Language
from warmline.language.messages import marked

KIND_NAMES = marked(
    {
        "frustration": "Upset or stuck",
        "said_again": "Has to say it again",
        "churn": "May leave",
        "buying": "Wants more",
        "vulnerable": "Asks for care",
        "waiting": "Waits for a person",
    }
)
"""By the kind of a signal; what a contact waits for stands among them on the wall."""
CODES = marked(
    {
        "repeats": "says the same again",
        "not_understood": "was not understood",
        "circles": "goes in circles",
        "same_answer": "was given the same answer twice",
        "left_with_keys": "was left with a menu",
        "still_upset": "was upset before, and is not heard",
        "at_length": "says much, though nothing was asked",
        "long_wait": "tells how long it has taken",
        "silence": "says nothing",
        "asked_person": "asked for a person",
        "contacted_again": "contacts us again about it",
        "capitals": "writes in capitals",
        "exclamation": "exclamation marks",
        "upset_words": "words of somebody upset",
        "tone": "sounds upset",
        "said_again": "says again what was passed over",
        "leaving_words": "words of somebody leaving",
        "buying_words": "asks about buying",
        "buying_interest": "was interested before",
        "care_words": "said something that asks for care",
    }
)
"""By the code of a reason."""
_COUNTED = frozenset({"repeats", "not_understood", "circles", "silence", "asked_person", "contacted_again"})
"""Reasons of which it matters how often."""
_QUOTED = frozenset(code for code, one in DETECTORS.items() if code.endswith("_words")) | {
    "long_wait",
    "tone",
}


class Why(NamedTuple):
    """One reason in words. `entry` are the words of the list that fitted."""

    text: str
    entry: str = ""


def kind_name(say: Language, kind: str) -> str:
    """What a kind is called."""
    return say.text(KIND_NAMES.get(kind, kind))


def why(say: Language, reasons: Iterable[Reason]) -> list[Why]:
    """Why a signal was given, each thing once, what weighs most in front."""
    found: dict[str, list[Reason]] = {}
    for one in reasons:
        if one.points > 0:
            found.setdefault(one.code, []).append(one)
    order = sorted(found, key=lambda code: -sum(one.points for one in found[code]))
    return [_why(say, code, found[code]) for code in order]


def in_short(say: Language, signal: Signal) -> str:
    """A signal in a few words: `Upset or stuck: says the same again, 3 times`."""
    first = why(say, signal.reasons)[:2]
    name = kind_name(say, signal.kind)
    return f"{name}: {', '.join(one.text for one in first)}" if first else name


def _why(say: Language, code: str, reasons: list[Reason]) -> Why:
    text, times = say.text(CODES[code]), max(one.times for one in reasons)
    if code in _COUNTED and times > 1:
        text = f"{text}, {say.plural('%(n)s time', '%(n)s times', times)}"
    entries = dict.fromkeys(one.said for one in reasons if one.said) if code in _QUOTED else {}
    return Why(text, ", ".join(entries))
