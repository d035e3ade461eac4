"""What would be different for a customer if other policies decided: what comes, what goes, what changes and why."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from warmline.cli.columns import Row, rows_in, wrapped
from warmline.cli.decide_text import chosen_in_words, heading_lines, reason_in_words
from warmline.cli.output import plain
from warmline.decisions.answers import Chosen, Decision, HeldBack

Change = Literal["comes", "moves", "differs", "goes", "held_back", "other_reason", "not_proposed"]
_SIGNS: dict[Change, str] = {
    "comes": "+",
    "moves": "~",
    "differs": "~",
    "goes": "–",
    "held_back": "+",
    "other_reason": "~",
    "not_proposed": "–",
}
SAME = "Nothing would be different for this customer."


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Something that would not come out as it does now; `now` and `then` say how it does, in words.

    `rank` is where it would stand and `rank_now` where it does, 0 where it is not chosen. `origin` is the policy or
    the rule that makes it so.
    """

    change: Change
    kind: str
    name: str
    now: str
    then: str
    origin: str
    rank: int = 0
    rank_now: int = 0


class _Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one thing in one decision: chosen, held back, or neither, where nobody proposed it."""

    words: str
    origin: str = ""
    policy: str = ""
    chosen: Chosen | None = None
    held_back: HeldBack | None = None


def differences(now: Decision, then: Decision) -> list[Difference]:
    """All differences: what would be chosen, by rank; what would not any more; then what is held back."""
    before, after = _outcomes(now), _outcomes(then)
    found = []
    for kind, name in dict.fromkeys([*after, *before]):
        was = before.get((kind, name)) or _absent(name, now)
        will = after.get((kind, name)) or _absent(name, then)
        change = _change(was, will)
        if change is not None:
            found.append(
                Difference(
                    change=change,
                    kind=kind,
                    name=name,
                    now=was.words,
                    then=will.words,
                    origin=will.origin or f"policy {was.policy}",
                    rank=will.chosen.rank if will.chosen else 0,
                    rank_now=was.chosen.rank if was.chosen else 0,
                )
            )
    order = list(_SIGNS)
    return sorted(found, key=lambda one: (one.rank or len(found) + 20, order.index(one.change)))


def difference_lines(
    now: Decision, then: Decision, heading: Sequence[str], folder: str, columns: int
) -> Iterator[str]:
    """The differences for people."""
    yield from heading_lines(heading, columns)
    found = differences(now, then)
    if not found:
        yield f"  {SAME}"
        return
    yield from wrapped(f"If {plain(folder)} decided:", columns)
    yield from rows_in(
        [Row(_SIGNS[one.change], one.name, _sentence(one), one.origin) for one in found], columns
    )


def _outcomes(decision: Decision) -> dict[tuple[str, str], _Outcome]:
    """What came of each thing that was proposed, by its kind and name; what was chosen is not held back as well."""
    found: dict[tuple[str, str], _Outcome] = {}
    for one in decision.chosen:
        found[one.kind, one.name] = _Outcome(
            words=chosen_in_words(one), origin=f"policy {one.policy}", policy=one.policy, chosen=one
        )
    for held_back in decision.held_back:
        key = (held_back.kind, held_back.name or held_back.policy)
        origin = held_back.reason.rule or f"policy {held_back.policy}"
        words = reason_in_words(held_back)
        outcome = _Outcome(words=words, origin=origin, policy=held_back.policy, held_back=held_back)
        found.setdefault(key, outcome)
    return found


def _absent(name: str, decision: Decision) -> _Outcome:
    """Nobody proposed it; the reason, where a policy would have."""
    for one in decision.explained:
        if one.name == name:
            return _Outcome(words=reason_in_words(one), origin=f"policy {one.policy}")
    return _Outcome(words="no policy proposes it")


def _change(was: _Outcome, will: _Outcome) -> Change | None:
    match was, will:
        case _Outcome(chosen=Chosen() as one), _Outcome(chosen=Chosen() as other):
            return None if one == other else "differs" if one.rank == other.rank else "moves"
        case _, _Outcome(chosen=Chosen()):
            return "comes"
        case _Outcome(chosen=Chosen()), _:
            return "goes"
        case _Outcome(held_back=HeldBack()), _Outcome(held_back=HeldBack()):
            return None if (was.words, was.origin) == (will.words, will.origin) else "other_reason"
        case _, _Outcome(held_back=HeldBack()):
            return "held_back"
        case _Outcome(held_back=HeldBack()), _:
            return "not_proposed"
    return None


def _sentence(one: Difference) -> str:
    match one.change:
        case "comes":
            return f"comes, at {one.rank}: {one.then}; now {one.now}"
        case "moves":
            told = "" if one.now == one.then else f": {one.then}"
            return f"at {one.rank}, now at {one.rank_now}{told}"
        case "differs":
            return f"{one.then}; now {one.now}" if one.now != one.then else f"other details: {one.then}"
        case "goes":
            return f"goes: {one.then}"
        case "held_back":
            return f"would be proposed, but {one.then}"
        case "not_proposed":
            return f"would not be proposed: {one.then}"
        case "other_reason":
            return f"{one.then}; now {one.now}"
