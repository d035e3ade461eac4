"""Options of a menu: which are shown, in which order, on which page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from warmline.conditions.condition import Condition
from warmline.flows.prompts import Option
from warmline.flows.run import Run
from warmline.flows.sentences import Sentences

MORE = "more"
"""The option that leads to the next page."""
SOMETHING_ELSE = "Something else"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One option as it is written. It leads to the step `then`, or calls `flow` first."""

    name: str
    label: Sentences
    then: str
    flow: str
    when: Condition | None
    likely: frozenset[str]
    asks: tuple[str, ...]

    def names(self, run: Run) -> tuple[str, ...]:
        """What it is called, as words compare: in the language of the session, and as it was written."""
        return self.label.names(run)


def shown(choices: Sequence[Choice], run: Run) -> list[int]:
    """The places of the options that are there for this customer."""
    return [place for place, one in enumerate(choices) if one.when is None or run.holds(one.when)]


def ranked(
    choices: Sequence[Choice], places: list[int], decision: dict[str, Any], situations: Iterable[Any]
) -> tuple[list[int], dict[int, str]]:
    """The options that are likely first, and why; the others as written.

    Likely is what was decided, in that order, and then what the customer is in: the `situations` of their profile.
    """
    found = [
        ({one.get("name"), one.get("policy")}, one.get("why") or one.get("policy"))
        for one in decision.get("chosen") or ()
    ]
    found += [({one.get("id")}, one.get("why") or one.get("id")) for one in situations]
    first: list[int] = []
    whys: dict[int, str] = {}
    for names, why in found:
        for place in places:
            if place not in whys and names & choices[place].likely:
                first.append(place)
                whys[place] = str(why or "")[:120]
    return first + [place for place in places if place not in whys], whys


def page(places: list[int], show: int, number: int) -> tuple[list[int], bool]:
    """The options of a page, from 0, and whether there are more behind it."""
    if len(places) <= show:
        return places, False
    begin = number * show
    found = places[begin : begin + show]
    return found, begin + show < len(places)


def drawn(
    choices: Sequence[Choice], places: list[int], more: bool, whys: dict[int, str], run: Run
) -> tuple[Option, ...]:
    """The options of a page, for a prompt."""
    options = [
        Option(
            name=choices[place].name,
            label=choices[place].label.texts(run)[0],
            key=str(number),
            why=whys.get(place, ""),
        )
        for number, place in enumerate(places, 1)
    ]
    if more:
        options.append(Option(name=MORE, label=run.word(SOMETHING_ELSE), key=str(len(options) + 1)))
    return tuple(options)
