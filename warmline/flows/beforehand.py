"""The step that asks whether to begin what the company wants, before what the customer chooses themselves."""

from dataclasses import dataclass
from typing import ClassVar

from warmline.flows.carried import WISH, carry
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import plain
from warmline.flows.model import END, Step
from warmline.flows.moves import ASKED_ABOUT, CHOSEN, call
from warmline.flows.run import TRIES, Run
from warmline.flows.suggesting import title
from warmline.flows.yes_no import answered, yes_or_no


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Suggest(Step):
    """Whether to begin a flow now; the menu is behind it, whatever the answer."""

    kind: ClassVar[str] = "suggest"

    def enter(self, run: Run) -> str | None:
        self.again(run)
        return None

    def again(self, run: Run) -> None:
        _, flow = run.variables[ASKED_ABOUT]
        run.tell_word("Before that, shall we take care of this: {title}?", title=title(run, flow))
        run.ask(yes_or_no(run, "Yes, please", "Not now"))

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        yes = answered(run, given)
        wish = given.text if yes is None and isinstance(given, Said) and " " in plain(given.text) else ""
        if yes is None and not wish and run.session.failures + 1 < TRIES:
            return run.missed(self, given, TRIES, END, "Please choose one of these.")
        _, flow = run.variables[ASKED_ABOUT]
        if yes:
            self._note(run, "begun")
            run.session.stack.pop()
            run.forget_facts()
            run.learn(CHOSEN, None)  # the menu behind it has called nothing, and is shown afterwards
            return call(run, flow)
        self._note(run, "ignored" if yes is None else "declined")
        if wish:  # who says what they came for has answered, too
            carry(run, wish, WISH)
        return END

    def interrupted(self, run: Run) -> None:
        self._note(run, "ignored")

    def _note(self, run: Run, answer: str) -> None:
        id, flow = run.variables[ASKED_ABOUT]
        run.record("contact.suggested", flow=flow, suggestion=id, answer=answer)
