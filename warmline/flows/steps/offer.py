"""Offer what decisions choose for this customer: they accept it, or decline.

    remedy:
      offer: {situation: bill_shock}
      accepted: apply
      declined: done

What is advised along with it is said as well. `only` names the offers, and the advice, that belong here: the rest is
neither made nor said. The variable `offer` has `name`, `title`, `say`, `value`, `policy` and `until`. Where there is
none, it goes on with `nothing`, which is `declined` where it is not written.

Where an offer says its `price`, our `advice` or what `others` choose, one of them is said with it and the others can be
asked for: first comes what this customer has asked for before they decided, in earlier offers; without that, what is
written first.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import msgspec

from warmline.flows import effects
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.model import HANDOVER, Step, Way
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.steps import sides
from warmline.flows.steps.chosen import kept, offer_variable
from warmline.flows.yes_no import answered, yes_or_no

MADE = ".made"
"""Names the decision by which an offer was made that is not answered."""
OFFERED = "offered"
MOST_SAID = 3
"""How much is said at most, the offer with it."""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    accepted: str
    declined: str
    offer: str = ""
    situation: str = ""
    only: tuple[str, ...] = ()
    nothing: str = ""
    say: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer(Step):
    """The situation it asks about, and where it goes on."""

    kind: ClassVar[str] = "offer"
    situation: str
    only: frozenset[str]
    accepted: str
    declined: str
    nothing: str
    tries: int
    else_: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Accepted, declined, nothing to offer, no answer."""
        known = (offer_variable(place.checked.facts),)
        path = ("nothing",) if written.nothing else ("declined",)
        return (
            Way("accepted", written.accepted, gives=known, path=("accepted",)),
            Way("declined", written.declined, gives=known, path=("declined",)),
            Way("nothing", written.nothing or written.declined, path=path),
            Way("else", written.else_, path=("else",)),
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Offer":
        """From a situation, or none."""
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            situation=written.situation or written.offer,
            only=frozenset(written.only),
            accepted=written.accepted,
            declined=written.declined,
            nothing=written.nothing or written.declined,
            tries=place.tries(written.tries),
            else_=written.else_,
        )

    def enter(self, run: Run) -> str | None:
        run.tell(self.say)
        decide = effects.Decide(
            id=run.effect_id(),
            situation=self.situation,
            most=MOST_SAID,
            only=tuple(sorted(self.only)),
            offers=1,
        )
        run.wait(decide)
        return None

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if isinstance(given, Result):
            return self._decided(run, given)
        if sides.asked_for(run, given):
            run.session.failures = 0
            run.tell_text(sides.latest(run))
            self._ask(run)
            return None
        yes = answered(run, given)
        if yes is None:
            sentence = "Please choose one of these."
            return run.missed(self, given, self.tries, self.else_, sentence)
        self._came_of_it(run, "accepted" if yes else "declined")
        return self.accepted if yes else self.declined

    def _decided(self, run: Run, given: Result) -> str | None:
        chosen = (given.value.get("chosen") or ()) if given.outcome == "ok" else ()
        offered: dict[str, Any] | None = None
        for one in chosen:
            if self.only and one.get("name") not in self.only:
                continue
            if one.get("kind") == "advise":
                run.tell_text(str(one.get("say") or ""))
                run.tried(str(one.get("name") or ""))
            elif offered is None:
                offered = one
        if offered is None:
            return self.nothing
        run.learn("offer", kept(offered, run))
        run.learn(MADE, str(given.value.get("decision") or ""))
        sides.keep(run, offered.get("sides"))
        self._offer(run)
        return None

    def _offer(self, run: Run) -> None:
        run.tell_text(run.variables["offer"]["say"] or run.variables["offer"]["title"])
        sides.tell_first(run)
        self._ask(run)

    def _ask(self, run: Run) -> None:
        options = yes_or_no(run, "Yes, please", "No, thank you") + sides.options(run)
        run.ask(options, phase=OFFERED)

    def again(self, run: Run) -> None:
        if "offer" in run.variables:
            self._offer(run)

    def retell(self, run: Run) -> None:
        run.tell(self.say)

    def left(self, run: Run) -> None:
        waiting = run.session.waiting
        if waiting is not None and waiting.phase == OFFERED:
            self._came_of_it(run, "ignored")

    def _came_of_it(self, run: Run, outcome: Literal["accepted", "declined", "ignored"]) -> None:
        name = run.variables["offer"]["name"]
        decision = str(run.variables.get(MADE) or "")
        run.learn(MADE, None)
        run.tried(name)
        sides.weighed(run, name, decision, outcome)
        run.effects.append(effects.Outcome(decision=decision, offer=name, outcome=outcome))
