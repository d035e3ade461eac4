"""Puts replies together: what was said, then what is known, then what can be done."""

from collections.abc import Iterator, Sequence

import msgspec

from warmline.coaching.replying.model import Part, Suggestion
from warmline.coaching.replying.saying_back import said_back
from warmline.coaching.replying.telling import Ground

MOST = 3


class Sayable(msgspec.Struct, frozen=True):
    """What replies are made of, in the customer's language, the best first.

    `steps` are what was just done, and what can be offered.
    """

    grounds: tuple[Ground, ...] = ()
    steps: tuple[Part, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """All of it."""
        return [*(one.fact for one in self.grounds), *self.steps]


def suggested(texts: Sequence[str], language: str, material: Sayable) -> list[Suggestion]:
    """Replies to what a customer said, the fullest first, none like another; each acknowledges before it solves."""
    back = said_back(texts, language)
    last = said_back(texts[-1:], language) or back  # facts answer what was said last
    opening = (Part("words", last),) if last else ()
    found: list[Suggestion] = []
    for body in _bodies(material):
        one = Suggestion((*opening, *body), language)
        if all(one.text != before.text for before in found):
            found.append(one)
    found = found[: MOST - bool(back)]
    if back:
        found.append(Suggestion((Part("words", back),), language))
    return found


def _bodies(material: Sayable) -> Iterator[tuple[Part, ...]]:
    """What follows the customer's words: each fact with its next step; the best is offered with the best fact."""
    grounds, steps = material.grounds, material.steps
    for number, one in enumerate(grounds):
        own = (one.next,) if one.next else ()
        yield one.fact, *(steps[number : number + 1] or own)
    if not grounds:
        yield from ((one,) for one in steps)
    elif len(grounds) == 1 and steps and (own_step := grounds[0].next) is not None:
        yield grounds[0].fact, own_step
