"""What is known before it is asked for: amounts and days as answers, with how they are said."""

from typing import Any

from warmline.conditions.condition import Condition, ConditionRefused, Expression
from warmline.conditions.errors import Refusal
from warmline.conditions.times import write_timestamp
from warmline.conditions.types import Type
from warmline.conditions.values import Timestamp
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps.stored import money
from warmline.language.formats import moment_of


def known(written: str, place: StepPlace, kind: Type) -> Expression | None:
    """What may be known already. A field that may be absent needs no has(): where it is, it is asked for."""
    environment = place.environment()
    try:
        there = Condition(f"has({written})", environment)
    except (ConditionRefused, Refusal):
        there = None
    return place.expression("known", wanted=(kind,), environment=environment, given=there)


def as_answer(value: Any, run: Run) -> tuple[Any, str] | None:
    """An amount or a day that is known, as a session keeps it, and as it is said; None for anything else."""
    if isinstance(value, Timestamp):
        moment = moment_of(write_timestamp(value)) or 0
        return run.formats.moment(moment).date().isoformat(), run.formats.day(moment)
    if isinstance(value, float):
        amount = money(value, run.book.currency)
        return amount, run.formats.money_of(amount)
    return None
