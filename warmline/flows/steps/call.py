"""Call another flow, and go on when it has ended.

    look:
      call: bill
      then: more

The flow that is called has variables of its own and is given nothing; what it hands back at its end (`give`) is known
here from then on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.flows.model import Step, Way
from warmline.flows.moves import call
from warmline.flows.reading.place import Given, StepPlace
from warmline.flows.run import Run


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    call: str
    then: str
    say: Any = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Call(Step):
    """The flow that is called, and the step after it."""

    kind: ClassVar[str] = "call"
    callee: str
    then: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """One way on, where what the flow gives is known."""
        given = place.around.gives.get(written.call, Given())
        return (Way("", written.then, gives=given.always, might=given.perhaps, path=("then",)),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Call | None":
        """From the name of a flow."""
        if not place.is_flow(written.call, "call"):
            return None
        return cls(**place.common(ways), say=place.sentences("say"), callee=written.call, then=written.then)

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        return call(run, self.callee)

    def returned(self, run: Run) -> str | None:
        return self.then

    def calls(self) -> Iterator[str]:
        yield self.callee
