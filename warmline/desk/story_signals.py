"""What was noticed in a contact, to be shown at the turns in which it was."""

from collections.abc import Iterable
from typing import Any

import msgspec

from warmline.events.model import Event


class ShownSignal(msgspec.Struct, frozen=True, kw_only=True):
    """A signal as it stands in a story. `number` names it within the contact, `score` is of 100.

    `reasons` are as the event has them; `wrong` says that a person did not agree.
    """

    number: int
    kind: str
    score: int
    turn: int
    reasons: tuple[Any, ...] = ()
    wrong: bool = False


def signals_in(events: Iterable[Event]) -> dict[int, tuple[ShownSignal, ...]]:
    """What was noticed, by the numbers of the turns, in the order in which it was."""
    found: dict[int, ShownSignal] = {}
    wrong: set[object] = set()
    for event in events:
        said = event.properties
        if event.type == "contact.signal":
            number = _whole(said.get("number")) or len(found) + 1
            reasons = said.get("reasons")
            found[number] = ShownSignal(
                number=number,
                kind=str(said.get("signal") or ""),
                score=_whole(said.get("score")),
                turn=_whole(said.get("turn")),
                reasons=tuple(reasons) if isinstance(reasons, list | tuple) else (),
            )
        elif event.type == "contact.signal_wrong":
            wrong |= {said.get("number"), said.get("signal")}
    by_turn: dict[int, list[ShownSignal]] = {}
    for one in found.values():
        is_wrong = one.number in wrong or one.kind in wrong
        by_turn.setdefault(one.turn, []).append(msgspec.structs.replace(one, wrong=is_wrong))
    return {turn: tuple(several) for turn, several in by_turn.items()}


def _whole(value: object) -> int:
    return round(value) if isinstance(value, int | float) else 0
