"""No prompt takes longer than twenty seconds to speak.

Why: on the phone nobody can skim. After some twenty seconds people no longer listen, and what they were to do is
forgotten. How fast is reckoned with stands in warmline/language/speech.py; "press 1 for" before each option counts.
"""

from collections.abc import Iterable

from warmline.conditions.said import Said
from warmline.flows.checks.checking import Checking
from warmline.flows.model import Step
from warmline.flows.steps.menu import Menu
from warmline.language.speech import seconds

MOST_SECONDS = 20.0
SECONDS_OF_A_KEY = 1.2
"""To say which key an option has."""


def check(checking: Checking) -> None:
    """What a step says at once, in each language; other texts of it, such as apologies, each by itself."""
    for _, step in checking.reached():
        together = list(step.say)
        options: list[Said] = []
        if isinstance(step, Menu):
            options = [said for choice in step.choices[: step.show] for said in choice.label]
        _check_prompt(checking, step, together, options)
        alone = {said.wording.source: said for said in step.texts() if said not in together}
        for said in alone.values():
            _check_prompt(checking, step, [said], [])


def _check_prompt(checking: Checking, step: Step, texts: list[Said], options: list[Said]) -> None:
    took: dict[str, float] = {}
    for said in (*texts, *options):
        for tag, forms in checking.in_languages(said):
            took[tag] = took.get(tag, 0.0) + max(seconds(form, tag) for form in forms)
    took = {tag: length + SECONDS_OF_A_KEY * len(options) for tag, length in took.items()}
    long = {tag: length for tag, length in took.items() if length > MOST_SECONDS}
    if not long:
        return
    source = checking.book.languages[0]
    line = _first_line(texts or options)
    if source in long:
        what = f"takes {long[source]:.0f} seconds to speak, {MOST_SECONDS:.0f} at most"
        checking.problem(step, what, "say what matters first, and the rest when it is asked for", line)
    else:
        tag = max(long, key=lambda one: long[one])
        what = f"takes {long[tag]:.0f} seconds to speak in {tag}, {MOST_SECONDS:.0f} at most"
        checking.warning(step, what, f"shorten its translation in locale/{tag}.po", line)


def _first_line(texts: Iterable[Said]) -> int:
    return next((said.wording.line for said in texts), 0)
