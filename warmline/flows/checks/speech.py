"""No prompt takes longer than twenty seconds to speak.

Why: on the phone nobody can skim. After some twenty seconds people no longer listen, and what they were to do is
forgotten. How fast is reckoned with stands in warmline/language/speech.py; "press 1 for" before each option counts.
What several steps say one after the other is one prompt for whoever hears it; that is worth a warning, for parts of it
may not be said to everybody.
"""

from warmline.conditions.said import Said
from warmline.flows.checks.checking import Checking
from warmline.flows.model import Flow, Step
from warmline.flows.steps.menu import Menu
from warmline.language.speech import seconds

MOST_SECONDS = 20.0
SAY = "say"
SECONDS_OF_A_KEY = 1.2
"""To say which key an option has."""


def check(checking: Checking) -> None:
    """What a step says at once, in each language; other texts of it, such as apologies, each by itself."""
    for flow, step in checking.reached():
        prompt = list(step.say)
        took = _took(checking, prompt, _options(step))
        _check_prompt(checking, step, took, prompt)
        for said in {said.wording.source: said for said in step.texts() if said not in prompt}.values():
            _check_prompt(checking, step, _took(checking, [said], []), [said])
        if not any(length > MOST_SECONDS for length in took.values()):
            _check_together(checking, flow, step)


def _options(step: Step) -> list[Said]:
    """The options that are said with it."""
    if not isinstance(step, Menu):
        return []
    return [said for choice in step.choices[: step.show] for said in choice.label]


def _took(checking: Checking, texts: list[Said], options: list[Said]) -> dict[str, float]:
    """How long they take together, by language; what is not translated is said as it was written."""
    source, *others = checking.book.languages
    took = dict.fromkeys((source, *others), SECONDS_OF_A_KEY * len(options))
    for said in (*texts, *options):
        each = {tag: max(seconds(form, tag) for form in forms) for tag, forms in checking.in_languages(said)}
        for tag in took:
            took[tag] += each.get(tag, each[source])
    return took


def _check_together(checking: Checking, flow: Flow, step: Step) -> None:
    """What follows on words at once, as it is written."""
    source, total, at = checking.book.languages[0], 0.0, step
    seen: list[str] = []
    while at.name not in seen:
        seen.append(at.name)
        total += _took(checking, list(at.say), _options(at)).get(source, 0.0)
        target = at.ways[0].target if at.kind == SAY else ""
        if target not in flow.steps:
            break
        at = flow.steps[target]
    if total > MOST_SECONDS and len(seen) > 1:
        what = f"takes {total:.0f} seconds to speak, together with {' and '.join(seen[1:])}"
        checking.warning(step, what, "let customers say something in between, or say less")


def _check_prompt(checking: Checking, step: Step, took: dict[str, float], texts: list[Said]) -> None:
    long = {tag: length for tag, length in took.items() if length > MOST_SECONDS}
    if not long:
        return
    source = checking.book.languages[0]
    line = texts[0].wording.line if texts else 0
    if source in long:
        what = f"takes {long[source]:.0f} seconds to speak, {MOST_SECONDS:.0f} at most"
        checking.problem(step, what, "say what matters first, and the rest when it is asked for", line)
    else:
        tag = max(long, key=lambda one: long[one])
        what = f"takes {long[tag]:.0f} seconds to speak in {tag}, {MOST_SECONDS:.0f} at most"
        checking.warning(step, what, f"shorten its translation in locale/{tag}.po", line)
