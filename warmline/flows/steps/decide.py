"""Ask what would help this customer now; what is chosen is the variable `decision`.

    now:
      decide: {situation: outage, tell: true}
      then: topics
      nothing: topics

`decision.chosen` is a list, best first, each with `name`, `kind` (advise or offer), `title`, `say`, `why`. With `tell`
what is advised is said at once. Where nothing is chosen, it goes on with `nothing`. Without a situation it asks about
whatever comes up. `most` is how many are asked for (3).
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.flows import effects
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import Step, Way
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.steps.chosen import decision_variable, kept


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    then: str
    decide: str = ""
    situation: str = ""
    tell: bool = False
    most: int = 3
    say: Any = None
    nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decide(Step):
    """The situation it asks about, and where it goes on."""

    kind: ClassVar[str] = "decide"
    situation: str
    tells: bool
    most: int
    then: str
    nothing: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """With a decision, or without."""
        known = (decision_variable(place.checked.facts),)
        path = ("nothing",) if written.nothing else ("then",)
        return (
            Way("", written.then, gives=known, path=("then",)),
            Way("nothing", written.nothing or written.then, path=path),
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Decide":
        """From a situation, or none."""
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            situation=written.situation or written.decide,
            tells=written.tell,
            most=max(1, min(written.most, 9)),
            then=written.then,
            nothing=written.nothing or written.then,
        )

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        run.wait(
            effects.Decide(id=run.effect_id(), situation=self.situation, most=self.most, shown=self.tells)
        )
        return None

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        assert isinstance(given, Result), "it waits for nothing else"
        chosen = given.value.get("chosen") if given.outcome == "ok" else None
        if not chosen:
            return self.nothing
        found = [kept(one, run) for one in chosen[: self.most]]
        run.learn("decision", {"decision": str(given.value.get("decision", "")), "chosen": found})
        self._tell(run)
        return self.then

    def _tell(self, run: Run) -> None:
        for one in (run.variables.get("decision") or {}).get("chosen", ()) if self.tells else ():
            if one["kind"] == "advise":
                run.tell_text(one["say"])
                run.tried(one["name"])

    def retell(self, run: Run) -> None:
        run.tell(self.say)
        self._tell(run)
