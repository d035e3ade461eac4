"""Say something, and go on.

    greet:
      say: "Good day."
      then: topics

`say` is a text, or a list of texts, or a text with a plural: `{one: "One bill is open.", other: "{count} bills are
open.", count: size(customer.open_invoices)}`. Facts stand in braces. Every other kind of step can have a `say` as well:
it is said before what the step asks, and after what it looks up or does.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.flows.model import Step, Way
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    say: Any
    then: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Say(Step):
    """Texts, and the step after them."""

    kind: ClassVar[str] = "say"
    then: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """One way on."""
        return (Way("", written.then, path=("then",)),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Say":
        """From its texts."""
        return cls(**place.common(ways), say=place.sentences("say"), then=written.then)

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        return self.then
