"""Which key stands for which option of a prompt."""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from warmline.flows.prompts import Option, Prompt
from warmline.language.words import Words

PERSON = "0"
AT_EVERY_MOMENT = {"repeat": "*1", "back": "*2", "language": "*3"}
"""Keys of what may be asked at every moment, beside a person."""


class Numbered(NamedTuple):
    """An option, and the key by which it is chosen."""

    key: str
    option: Option


def numbered(prompt: Prompt, words: Words) -> list[Numbered]:
    """The options that can be chosen by keys, in order, each with a key of its own; a person comes last.

    An option keeps the key that the flow gave it. Others get the lowest number that is free, of two digits from the
    tenth on: an entry is one choice, so `1` and `10` do not get in each other's way. Where something is asked for,
    numbers are answers, so that theirs begin with a star. Links are not among them: they lead elsewhere. A person is
    always there, whether the flow offers one or not.
    """
    mine = [one for one in prompt.options if one.kind != "person" and not is_link(one)]
    taken: set[str] = {PERSON}
    kept: dict[int, str] = {}
    for place, one in enumerate(mine):
        wanted = one.key or AT_EVERY_MOMENT.get(one.kind, "")
        if wanted and wanted not in taken:
            taken.add(wanted)
            kept[place] = wanted
    free = _free(taken, start="*" if prompt.field else "")
    found = [Numbered(kept.get(place) or next(free), one) for place, one in enumerate(mine)]
    return [*found, Numbered(PERSON, person(prompt, words))]


def person(prompt: Prompt, words: Words) -> Option:
    """The option that leads to a person: the flow's own, or the one that is always there."""
    found = next((one for one in prompt.options if one.kind == "person"), None)
    return found or Option(name="person", label=words.text("A person"), key=PERSON, kind="person")


def links(prompt: Prompt) -> list[Option]:
    """The options that lead elsewhere."""
    return [one for one in prompt.options if is_link(one)]


def is_link(option: Option) -> bool:
    """Whether an option leads elsewhere. An address that is not https leads nowhere, whoever wrote it."""
    return option.kind == "link" and option.link.startswith("https://")


def _free(taken: set[str], start: str) -> Iterator[str]:
    taken = taken | set(AT_EVERY_MOMENT.values())
    return (key for number in count(1) if (key := f"{start}{number}") not in taken)
