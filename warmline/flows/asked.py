"""What may be asked at every moment, however it is asked: with keys, in words, by a button."""

from collections.abc import Sequence
from typing import Literal

from warmline.flows.inputs import Asked, Chose, Input, Keyed, Said
from warmline.language.commands import command

PERSON = Asked(what="person")
_KEYS = {
    "0": PERSON,
    "*0": PERSON,
    "*1": Asked(what="repeat"),
    "*2": Asked(what="back"),
    "*3": Asked(what="language"),
}
_CHOSEN = {"person": PERSON, "repeat": _KEYS["*1"], "back": _KEYS["*2"], "language": _KEYS["*3"]}
RESERVED_OPTIONS = frozenset(_CHOSEN)
"""Names that no option of a menu can have."""


def asked_in(given: Input, languages: Sequence[str]) -> Asked | None:
    """What an input asks for, None where it is an answer.

    >>> asked_in(Keyed(keys="12*0"), ("en",))
    Asked(what='person', language='')
    """
    if type(given) is Said:
        keyed = in_keys(given.text)
        if keyed is not None:
            return keyed
        found = command(given.text, languages)
        return None if found is None else Asked(what=found.what, language=found.language)
    if type(given) is Keyed:
        # Whoever has begun to key something may still want a person: what ends with it asks for one.
        return in_keys(given.keys) or (PERSON if given.keys.strip().rstrip("#").endswith("*0") else None)
    return _CHOSEN.get(given.option) if type(given) is Chose else None


def in_keys(entry: str) -> Asked | None:
    """What keys ask for; they may be typed, too, and nothing beside them: `10*0.5` is an amount."""
    return _KEYS.get(entry.strip().rstrip("#"))


def how_asked(given: Input) -> Literal["keys", "words", "button"]:
    """By what means it was asked."""
    return "words" if type(given) is Said else "keys" if type(given) is Keyed else "button"
