"""Puts replies together: what was said, then what is known, then what can be done."""

from collections.abc import Sequence

from warmline.coaching.replying.model import Part, Suggestion
from warmline.coaching.replying.saying_back import said_back

MOST = 3


def suggested(
    texts: Sequence[str], language: str, facts: Sequence[Part], steps: Sequence[Part]
) -> list[Suggestion]:
    """Replies to what a customer said, the fullest first, none like another; each acknowledges before it solves.

    `facts` and `steps` are in the customer's language, the best first.
    """
    back = said_back(texts, language)
    opening = (Part("words", back),) if back else ()
    found: list[Suggestion] = []
    for number, fact in enumerate(facts):
        step = tuple(steps[:1]) if number == 0 else ()
        found.append(Suggestion((*opening, fact, *step), language))
    if not facts and steps:
        found.append(Suggestion((*opening, steps[0]), language))
    found = found[: MOST - bool(opening)]
    if opening:
        found.append(Suggestion(opening, language))
    return found
