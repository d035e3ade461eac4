"""Go different ways, by what is known: the first whose condition holds is taken.

    which:
      branch:
        - {when: "size(customer.open_invoices) > 1", then: several}
        - {then: one}

The last one has no `when`: it is the way for everybody else.
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.conditions.condition import Condition
from warmline.flows.model import Step, Way
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run


class Arm(msgspec.Struct, forbid_unknown_fields=True):
    """One way, and when it is taken."""

    then: str
    when: str = ""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    branch: tuple[Arm, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch(Step):
    """Conditions and where they lead, in order; the last leads on without one."""

    kind: ClassVar[str] = "branch"
    arms: tuple[tuple[Condition, str], ...]
    otherwise: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """A way for each condition, and the last one."""
        return tuple(
            Way(arm.when, arm.then, path=("branch", index, "then"))
            for index, arm in enumerate(written.branch)
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Branch | None":
        """From its arms. All but the last have a condition."""
        if not written.branch or written.branch[-1].when:
            place.refuse(("branch",), "no way is left where nothing holds", "end with - {then: step}")
            return None
        arms = []
        for index, arm in enumerate(written.branch[:-1]):
            if not arm.when:
                place.refuse(("branch", index), "nothing behind this way is ever reached", "put it last")
                return None
            condition = place.condition("branch", index, "when")
            if condition is not None:
                arms.append((condition, arm.then))
        return cls(**place.common(ways), arms=tuple(arms), otherwise=written.branch[-1].then)

    def enter(self, run: Run) -> str | None:
        for condition, target in self.arms:
            if run.holds(condition):
                return target
        return self.otherwise
