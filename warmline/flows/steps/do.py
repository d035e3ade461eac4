"""Have one of the company's systems do something, once: asked before, told after.

    credit:
      do: billing.apply_credit
      with: {account: customer.account, amount: 50.0, why: "'bill jumped'"}
      confirm: "I take 50 pesos off this bill. Shall I?"
      receipt: {say: "Done. Your new total is {result.total}.", lines: {Number: "{result.credit}"}}
      refused: {too_often: {say: "That was done already this month.", then: done}}
      on_failure: {say: "That did not work. Nothing was changed.", then: handover}
      then: done

`confirm` is asked first; who says no goes where `declined` says (the end of the flow). `receipt` is a text, or a text
and lines. `into` is the variable of the answer (`result`). Where nobody can tell whether it happened, `on_unknown` is
taken: without one, the customer is told, and handed over. It is never done a second time by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.business.located import Mapping
from warmline.conditions.errors import EvaluationError
from warmline.conditions.reading import Misfit
from warmline.conditions.said import Said as Text
from warmline.flows import effects
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import END, HANDOVER, Step, Way
from warmline.flows.operations import Operation
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.sentences import Sentences
from warmline.flows.session import Waiting
from warmline.flows.steps.arguments import Arguments, read_arguments
from warmline.flows.steps.look_up import answer_of, outcome_of
from warmline.flows.steps.ways_out import (
    Out,
    WayOut,
    read_out,
    read_refused,
    texts_of,
    ways_out,
    ways_refused,
)
from warmline.flows.yes_no import answered, yes_or_no

CONFIRM = "confirm"
SENT = ".sent"
"""Names the step that had something done and has not heard of it."""
FAILED = "That cannot be done at the moment."
UNKNOWN = (
    "I cannot tell yet whether that went through. A person will look into it, and nothing is done twice."
)


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    do: str
    then: str
    with_: dict[str, str] = msgspec.field(name="with", default={})
    into: str = "result"
    say: Any = None
    confirm: Any = None
    declined: str = END
    receipt: Any = None
    refused: dict[str, Any] = {}
    on_failure: Out | None = None
    on_unknown: Out | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Do(Step):
    """An operation, what is asked before it and told after it."""

    kind: ClassVar[str] = "do"
    operation: Operation
    arguments: Arguments
    into: str
    keeps: frozenset[str]
    confirm: Sentences
    receipt: Sentences
    lines: tuple[tuple[Sentences, Sentences], ...]
    refused: dict[str, WayOut]
    on_failure: WayOut
    on_unknown: WayOut
    declined: str
    then: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Done; declined; what can go wrong."""
        ways = [Way("", written.then, gives=answer_of(written.do, written.into, place), path=("then",))]
        if written.confirm is not None:
            ways.append(Way("declined", written.declined, path=("declined",)))
        return (
            *ways,
            *ways_refused(written.refused),
            ways_out(written.on_failure, "on_failure", "failed"),
            ways_out(written.on_unknown, "on_unknown", "unknown"),
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Do | None":
        """From the name of an operation, what it is given, what is said about it."""
        operation = place.operation("do")
        if operation is None:
            return None
        if not operation.changes:
            what = f"{operation.name} only looks something up"
            place.refuse(("do",), what, f"write look_up: {operation.name}")
            return None
        receipt, lines = _receipt(place, written.into)
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            operation=operation,
            arguments=read_arguments(written.with_, operation, place),
            into=written.into,
            keeps=place.mentioned(operation.answer.fields),
            confirm=place.sentences("confirm"),
            receipt=receipt,
            lines=lines,
            refused=read_refused(written.refused, place, FAILED),
            on_failure=read_out(written.on_failure, "on_failure", place, FAILED),
            on_unknown=read_out(written.on_unknown, "on_unknown", place, UNKNOWN),
            declined=written.declined,
            then=written.then,
        )

    def enter(self, run: Run) -> str | None:
        if run.variables.get(SENT) == self.name:
            return self.on_unknown.take(run)
        if not self.confirm:
            run.tell(self.say)
            return self._send(run)
        self.again(run)
        return None

    def again(self, run: Run) -> None:
        run.tell(self.say)
        run.tell(self.confirm)
        run.ask(yes_or_no(run), phase=CONFIRM)

    def retell(self, run: Run) -> None:
        run.tell(self.receipt)

    def _send(self, run: Run) -> str | None:
        try:
            arguments = self.arguments.written(run, self.operation)
        except (EvaluationError, Misfit) as error:
            run.record("contact.flow_failed", flow=self.flow, step=self.name, why=str(error)[:300])
            return self.on_failure.take(run)
        run.learn(SENT, self.name)
        run.wait(effects.Do(id=run.effect_id(), operation=self.operation.name, arguments=arguments))
        return None

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if isinstance(given, Result):
            return self._done(run, given)
        yes = answered(run, given)
        if yes is None:
            return run.missed(self, given, TRIES, HANDOVER, "Please choose one of these.")
        return self._send(run) if yes else self.declined

    def _done(self, run: Run, given: Result) -> str | None:
        run.learn(SENT, None)
        run.record("contact.did", key=given.id, **outcome_of(given, self.operation))
        if given.outcome == "ok":
            run.session.back = []
            run.learn(self.into, {name: given.value.get(name) for name in self.keeps})
            run.tell(self.receipt)
            if self.lines:
                lines = [(label.texts(run)[0], text.texts(run)[0]) for label, text in self.lines]
                run.flush(receipt=tuple(lines))
            return self.then
        if given.outcome == "refused":
            way = self.refused.get(given.why)
            return way.take(run) if way is not None else self.on_failure.take(run)
        return self.on_failure.take(run) if given.outcome == "failed" else self.on_unknown.take(run)

    def given_back(self, run: Run) -> str | None:
        return END if run.variables.get(SENT) == self.name else self.name

    def resumable(self, waiting: Waiting | None) -> bool:
        return waiting is None or waiting.what != "outside"

    def texts(self) -> Iterator[Text]:
        for sentences in (self.say, self.confirm, self.receipt):
            yield from sentences
        for label, text in self.lines:
            yield from label
            yield from text
        yield from texts_of(iter((*self.refused.values(), self.on_failure, self.on_unknown)))


def _receipt(place: StepPlace, into: str) -> tuple[Sentences, tuple[tuple[Sentences, Sentences], ...]]:
    """What is told after it was done: a text, or `{say, lines: {label: text}}`."""
    node = place.at("receipt")
    if not isinstance(node, Mapping) or "one" in node.items:
        return place.sentences("receipt", known=(into,)), ()
    for key in node.items:
        if key not in ("say", "lines"):
            place.refuse(("receipt", key), f'a receipt has no "{key}"', "known: say, lines")
    lines = node.items.get("lines")
    found = []
    for label, text in lines.items.items() if isinstance(lines, Mapping) else ():
        heading = place.label(label, text)
        said = place.text(text, known=(into,))
        if said is not None and heading is not None:
            found.append((Sentences((heading,)), Sentences((said,))))
    return place.sentences("receipt", "say", known=(into,)), tuple(found)
