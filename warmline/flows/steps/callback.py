"""Promise that somebody calls back.

    later:
      callback: {queue: billing, say: "A colleague will look into it.", ask_phone: true}
      then: done

With `ask_phone` the customer is asked for the number; otherwise the one on file is called, and a number is asked for
where none is.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import END, Step, Way
from warmline.flows.moves import queue_of
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps import promising


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    callback: str = ""
    queue: str = ""
    say: Any = None
    ask_phone: bool = False
    then: str = END


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Callback(Step):
    """The queue that calls; whether it is `offered` first, and the number asked for."""

    kind: ClassVar[str] = "callback"
    queue: str = ""
    ask_phone: bool = False
    offered: bool = False
    then: str = END

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """One way on."""
        return (Way("", written.then, path=("then",)),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Callback":
        """From a queue; all may be left out."""
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            queue=place.queue(written.queue or written.callback),
            ask_phone=written.ask_phone,
            then=written.then,
        )

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        if self.offered:
            promising.offer(run)
        elif self.ask_phone:
            promising.ask_phone(run)
        else:
            promising.promise(run, self.queue or queue_of(run))
        return None

    def again(self, run: Run) -> None:
        promising.again(run)

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if isinstance(given, Result):
            return promising.promised(run, given, self.then)
        return promising.answer(self, run, given, self.queue or queue_of(run), self.then)
