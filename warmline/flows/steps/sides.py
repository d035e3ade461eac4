"""The sides of an offer, its price, our advice, what others choose: one is shown first, the others can be asked for."""

from collections.abc import Mapping
from typing import Any

from warmline.customers import deciding
from warmline.customers.deciding import SIDES
from warmline.flows.inputs import Chose, Keyed, Said
from warmline.flows.matching import meant, plain
from warmline.flows.prompts import Option
from warmline.flows.run import Run

KEPT = ".sides"
"""Where a session keeps the texts of an offer that is not answered, the side shown first, and what was asked."""
LONGEST = 300
QUESTIONS = {
    "price": "What does it cost?",
    "advice": "What do you advise?",
    "others": "What do others choose?",
}
_FIRST_KEY = 3
"""1 is yes, 2 is no."""


def keep(run: Run, texts: object) -> None:
    """Keeps the sides of an offer, the one that this customer tends to look at in front of the others."""
    written = texts if isinstance(texts, dict) else {}
    sides = {name: str(written[name])[:LONGEST] for name in written if name in SIDES and written[name]}
    if not sides:
        run.learn(KEPT, None)
        return
    wanted = deciding.first_side(run.world.customer(deciding.FIELD) or ())
    first = wanted if wanted in sides else next(iter(sides))
    run.learn(KEPT, [sides, first, []])


def tell_first(run: Run) -> None:
    """Says the side that comes first, and those that were asked for."""
    sides, first, asked = _kept(run)
    for name in (first, *asked):
        run.tell_text(sides.get(name, ""))


def options(run: Run) -> tuple[Option, ...]:
    """The sides that can still be asked for."""
    return tuple(
        Option(name=name, label=run.word(QUESTIONS[name]), key=str(key))
        for key, name in enumerate(_open(run), _FIRST_KEY)
    )


def asked_for(run: Run, given: object) -> bool:
    """Whether a side was asked for; it is kept that it was."""
    name = _named(run, given)
    if name is None:
        return False
    sides, first, asked = _kept(run)
    run.learn(KEPT, [sides, first, [*asked, name]])
    return True


def latest(run: Run) -> str:
    """What is said of the side that was asked for last."""
    sides, _, asked = _kept(run)
    return sides[asked[-1]] if asked else ""


def weighed(run: Run, offer: str, decision: str, outcome: str) -> None:
    """Puts on record what was looked at before it was decided."""
    sides, first, asked = _kept(run)
    if sides:
        run.record(
            "offer.weighed",
            offer=offer,
            asked=asked,
            outcome=outcome,
            first=first,
            **({"decision": decision} if decision else {}),
        )
        run.learn(KEPT, None)


def _named(run: Run, given: object) -> str | None:
    names = _open(run)
    if isinstance(given, Chose):
        return given.option if given.option in names else None
    if isinstance(given, Keyed | Said):
        entry = given.keys.strip().rstrip("#") if isinstance(given, Keyed) else plain(given.text)
        if len(entry) == 1 and entry.isdecimal() and 0 <= int(entry) - _FIRST_KEY < len(names):
            return names[int(entry) - _FIRST_KEY]
    if isinstance(given, Said):
        labels = [(plain(run.word(QUESTIONS[name])), plain(QUESTIONS[name])) for name in names]
        place = meant(given.text, labels)
        return names[place] if place is not None else None
    return None


def _open(run: Run) -> list[str]:
    sides, first, asked = _kept(run)
    return [name for name in sides if name != first and name not in asked]


def _kept(run: Run) -> tuple[Mapping[str, str], str, list[str]]:
    kept: Any = run.variables.get(KEPT)
    if not isinstance(kept, list | tuple) or len(kept) != 3:
        return {}, "", []
    return kept[0], str(kept[1]), list(kept[2])
