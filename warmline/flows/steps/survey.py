"""Ask how content the customer is: one question, and a comment if they like.

    rate:
      survey: {ask: "How well did this go?", of: 5, comment: true}
      then: bye

Only a share of contacts is asked (`survey: {sample: 0.3, rest: 90d}` in service.yaml), and nobody again within the
rest. Whoever does not answer is left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, ClassVar

import msgspec

from warmline.conditions.said import Said as Text
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.masking import masked
from warmline.flows.model import Step, Way
from warmline.flows.prompts import Field, Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.sentences import Sentences

SCORE = ".score"
COMMENT = "comment"
SKIP = "skip"
TRIES = 2


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    ask: Any
    then: str
    of: int = 5
    comment: bool = False
    say: Any = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey(Step):
    """The question, the best score, whether a comment is asked for."""

    kind: ClassVar[str] = "survey"
    ask: Sentences
    of: int
    comment: bool
    then: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """One way on, answered or not."""
        return (Way("", written.then, path=("then",)),)

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Survey":
        """From its question."""
        if not 2 <= written.of <= 9:
            place.refuse(("of",), f"{written.of} is no scale", "write of: and a number from 2 to 9")
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            ask=place.sentences("ask"),
            of=max(2, min(written.of, 9)),
            comment=written.comment,
            then=written.then,
        )

    def enter(self, run: Run) -> str | None:
        if not self._is_asked(run):
            return self.then
        run.learn(SCORE, None)
        self.again(run)
        return None

    def _is_asked(self, run: Run) -> bool:
        """Whether this contact is in the sample, and the customer was not asked lately."""
        sampling = run.book.service.survey
        digest = blake2b(run.session.contact.encode(), digest_size=8).digest()
        if int.from_bytes(digest) >= sampling.share * 2**64:
            return False
        last = run.world.contact("surveyed")
        return not isinstance(last, int) or run.world.now - last >= sampling.rest

    def again(self, run: Run) -> None:
        if SCORE in run.variables:
            run.tell_word("Would you like to add anything?")
            run.ask((Option(name=SKIP, label=run.word("Skip")),), Field(kind="text"), phase=COMMENT)
            return
        run.tell(self.say)
        run.tell(self.ask)
        run.tell_word("From 1 to {most}, where {most} is very good.", most=self.of)
        run.ask(tuple(Option(name=str(n), label=str(n), key=str(n)) for n in range(1, self.of + 1)))

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if SCORE in run.variables:
            return self._add(run, given)
        entry = given.option if isinstance(given, Chose) else given.keys if isinstance(given, Keyed) else ""
        entry = (given.text if isinstance(given, Said) else entry).strip().rstrip("#")
        score = int(entry) if len(entry) == 1 and entry.isdecimal() else 0
        if not 1 <= score <= self.of:
            if isinstance(given, Silence):
                return self.then
            return run.missed(self, given, TRIES, self.then, "Please choose one of these.")
        if not self.comment:
            run.record("contact.rated", score=score, of=self.of)
            run.tell_word("Thank you, that helps us.")
            return self.then
        run.learn(SCORE, score)
        self.again(run)
        return None

    def _add(self, run: Run, given: object) -> str:
        text = " ".join(given.text.split()) if isinstance(given, Said) else ""
        if not text:
            self.interrupted(run)
            return self.then
        comment = masked(text)[:1_000]
        run.record("contact.rated", score=run.variables[SCORE], of=self.of, comment=comment)
        run.learn(SCORE, None)
        run.tell_word("Thank you, that helps us.")
        return self.then

    def interrupted(self, run: Run) -> None:
        """The score counts, also without the comment that was still to come."""
        if (score := run.variables.get(SCORE)) is not None:
            run.record("contact.rated", score=score, of=self.of)
            run.learn(SCORE, None)

    def texts(self) -> Iterator[Text]:
        yield from self.say
        yield from self.ask
