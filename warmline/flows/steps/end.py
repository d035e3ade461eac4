"""End the flow: whoever called it goes on, and where nobody did, the contact is over.

    done:
      end: solved

The word is for the record. `solved` says that what the customer came for is solved. `give` hands values to the flow
that called this one: `give: {credit: result.total}`.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.flows.model import END, Step, Way
from warmline.flows.moves import leave
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps.stored import Stored

SOLVED = "solved"


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    end: str
    say: Any = None
    give: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class End(Step):
    """The word it ends with, and what is handed to the caller."""

    kind: ClassVar[str] = "end"
    word: str
    give: tuple[tuple[str, Stored], ...]

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Out of the flow."""
        return (Way(written.end, END),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "End":
        """From its word and what it gives."""
        give = []
        for name in written.give:
            expression = place.expression("give", name)
            if expression is not None:
                give.append((name, Stored.of(expression, place.environment())))
        say = place.sentences("say")
        return cls(**place.common(ways), say=say, word=written.end, give=tuple(give))

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        if self.word == SOLVED:
            run.session.solved = True
            run.record("contact.solved", reason=run.session.wants or None, by="flow", remedy=self.flow)
        given = {name: stored.value(run) for name, stored in self.give}
        if given and len(run.session.stack) > 1:
            target = leave(run)
            if run.place.step:
                for name, value in given.items():
                    run.learn(name, value)
            return target
        return END
