"""Ask for something; the answer is a variable.

    amount:
      ask:
        what: amount
        as: amount
        say: "How much would you like to pay?"
        check: "value > 0.0 && value <= customer.balance"
        again: "That is not an amount you can pay. How much?"
      then: pay

`as` is what is asked for: digits, account, amount, date, phone, postcode, choice, text, email, name, code. `length` is
how many digits it has, `choices` what can be chosen (`[{name: morning, say: "In the morning"}]`), `check` a condition
over `value`. What is `secret` (a card number) is never kept: nothing but a `do` is handed it, as `secret.card`. What
is not understood is asked again, in other words where `again` or `silent` has some, at most `tries` times (3), then
`else` is taken. With `optional:
true` there is a way to `skip`.

Who is asked for a day, a phone number or a mail address is shown an example; `example: "7013550"` is shown and said for
any other kind.

What is `known` already (`known: customer.area`, an expression that gives a text, an amount or a date) is taken and
said, and not asked, where the customer may be told of it and it is an answer; whoever goes back is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import msgspec

from warmline.conditions.condition import Condition, Expression
from warmline.conditions.errors import EvaluationError
from warmline.conditions.said import Said as Text
from warmline.conditions.types import DOUBLE, STRING, TIMESTAMP, FieldType
from warmline.flows.effects import Keep
from warmline.flows.entries.hints import SHOWN, example, hint
from warmline.flows.entries.kinds import KINDS, Asking, read
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import meant, plain
from warmline.flows.model import HANDOVER, Step, Way
from warmline.flows.prompts import Field, FieldKind, Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.sentences import Sentences
from warmline.flows.steps.knowing import as_answer, known
from warmline.flows.variables import Variable

SKIP = "skip"
TAKEN = ".taken"
"""Where a flow keeps which of its questions were answered by what was known."""


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that can be chosen."""

    name: str
    say: Any


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    what: str
    then: str
    as_: str = msgspec.field(name="as", default="text")
    say: Any = None
    secret: bool = False
    length: int = 0
    check: str = ""
    choices: tuple[Entry, ...] = ()
    again: Any = None
    silent: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)
    optional: bool = False
    skip: str = ""
    known: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask(Step):
    """A question, how its answer is read, and what becomes of one that is none."""

    kind: ClassVar[str] = "ask"
    what: str
    as_: FieldKind
    secret: bool
    length: int
    check: Condition | None
    value: FieldType
    slot: int
    choices: tuple[tuple[str, Sentences], ...]
    again_say: Sentences
    silent: Sentences
    tries: int
    then: str
    else_: str
    skip: str
    known: Expression | None
    example: str
    field: Field | None

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """With the answer, without one, past it."""
        known = (
            () if written.secret else (Variable(written.what, cls._field_type(written, place), said=True),)
        )
        secrets = (written.what,) if written.secret else ()
        ways = [Way("", written.then, gives=known, secrets=secrets, path=("then",))]
        if written.optional:
            path = ("skip",) if written.skip else ("then",)
            ways.append(Way(SKIP, written.skip or written.then, path=path))
        return (*ways, Way("else", written.else_, path=("else",)))

    @staticmethod
    def _field_type(written: Written, place: StepPlace) -> FieldType:
        reading = place.checked.facts.reading
        if written.as_ == "amount":
            return FieldType(DOUBLE, False, reading.money)
        if written.as_ == "date":
            return FieldType(TIMESTAMP, False, reading.day)
        return FieldType(STRING, False, str)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Ask | None":
        """From what is asked, and how."""
        if written.as_ not in KINDS:
            place.refuse(("as",), f'"{written.as_}" cannot be asked for', "known: " + ", ".join(KINDS))
            return None
        if (written.as_ == "choice") != bool(written.choices):
            remedy = "write as: choice, and choices: [{name: …, say: …}]"
            place.refuse(("choices",), "choices belong to as: choice, and it to them", remedy)
            return None
        value = cls._field_type(written, place)
        environment = place.environment().beside("value", value.type)
        check = None
        if written.check:
            node = place.at("check")
            check = place.checked.condition(written.check, environment, node.file, node.line)
        choices = tuple(
            (one.name, place.sentences("choices", index, "say")) for index, one in enumerate(written.choices)
        )
        if written.known and written.secret:
            place.refuse(("known",), "a secret cannot be known already", "ask for it")
            return None
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            what=written.what,
            as_=written.as_,
            secret=written.secret,
            length=written.length,
            check=check,
            value=value,
            slot=environment.slots["value"],
            choices=choices,
            again_say=place.sentences("again"),
            silent=place.sentences("silent"),
            tries=place.tries(written.tries),
            then=written.then,
            else_=written.else_,
            skip=(written.skip or written.then) if written.optional else "",
            known=known(written.known, place, value.type) if written.known else None,
            example=written.example,
            field=None if choices else Field(kind=written.as_, secret=written.secret, length=written.length),
        )

    def enter(self, run: Run) -> str | None:
        if self.known is not None and self._takes_known(run, self.known):
            return self.then
        self.again(run)
        return None

    def _takes_known(self, run: Run, known: Expression) -> bool:
        """Takes what is known already, once: whoever comes back here is asked."""
        taken = run.variables.get(TAKEN) or []
        if self.name in taken:
            return False
        read, shown = self._read_known(run, known.value(run.told))
        if read is None or not self._fits(run, read):
            return False
        run.learn(self.what, read)
        run.learn(TAKEN, [*taken, self.name])
        run.tell_word("I take what we know: {value}.", value=shown)
        run.passed()
        return True

    def _read_known(self, run: Run, value: Any) -> tuple[Any, str]:
        """What is known as an answer, and how it is said; None where it is no answer."""
        if (answer := as_answer(value, run)) is not None:
            return answer
        if not isinstance(value, str) or not value.strip():
            return None, ""
        read = self._value(run, Said(text=value))
        names = [label.texts(run)[0] for name, label in self.choices if name == read]
        return read, names[0] if names else value.strip()

    def again(self, run: Run) -> None:
        self.rephrase(run, self.say)

    def rephrase(self, run: Run, words: Sentences) -> None:
        run.tell(words)
        options = [
            Option(name=name, label=label.texts(run)[0], key=str(number))
            for number, (name, label) in enumerate(self.choices, 1)
        ]
        if self.skip:
            options.append(Option(name=SKIP, label=run.word("Skip")))
        run.ask(tuple(options), self._field(run))

    def _field(self, run: Run) -> Field | None:
        """What is asked for, with an example of it where that helps."""
        field = self.field
        if field is None or field.secret or not (self.example or field.kind in SHOWN):
            return field
        shown = example(self._asking(run), run.formats, self.example)
        return msgspec.structs.replace(field, example=shown)

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if self.skip and self._skips(run, given):
            return self.skip
        value = self._value(run, given)
        if value is None or not self._fits(run, value):
            return self._missed(run, given, understood=value is not None)
        if self.secret:
            run.effects.append(Keep(name=self.what))
        else:
            run.learn(self.what, value)
            if self.as_ == "account":
                run.session.heard = value
        return self.then

    def _missed(self, run: Run, given: object, understood: bool) -> str | None:
        """Asked again: with an example of how it is written, where it was not even understood."""
        sentence, values = (
            ("I did not understand that.", {})
            if understood
            else hint(self._asking(run), run.formats, self.example)
        )
        again, silent = self.again_say, self.silent
        return run.missed(self, given, self.tries, self.else_, sentence, again=again, silent=silent, **values)

    def _asking(self, run: Run) -> Asking:
        book = run.book
        today = run.formats.moment(run.world.now).date() if self.as_ == "date" else date.min
        return Asking(self.as_, run.session.language, book.region, book.currency, today, self.length)

    def _skips(self, run: Run, given: object) -> bool:
        if isinstance(given, Chose):
            return given.option == SKIP
        return isinstance(given, Said) and plain(given.text) in (plain(run.word("Skip")), SKIP)

    def _value(self, run: Run, given: object) -> Any:
        if isinstance(given, Chose) and self.choices:
            return given.option if any(name == given.option for name, _ in self.choices) else None
        if isinstance(given, Said):
            entries: tuple[str, ...] = (given.text, *given.alternatives)
        elif isinstance(given, Keyed):
            entries = (_decimal(given.keys, self.as_),)
        else:
            return None
        if self.choices:
            return self._choice(run, entries)
        return read(entries, self._asking(run))

    def _choice(self, run: Run, entries: tuple[str, ...]) -> str | None:
        labels = [(*label.names(run), plain(name)) for name, label in self.choices]
        for entry in entries:
            if entry.strip().isdecimal() and 1 <= int(entry[:4]) <= len(self.choices):
                return self.choices[int(entry[:4]) - 1][0]
            place = meant(entry, labels)
            if place is not None:
                return self.choices[place][0]
        return None

    def _fits(self, run: Run, value: Any) -> bool:
        """Whether the check holds for the value; one that cannot be judged does not fit."""
        if self.check is None:
            return True
        frame = list(run.seen)
        frame[self.slot] = self.value.read(value)
        held = self.check.holds(frame)
        if isinstance(held, EvaluationError):
            raise held
        return held

    def texts(self) -> Iterator[Text]:
        yield from self.say
        for _, label in self.choices:
            yield from label
        yield from self.again_say
        yield from self.silent


def _decimal(keys: str, kind: FieldKind) -> str:
    """Keys as an entry: # ends it, and in an amount * is the decimal point."""
    entry = keys.strip().rstrip("#")
    return entry.replace("*", ".") if kind == "amount" else entry
