"""The loops of CEL: all, exists, exists_one, filter, map. Each pass costs as many steps as its body has parts."""

from collections.abc import Callable, Iterable
from typing import Any

from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError, NoSuchOverload, TooMuchWork
from warmline.conditions.known import Known
from warmline.conditions.values import name_of, value_of
from warmline.conditions.work import spend
from warmline.language.messages import message

Run = Callable[[Frame], Any]


def loop(macro: str, over: Run, slot: int, predicate: Run | None, result: Run | None, steps: int) -> Run:
    """One loop over what `over` gives; the entry of each pass stands in `slot`."""
    if macro == "map":
        return _map(over, slot, predicate, result, steps)
    assert predicate is not None, "only map() goes without"
    if macro == "filter":
        return _filter(over, slot, predicate, steps)
    if macro == "exists_one":
        return _exists_one(over, slot, predicate, steps)
    return _search(over, slot, predicate, steps, deciding=macro == "exists")


def _entries(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, Known):
        return value.whole()
    if isinstance(value, dict):
        return [value_of(key) for key in value]
    raise NoSuchOverload(message("%(kind)s has no entries to go over", kind=name_of(value)))


def _search(over: Run, slot: int, predicate: Run, steps: int, deciding: bool) -> Run:
    """exists and all: one entry decides, whatever errors the others give."""

    def found(frame: Frame) -> Any:
        failed: EvaluationError | None = None
        for entry in _entries(over(frame)):
            spend(frame, steps)
            frame[slot] = entry
            try:
                if predicate(frame) is deciding:
                    return deciding
            except TooMuchWork:
                raise
            except EvaluationError as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return not deciding

    return found


def _exists_one(over: Run, slot: int, predicate: Run, steps: int) -> Run:
    def counted(frame: Frame) -> bool:
        count = 0
        for entry in _entries(over(frame)):
            spend(frame, steps)
            frame[slot] = entry
            count += predicate(frame)
        return count == 1

    return counted


def _filter(over: Run, slot: int, predicate: Run, steps: int) -> Run:
    def kept(frame: Frame) -> list[Any]:
        found = []
        for entry in _entries(over(frame)):
            spend(frame, steps)
            frame[slot] = entry
            if predicate(frame):
                found.append(entry)
        return found

    return kept


def _map(over: Run, slot: int, predicate: Run | None, result: Run | None, steps: int) -> Run:
    assert result is not None, "map() says what it makes"

    def made(frame: Frame) -> list[Any]:
        found = []
        for entry in _entries(over(frame)):
            spend(frame, steps)
            frame[slot] = entry
            if predicate is None or predicate(frame):
                found.append(result(frame))
        return found

    return made
