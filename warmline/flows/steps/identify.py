"""Find out who it is, by asking as little as possible.

    known:
      identify: {by: [channel, account, person]}
      then: prove
      else: stranger

The ways are tried in their order: what the channel knows; an account number; postcode, name and birth date. What
belongs to a way is asked by the step itself, in Warmline's words. An account number that was said before, in an `ask`
or in words of their own ("it is about 7013550"), is taken, and asked for only where it is none. Nobody is told which
part did not fit. Whoever is known already passes at once. After `tries` (3) it goes on with `else`, which hands over to
a person where it is not written. `example: "7013550"` is an account number of yours as people write it: it is shown
beside the question, and said to whoever was not understood.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import msgspec

from warmline.business.model import Disclosure
from warmline.customers.recognising.digits import spoken
from warmline.flows import effects, mentioned
from warmline.flows.entries.digits import account, postcode
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import plain
from warmline.flows.model import HANDOVER, Step, Way
from warmline.flows.prompts import Field, FieldKind, Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run

By = Literal["channel", "account", "person"]
WHO = ".who"
"""Where a session keeps how far it has come: the way, the tries, the answers. It is gone afterwards."""
WITHOUT = "without"
ACCOUNT = "Please enter your account number, such as {example}."
HEARD = "heard"
"""Where within it a step waits while an account is tried that was said before."""
_ASKED: dict[str, tuple[FieldKind, str]] = {
    "account": ("account", "What is your account number?"),
    "postcode": ("postcode", "What is your postcode?"),
    "name": ("name", "What is your name?"),
    "birth_date": ("date", "When were you born?"),
}
_PARTS: dict[By, tuple[str, ...]] = {
    "channel": (),
    "account": ("account",),
    "person": ("postcode", "name", "birth_date"),
}
MOST_ALTERNATIVES = 5
SHORTEST = 3
"""Digits of the shortest number that may name somebody."""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    then: str
    by: tuple[By, ...] = ("channel", "account", "person")
    say: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Identify(Step):
    """The ways to find out, and where it goes on."""

    kind: ClassVar[str] = "identify"
    by: tuple[By, ...]
    tries: int
    then: str
    else_: str
    example: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Known, or not."""
        return (Way("", written.then, path=("then",)), Way("else", written.else_, path=("else",)))

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Identify | None":
        """From its ways."""
        if not written.by:
            place.refuse(("by",), "it does not say by what", "write by: [channel, account, person]")
            return None
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            by=written.by,
            tries=place.tries(written.tries),
            then=written.then,
            else_=written.else_,
            example=written.example,
        )

    def enter(self, run: Run) -> str | None:
        if run.session.level >= Disclosure.RECOGNISED:
            return self.then
        return self._begin(run, 0, 0)

    def _begin(self, run: Run, way: int, tries: int) -> str | None:
        """Begins with a way, or with the first that asks something where all have been tried."""
        if way >= len(self.by):
            return self._out(run)
        run.learn(WHO, [way, tries, {}])
        parts = _PARTS[self.by[way]]
        if not parts:
            run.wait(effects.Identify(id=run.effect_id(), by="channel"))
            return None
        if self.by[way] == "account" and (heard := mentioned.taken(run)):
            answers = {"account": [heard]}
            run.learn(WHO, [way, tries, answers])
            run.wait(effects.Identify(id=run.effect_id(), by="account", answers=answers), HEARD)
            return None
        self._ask(run, parts[0])
        return None

    def _ask(self, run: Run, part: str) -> None:
        kind, question = _ASKED[part]
        way, tries, answers = self._state(run)
        if not answers and not tries:
            run.tell(self.say)
        run.tell_word(question)
        options: tuple[Option, ...] = ()
        if not answers and way + 1 < len(self.by):
            options = (Option(name=WITHOUT, label=run.word("I do not have it"), key="9"),)
        run.ask(options, Field(kind=kind, example=self.example if part == "account" else ""), phase=part)

    def _state(self, run: Run) -> tuple[int, int, dict[str, list[str]]]:
        way, tries, answers = run.variables.get(WHO) or (0, 0, {})
        return int(way), int(tries), dict(answers)

    def again(self, run: Run) -> None:
        waiting = run.session.waiting
        if waiting is not None and waiting.phase in _ASKED:
            self._ask(run, waiting.phase)

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        way, tries, answers = self._state(run)
        if isinstance(given, Result):
            return self._found(run, given, way, tries)
        waiting = run.session.waiting
        part = waiting.phase if waiting is not None else ""
        if not answers and way + 1 < len(self.by) and _without(run, given):
            return self._begin(run, way + 1, tries)
        entries = _entries(given, part)
        if not entries:
            return self._missed(run, given, part)
        answers[part] = entries
        run.session.failures = 0
        run.learn(WHO, [way, tries, answers])
        parts = _PARTS[self.by[way]]
        behind = parts[parts.index(part) + 1 :] if part in parts else ()
        if behind:
            self._ask(run, behind[0])
            return None
        run.wait(effects.Identify(id=run.effect_id(), by=self.by[way], answers=answers))
        return None

    def _missed(self, run: Run, given: object, part: str) -> str | None:
        if part == "account" and self.example:
            return run.missed(self, given, self.tries, self.else_, ACCOUNT, example=self.example)
        return run.missed(self, given, self.tries, self.else_)

    def _found(self, run: Run, given: Result, way: int, tries: int) -> str | None:
        by = self.by[min(way, len(self.by) - 1)]
        waiting = run.session.waiting
        was_heard = waiting is not None and waiting.phase == HEARD
        if given.outcome == "ok":
            if was_heard:
                run.tell_word("I take what you said: {value}.", value=self._state(run)[2]["account"][0])
            run.learn(WHO, None)
            run.record("contact.identified", by=by)
            run.raise_level(Disclosure.RECOGNISED)
            return self.then
        if by == "channel":
            return self._begin(run, way + 1, tries)
        if was_heard and given.why != "locked":  # it was no account: nobody is told, and it is no try
            return self._begin(run, way, tries)
        why = given.why if given.outcome == "refused" else "failed"
        run.record("contact.not_verified", by=by, why=why or "not_found", tries=tries + 1)
        if why == "locked":
            run.tell_word("Too many tries. A person will help you.")
            return self._out(run)
        if given.outcome != "refused":
            run.tell_word("That cannot be done at the moment.")
            return self._out(run)
        if tries + 1 >= self.tries:
            return self._out(run)
        run.tell_word("I could not find you with that. Let us try again.")
        return self._begin(run, way, tries + 1)

    def left(self, run: Run) -> None:
        run.learn(WHO, None)

    def _out(self, run: Run) -> str:
        run.learn(WHO, None)
        return self.else_


def _without(run: Run, given: object) -> bool:
    if isinstance(given, Chose):
        return given.option == WITHOUT
    if isinstance(given, Keyed):
        return given.keys.strip().rstrip("#") == "9"
    return isinstance(given, Said) and plain(given.text) == plain(run.word("I do not have it"))


def _says_digits(said: str) -> bool:
    """Whether there may be a number in words: "seven oh one"."""
    return len(spoken(said)) >= SHORTEST


def _entries(given: object, part: str) -> list[str]:
    """What was given, as alternatives; nothing where it cannot be what was asked."""
    if isinstance(given, Said):
        found = [given.text, *given.alternatives]
    elif isinstance(given, Keyed):
        found = [given.keys.strip().rstrip("#")]
    else:
        return []
    found = [" ".join(one.split())[:80] for one in found if one.strip()][:MOST_ALTERNATIVES]
    if part == "account":
        return found if any(account(one) is not None or _says_digits(one) for one in found) else []
    if part == "postcode":
        return [one for one in found if postcode(one) is not None or any(char.isdigit() for char in one)]
    return found
