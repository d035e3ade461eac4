"""Ask one of the company's systems, and say what it answered.

    explain:
      look_up: billing.latest_invoice
      with: {account: customer.account}
      into: invoice
      say: "Your bill is {invoice.total}."
      on_failure: {say: "I cannot see your bill just now.", then: handover}
      then: remedy

`with` are expressions over what is known, `into` is the variable of the answer (the operation's last name where none is
written). `on_failure` must be there: systems fail. `refused` leads elsewhere by the code of a refusal: `{no_invoice:
none}`, or with words of its own: `{no_invoice: {say: "There is no bill yet.", then: done}}`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.conditions.errors import EvaluationError
from warmline.conditions.reading import Misfit
from warmline.conditions.said import Said as Text
from warmline.flows import effects, looked_up
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import Step, Way
from warmline.flows.operations import Operation
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps.arguments import Arguments, read_arguments
from warmline.flows.steps.ways_out import (
    Out,
    WayOut,
    read_out,
    read_refused,
    texts_of,
    ways_out,
    ways_refused,
)
from warmline.flows.variables import Variable, thing

FAILED = "That cannot be done at the moment."


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    look_up: str
    then: str
    on_failure: Out
    with_: dict[str, str] = msgspec.field(name="with", default={})
    into: str = ""
    say: Any = None
    refused: dict[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookUp(Step):
    """An operation, what it is given, the variable of its answer."""

    kind: ClassVar[str] = "look_up"
    operation: Operation
    arguments: Arguments
    into: str
    keeps: frozenset[str]
    refused: dict[str, WayOut]
    on_failure: WayOut
    then: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """With the answer; without, where it failed or was refused."""
        known = answer_of(written.look_up, written.into, place)
        return (
            Way("", written.then, gives=known, path=("then",)),
            *ways_refused(written.refused),
            ways_out(written.on_failure, "on_failure", "failed"),
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "LookUp | None":
        """From the name of an operation and what it is given."""
        operation = place.operation("look_up")
        if operation is None:
            return None
        if operation.changes:
            what = f"{operation.name} changes something, so it is not looked up"
            place.refuse(("look_up",), what, f"write do: {operation.name}")
            return None
        into = written.into or last_name(written.look_up)
        return cls(
            **place.common(ways),
            say=place.sentences("say", known=(into,)),
            operation=operation,
            arguments=read_arguments(written.with_, operation, place),
            into=into,
            keeps=place.mentioned(operation.answer.fields),
            refused=read_refused(written.refused, place, FAILED),
            on_failure=read_out(written.on_failure, "on_failure", place, FAILED),
            then=written.then,
        )

    def enter(self, run: Run) -> str | None:
        try:
            arguments = self.arguments.written(run, self.operation)
        except (EvaluationError, Misfit) as error:
            run.record("contact.flow_failed", flow=self.flow, step=self.name, why=str(error)[:300])
            return self.on_failure.take(run)
        looked_up.asks(run, arguments)
        run.wait(effects.LookUp(id=run.effect_id(), operation=self.operation.name, arguments=arguments))
        return None

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        assert isinstance(given, Result), "it waits for nothing else"
        run.record("contact.looked_up", **outcome_of(given, self.operation))
        is_answer = given.outcome == "ok"
        value = {name: given.value.get(name) for name in self.keeps} if is_answer else None
        looked_up.answered(run, self.operation.name, self.into, value)
        if is_answer:
            run.tell(self.say)
            return self.then
        if given.outcome == "refused" and given.why in self.refused:
            return self.refused[given.why].take(run)
        return self.on_failure.take(run)

    def texts(self) -> Iterator[Text]:
        yield from self.say
        yield from texts_of(iter((*self.refused.values(), self.on_failure)))


def answer_of(operation: str, into: str, place: StepPlace) -> tuple[Variable, ...]:
    """The variable that an operation's answer becomes; none where there is no such operation."""
    found = place.around.operations.get(operation)
    if found is None:
        return ()
    field = thing(place.checked.facts, found.answer)
    return (Variable(into or last_name(operation), field, found.disclosure),)


def last_name(operation: str) -> str:
    """The name of an operation within its connector."""
    return operation.rpartition(".")[2]


def outcome_of(given: Result, operation: Operation) -> dict[str, Any]:
    """What is put on record of an operation."""
    said: dict[str, Any] = {"operation": operation.name, "outcome": given.outcome}
    if given.outcome == "refused" and given.why:
        said["code"] = given.why
    if given.ms is not None:
        said["ms"] = given.ms
    return said
