"""Hand over to a person. Where nobody is there now, or the wait is long, a callback is offered.

    person:
      handover: {queue: billing, say: "I am getting somebody who can help.", why: "asked about a double charge"}

`queue` is the flow's own, or the business's `hand_over`, where none is written. `why` is for the person who takes over,
in plain words. When they give the contact back, it goes on with `then` (the end of the flow).
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.conditions.errors import EvaluationError
from warmline.flows import effects
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import BUILT_IN, END, HANDOVER, Step, Way
from warmline.flows.moves import queue_of
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps import holding, promising


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    handover: str = ""
    queue: str = ""
    say: Any = None
    why: str = ""
    then: str = END


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HandOver(Step):
    """The queue, and what is said of why."""

    kind: ClassVar[str] = "handover"
    queue: str = ""
    why: str = ""
    then: str = END

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """One way on, after it is given back or a callback was promised."""
        return (Way("", written.then, path=("then",)),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "HandOver":
        """From a queue and a reason; all may be left out."""
        queue = place.queue(written.queue or written.handover)
        say = place.sentences("say")
        return cls(**place.common(ways), say=say, queue=queue, why=written.why, then=written.then)

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        session = run.session
        run.wait(
            effects.HandOver(
                id=run.effect_id(),
                queue=self._queue(run),
                why=self.why or "asked for a person",
                wants=session.wants,
                tried=list(session.tried),
                summary=_summary(run),
            ),
            HANDOVER,
        )
        return None

    def _queue(self, run: Run) -> str:
        return self.queue or queue_of(run)

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if holding.is_held(run):
            return holding.take(self, run, given, self._queue(run), self.then)
        if not isinstance(given, Result):
            return promising.answer(self, run, given, self._queue(run), self.then)
        waiting = run.session.waiting
        if waiting is not None and waiting.phase == promising.CALLING:
            return promising.promised(run, given, self.then)
        if given.outcome == "ok":
            _connected(run, given.value)
            if not holding.offer(run, given.value.get("call_back")):
                holding.wait(run)
            return None
        promising.closed(run, given.value.get("opens") if given.outcome == "refused" else None)
        return None

    def again(self, run: Run) -> None:
        if holding.is_held(run):
            holding.again(run)
        else:
            promising.again(run)

    def given_back(self, run: Run) -> str | None:
        return self.then


def _connected(run: Run, value: dict[str, Any]) -> None:
    """Somebody will be there: who, how soon."""
    name, position, minutes = value.get("name"), value.get("position"), value.get("minutes")
    greet = run.book.service.greet
    if name:
        run.tell_word("I am connecting you with {name}.", name=str(name)[:60])
    elif greet is not None:
        try:
            run.tell_text(greet.text(run.told, run.formats))
        except EvaluationError:
            run.tell_word("I am connecting you with a person.")
    else:
        run.tell_word("I am connecting you with a person.")
    if isinstance(position, int) and position > 0:
        _waits(run, position, minutes if isinstance(minutes, int) and minutes >= 0 else None)


def _waits(run: Run, position: int, minutes: int | None) -> None:
    """The place in the queue, and how long it takes."""
    if position == 1 and minutes is None:
        run.tell_word("You are next.")
    elif minutes is None:
        run.tell_word("You are number {position} in the queue.", position=position)
    elif position == 1:
        one = "You are next. It takes about {minutes} minute."
        run.tell_plural(one, one.replace("minute.", "minutes."), minutes, minutes=minutes)
    else:
        one = "You are number {position} in the queue, about {minutes} minute."
        other = one.replace("minute.", "minutes.")
        run.tell_plural(one, other, minutes, position=position, minutes=minutes)


def _summary(run: Run) -> str:
    """Where the customer was, in the words of the flows: their titles, from the outermost."""
    flows = [run.book.flows[place.flow] for place in run.session.stack if place.flow != BUILT_IN]
    return " › ".join(str(flow.title) for flow in flows if flow.title is not None)[:200]
