"""Make sure that it is the customer: by a one-time code, or by what only they know.

    prove:
      verify: {by: code}
      then: done
      else: person

Or: `verify: {by: knowledge, ask: {last_bill: "How much was your last bill?"}}`, where each is a field of the profile
and its question: nothing by which they may have been found, as that proves nothing. Whoever is known well enough
already passes at once: in the flow that finds out who it is, that is what the flow needs that waits for it. Nobody is
told which part was wrong. After `tries` (3) wrong answers, or where too many failed before, a person goes on. Where
no code can be sent, or what comes is none, it goes on with `else`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import msgspec

from warmline.business.model import Disclosure
from warmline.business.suggest import suggest
from warmline.conditions.said import Said as Text
from warmline.flows import effects
from warmline.flows.entries.digits import digits
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import plain
from warmline.flows.model import HANDOVER, Step, Way
from warmline.flows.moves import wanted_level
from warmline.flows.prompts import Field, FieldKind, Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.sentences import Sentences

PROOF = ".proof"
"""Where a session keeps how far it has come: tries, where the code went, answers. It is gone afterwards."""
CODE, SECRET, AGAIN = "code", "code", "resend"
DIGITS = 6
_KINDS: dict[str, FieldKind] = {"date": "date", "money": "amount"}
"""How the value of a field is entered, by its type."""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    then: str
    by: Literal["code", "knowledge"] = "code"
    ask: dict[str, Any] = {}
    say: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verify(Step):
    """How it is proved, and where it goes on. `ask` are the fields that are asked for, with their questions."""

    kind: ClassVar[str] = "verify"
    by: Literal["code", "knowledge"]
    ask: tuple[tuple[str, Sentences, FieldKind], ...]
    tries: int
    then: str
    else_: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Proved, or not."""
        return (
            Way("", written.then, path=("then",)),
            Way("else", written.else_, path=("else",)),
            Way("locked", HANDOVER),
        )

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Verify | None":
        """From the way it is proved."""
        if (written.by == "knowledge") != bool(written.ask):
            remedy = 'write by: knowledge, and ask: {last_bill: "How much was your last bill?"}'
            place.refuse(("ask",), "questions belong to by: knowledge, and it to them", remedy)
            return None
        fields = place.checked.business.fields
        ask = []
        for name in written.ask:
            if name not in fields:
                place.refuse(("ask", name), f'"{name}" is not a field of the profile', suggest(name, fields))
                continue
            ask.append((name, place.sentences("ask", name), _KINDS.get(fields[name].type, "text")))
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            by=written.by,
            ask=tuple(ask),
            tries=place.tries(written.tries),
            then=written.then,
            else_=written.else_,
        )

    def enter(self, run: Run) -> str | None:
        level, wanted = run.session.level, wanted_level(run)
        if level >= Disclosure.VERIFIED or Disclosure.ANONYMOUS < wanted <= level:
            return self.then
        if level < Disclosure.RECOGNISED:
            return self.else_
        run.learn(PROOF, [0, "", {}])
        run.tell(self.say)
        if self.by == "code":
            run.wait(effects.SendCode(id=run.effect_id()))
            return None
        self._question(run, 0)
        return None

    def _state(self, run: Run) -> tuple[int, str, dict[str, list[str]]]:
        tries, to, answers = run.variables.get(PROOF) or (0, "", {})
        return int(tries), str(to), dict(answers)

    def again(self, run: Run) -> None:
        waiting = run.session.waiting
        if waiting is not None and waiting.phase == CODE:
            self._enter_code(run)
        elif waiting is not None and waiting.phase.isdecimal():
            self._question(run, int(waiting.phase))

    def _enter_code(self, run: Run) -> None:
        _, to, _ = self._state(run)
        run.tell_word("Please enter the {digits}-digit code we sent to {to}.", digits=DIGITS, to=to)
        resend = Option(name=AGAIN, label=run.word("Send a new code"), key="9")
        run.ask((resend,), Field(kind="code", secret=True, length=DIGITS), phase=CODE)

    def _question(self, run: Run, number: int) -> None:
        _, question, kind = self.ask[number]
        run.tell(question)
        run.ask((), Field(kind=kind), phase=str(number))

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        waiting = run.session.waiting
        phase = waiting.phase if waiting is not None else ""
        if isinstance(given, Result):
            return self._sent(run, given) if phase == "" else self._checked(run, given)
        if phase.isdecimal():
            return self._knows(run, given, int(phase))
        if _wants_another(run, given):
            run.wait(effects.SendCode(id=run.effect_id()))
            return None
        entry = given.text if isinstance(given, Said) else given.keys if isinstance(given, Keyed) else ""
        code = digits(entry.rstrip("#"))
        if code is None or len(code) != DIGITS:
            return run.missed(self, given, self.tries, self.else_)
        run.effects.append(effects.Keep(name=SECRET))
        run.wait(effects.CheckCode(id=run.effect_id(), secret=SECRET), "check")
        return None

    def _knows(self, run: Run, given: object, number: int) -> str | None:
        if isinstance(given, Said):
            entries = [one for one in (given.text, *given.alternatives) if one.strip()][:5]
        else:
            entries = [given.keys.strip().rstrip("#")] if isinstance(given, Keyed) else []
        if not any(entries):
            return run.missed(self, given, self.tries, self.else_)
        tries, to, answers = self._state(run)
        answers[self.ask[number][0]] = [one[:80] for one in entries]
        run.learn(PROOF, [tries, to, answers])
        if number + 1 < len(self.ask):
            self._question(run, number + 1)
            return None
        run.learn(PROOF, [tries, to, {}])
        run.wait(effects.CheckKnowledge(id=run.effect_id(), facts=answers), "check")
        return None

    def _sent(self, run: Run, given: Result) -> str | None:
        if given.outcome == "ok":
            tries, _, answers = self._state(run)
            run.learn(PROOF, [tries, str(given.value.get("to") or "…")[:40], answers])
            self._enter_code(run)
            return None
        why = given.why if given.outcome == "refused" else "failed"
        run.record("contact.not_verified", by=self.by, why=why or "failed")
        locked = why == "locked"
        run.tell_word(
            "Too many tries. A person will help you." if locked else "That cannot be done at the moment."
        )
        return self._out(run, HANDOVER if locked else self.else_)

    def _checked(self, run: Run, given: Result) -> str | None:
        tries, to, _ = self._state(run)
        if given.outcome == "ok":
            run.learn(PROOF, None)
            run.record("contact.verified", by=self.by)
            run.raise_level(Disclosure.VERIFIED)
            return self.then
        why = given.why if given.outcome == "refused" else "failed"
        run.record("contact.not_verified", by=self.by, why=why or "wrong", tries=tries + 1)
        if why == "locked" or tries + 1 >= self.tries:
            run.tell_word("Too many tries. A person will help you.")
            return self._out(run, HANDOVER)
        run.learn(PROOF, [tries + 1, to, {}])
        if why == "expired":
            run.tell_word("That code is no longer valid. I am sending you a new one.")
            run.wait(effects.SendCode(id=run.effect_id()))
            return None
        if self.by == "code":
            run.tell_word("That code is not right.")
            self._enter_code(run)
        else:
            run.tell_word("That does not match what we have. Let us try again.")
            self._question(run, 0)
        return None

    def left(self, run: Run) -> None:
        run.learn(PROOF, None)

    def _out(self, run: Run, target: str) -> str:
        run.learn(PROOF, None)
        return target

    def texts(self) -> Iterator[Text]:
        yield from self.say
        for _, question, _ in self.ask:
            yield from question


def _wants_another(run: Run, given: object) -> bool:
    if isinstance(given, Chose):
        return given.option == AGAIN
    if isinstance(given, Keyed):
        return given.keys.strip().rstrip("#") == "9"
    return isinstance(given, Said) and plain(given.text) == plain(run.word("Send a new code"))
