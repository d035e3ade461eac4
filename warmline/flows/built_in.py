"""The flow of Warmline's own steps: a person, a callback, another language, going on where somebody left off."""

from dataclasses import dataclass
from typing import Any, ClassVar

from warmline.business.model import Disclosure
from warmline.conditions.facts import Facts
from warmline.flows.beforehand import Suggest
from warmline.flows.carried import WISH, carry
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import meant, plain
from warmline.flows.model import BUILT_IN, CALLBACK, END, HANDOVER, RESUME, START, Flow, Step
from warmline.flows.moves import BEGINS, LEFT_OFF, call, resumed
from warmline.flows.prompts import Option
from warmline.flows.run import TRIES, Run
from warmline.flows.session import Place
from warmline.flows.steps.callback import Callback
from warmline.flows.steps.handover import HandOver
from warmline.flows.suggesting import SUGGEST
from warmline.flows.variables import FlowFacts
from warmline.flows.yes_no import answered, yes_or_no
from warmline.language.formats import locale_of

LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language(Step):
    """Which language to go on in; each is named in its own."""

    kind: ClassVar[str] = "language"

    def enter(self, run: Run) -> str | None:
        self.again(run)
        return None

    def again(self, run: Run) -> None:
        run.tell_word("Which language would you like?")
        languages = run.book.languages
        options = (
            Option(name=tag, label=own_name(tag), key=str(number) if number < 10 else "")
            for number, tag in enumerate(languages, 1)
        )
        run.ask(tuple(options))

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        languages = run.book.languages
        chosen = given.option if isinstance(given, Chose) else ""
        if isinstance(given, Keyed) or (isinstance(given, Said) and given.text.strip().isdecimal()):
            keys = given.keys if isinstance(given, Keyed) else given.text
            number = keys.strip().rstrip("#")
            if number.isdecimal() and 1 <= int(number[:3]) <= len(languages):
                chosen = languages[int(number[:3]) - 1]
        elif isinstance(given, Said):
            names = [[plain(own_name(tag)), plain(tag)] for tag in languages]
            place = meant(given.text, names)
            chosen = languages[place] if place is not None else ""
        if chosen not in languages:
            return run.missed(self, given, TRIES, END)
        run.speak(chosen)
        return END


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resume(Step):
    """Whether to go on where an earlier contact broke off."""

    kind: ClassVar[str] = "resume"

    def enter(self, run: Run) -> str | None:
        self.again(run)
        return None

    def again(self, run: Run) -> None:
        # A family may share the phone: what somebody was about is told to nobody who has not shown that it was them.
        title = self._title(run) if run.session.level >= Disclosure.VERIFIED else ""
        if title:
            run.tell_word("Last time you were at {title}. Shall we go on there?", title=title)
        else:
            run.tell_word("Last time we did not finish. Shall we go on there?")
        run.ask(yes_or_no(run, "Yes, go on", "No, something else"))

    def _title(self, run: Run) -> str:
        stack = run.variables[LEFT_OFF][0]
        for flow, _ in reversed(stack):
            title = run.book.flows[flow].title
            if title is not None:
                return title.text(run.told, run.formats)
        return ""

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        yes = answered(run, given)
        wish = given.text if yes is None and isinstance(given, Said) and " " in plain(given.text) else ""
        if yes is None and not wish and run.session.failures + 1 < TRIES:
            return run.missed(self, given, TRIES, END, "Please choose one of these.")
        stack, variables, wants, contact = run.variables[LEFT_OFF]
        flow, step = stack[-1]
        run.record("contact.resumed", before=contact, flow=flow, step=step or START, went_on=bool(yes))
        session = run.session
        begin = run.variables[BEGINS]
        session.stack = []
        run.changed = True
        if not yes:
            session.variables = {}
            if wish:  # who says what they came for has answered, too
                carry(run, wish, WISH)
            return call(run, begin)
        session.stack = [Place(flow, step) for flow, step in stack]
        session.variables = dict(variables)
        session.wants = wants
        run.forget_facts()
        return resumed(run)


def built_in_flow(facts: Facts) -> Flow:
    """The flow, the same for every business."""
    common: dict[str, Any] = {"flow": BUILT_IN, "file": "", "line": 0}
    steps = (
        HandOver(name=HANDOVER, **common),
        Callback(name=CALLBACK, offered=True, **common),
        Language(name=LANGUAGE, **common),
        Resume(name=RESUME, **common),
        Suggest(name=SUGGEST, **common),
    )
    return Flow(
        name=BUILT_IN,
        title=None,
        needs=Disclosure.ANONYMOUS,
        wants="",
        queue="",
        start=HANDOVER,
        steps={step.name: step for step in steps},
        file="",
        line=0,
        facts=FlowFacts(facts, {}),
    )


def own_name(tag: str) -> str:
    """What a language is called by those who speak it."""
    locale = locale_of(tag)
    return str(locale.get_display_name(locale) or tag)
