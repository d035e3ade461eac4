"""What promises a person leads to one, and nothing else takes the words by which people ask for one.

Why: whoever is stuck and cannot find a person gives up, or calls again and is angrier. A person can be asked for at
every step, whatever a flow says: by 0, by the button, in words. What a flow can do is to make an option of these very
words, and let it lead elsewhere; then those who press it are one action further away than those who say it.
"""

from collections.abc import Iterator

from warmline.conditions.said import Said
from warmline.flows.checks.checking import Checking
from warmline.flows.checks.walking import legs
from warmline.flows.model import HANDOVER, Flow
from warmline.flows.steps.menu import Menu
from warmline.language.commands import WHATS, command


def check(checking: Checking) -> None:
    """Options that sound like what can be asked at every moment, in any language."""
    for flow, step in checking.reached():
        if isinstance(step, Menu):
            _check_options(checking, flow, step)


def _check_options(checking: Checking, flow: Flow, menu: Menu) -> None:
    to_person = {leg.way.label for leg in legs(flow, menu) if _is_person(flow, leg.way.target)}
    for choice in menu.choices:
        for said in choice.label:
            asked = set(_asked(checking, said))
            if "person" in asked and choice.name not in to_person:
                what = f'has an option "{said}" that does not lead to a person'
                checking.problem(
                    menu, what, "let it lead to handover, or call it something else", said.wording.line
                )
            elif asked - {"person"}:
                what = f'has an option "{said}", which customers can say at every moment anyway'
                checking.warning(menu, what, "call it something else, or leave it out", said.wording.line)


def _is_person(flow: Flow, target: str) -> bool:
    return target == HANDOVER or (target in flow.steps and flow.steps[target].kind == HANDOVER)


def _asked(checking: Checking, said: Said) -> Iterator[str]:
    """What of all that can be asked at every moment a label sounds like, in any language."""
    for _, forms in checking.in_languages(said):
        for form in forms:
            found = command(form, checking.book.languages)
            if found is not None and found.what in WHATS:
                yield found.what
