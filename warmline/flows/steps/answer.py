"""Answer a question from the knowledge base.

    question:
      answer: {say: "What would you like to know?"}
      then: more
      else: person

What is found is said, and whether it helped is asked: yes goes on with `then`; no brings the next best, and in the
end `else`, which hands over to a person where it is not written. `to` is the question where it is known already:
`to: said`. An article that names a flow offers it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.conditions.condition import Expression
from warmline.conditions.types import STRING
from warmline.flows import effects
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.masking import masked
from warmline.flows.model import BUILT_IN, HANDOVER, Step, Way
from warmline.flows.moves import call
from warmline.flows.prompts import Field, Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.small_talk import is_small_talk
from warmline.flows.yes_no import answered, yes_or_no

FOUND, ASKED = ".found", ".asked"
"""Where a session keeps the articles that are left, and the question."""
TOLD, FLOW = "told", "flow"
MOST_TOLD = 3
LONGEST = 600
"""Characters of an excerpt that are said."""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    then: str
    to: str = ""
    say: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer(Step):
    """The question, asked or known, and where it goes on."""

    kind: ClassVar[str] = "answer"
    to: Expression | None
    tries: int
    then: str
    else_: str

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """Helped, or not."""
        return (Way("", written.then, path=("then",)), Way("else", written.else_, path=("else",)))

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Answer":
        """From a question, or what is said to ask for one."""
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            to=place.expression("to", wanted=(STRING,)) if written.to else None,
            tries=place.tries(written.tries),
            then=written.then,
            else_=written.else_,
        )

    def enter(self, run: Run) -> str | None:
        run.learn(FOUND, None)
        text = str(run.value(self.to)).strip() if self.to is not None else ""
        if text:
            run.tell(self.say)
            self._find(run, text)
        else:
            self.again(run)
        return None

    def again(self, run: Run) -> None:
        if run.variables.get(FOUND):
            self._tell(run)
        elif self.say:
            run.tell(self.say)
            run.ask((), Field(kind="text"))
        else:
            run.tell_word("What would you like to know?")
            run.ask((), Field(kind="text"))

    def _find(self, run: Run, text: str) -> None:
        run.learn(ASKED, masked(text)[:200])
        run.wait(effects.Find(id=run.effect_id(), text=text[:500], most=MOST_TOLD))

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if isinstance(given, Result):
            return self._found(run, given)
        waiting = run.session.waiting
        if waiting is not None and waiting.phase == TOLD:
            return self._helped(run, given)
        if not isinstance(given, Said) or is_small_talk(given.text):
            return run.missed(self, given, self.tries, self.else_)
        self._find(run, given.text)
        return None

    def _found(self, run: Run, given: Result) -> str | None:
        found = (given.value.get("found") or ()) if given.outcome == "ok" else ()
        sure = str(given.value.get("sure") or "none")
        if sure == "none":
            found = ()
        first = str(found[0].get("name") or "") if found else None
        text = run.variables.get(ASKED, "")
        run.record("contact.search", text=text, found=len(found), sure=sure, article=first)
        if not found:
            run.tell_word("I found nothing about that.")
            return self._out(run, self.else_)
        kept = [[str(one.get(name) or "")[:LONGEST] for name in ("name", "excerpt", "flow")] for one in found]
        run.learn(FOUND, kept[:MOST_TOLD])
        self._tell(run)
        return None

    def _tell(self, run: Run) -> None:
        """The best article that is left, and whether it helped."""
        name, excerpt, flow = run.variables[FOUND][0]
        run.tried(name)
        run.tell_text(excerpt)
        run.tell_word("Did that answer your question?")
        options = yes_or_no(run)
        title = run.book.flows[flow].title if flow in run.book.flows and flow != BUILT_IN else None
        if title is not None:
            label = title.text(run.told, run.formats)
            options = (*options, Option(name=FLOW, label=label, key="3"))
        run.ask(options, phase=TOLD, article=name)

    def _helped(self, run: Run, given: Said | Keyed | Chose | Silence) -> str | None:
        left = run.variables.get(FOUND) or []
        if left and _goes_there(given) and left[0][2] in run.book.flows and left[0][2] != BUILT_IN:
            self._searched(run, left[0][0], True)
            run.learn(FOUND, None)
            return call(run, left[0][2])
        yes = answered(run, given)
        if yes is None and isinstance(given, Said) and len(given.text.split()) > 2:
            self._find(run, given.text)
            return None
        if yes is None:
            return run.missed(self, given, self.tries, self.else_)
        if left:
            self._searched(run, left[0][0], yes)
        if yes:
            return self._out(run, self.then)
        if len(left) > 1:
            run.learn(FOUND, left[1:])
            self._tell(run)
            return None
        return self._out(run, self.else_)

    def _searched(self, run: Run, article: str, helped: bool) -> None:
        text = run.variables.get(ASKED, "")
        run.record("contact.search", text=text, found=1, article=article, helped=helped)

    def _out(self, run: Run, target: str) -> str:
        run.learn(FOUND, None)
        run.learn(ASKED, None)
        return target

    def returned(self, run: Run) -> str | None:
        return self.then


def _goes_there(given: object) -> bool:
    if isinstance(given, Chose):
        return given.option == FLOW
    return isinstance(given, Keyed) and given.keys.strip().rstrip("#") == "3"
