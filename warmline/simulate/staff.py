"""The members of staff of the sample business: what each knows and speaks, who serves which customer."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class Colleague(NamedTuple):
    """Somebody who works with customers. `email` is what they sign in with, `languages` those that they speak."""

    email: str
    name: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def party(self) -> str:
        """How events name them."""
        return f"staff:{self.email}"


TEAM = (
    Colleague("agent@demo", "Ana Cruz", ("billing", "network", "orders", "care"), ("en", "fil")),
    Colleague("ben@demo", "Ben Lim", ("billing", "payment"), ("en", "zh-Hans", "zh-Hant")),
    Colleague("chai@demo", "Chai Srisuk", ("network", "outage"), ("th", "en")),
    Colleague("dao@demo", "Dao Wongsa", ("billing", "care"), ("th", "en")),
    Colleague("eli@demo", "Eli Bautista", ("network", "roaming"), ("fil", "en")),
    Colleague("fe@demo", "Fe Villanueva", ("care", "plan"), ("fil", "en")),
    Colleague("gus@demo", "Gus Ramos", ("orders", "device"), ("en", "fil")),
    Colleague("hoa@demo", "Hoa Nguyen", ("billing", "network"), ("vi", "en")),
    Colleague("ines@demo", "Ines Chan", ("orders", "network"), ("zh-Hant", "zh-Hans", "en")),
    Colleague("jo@demo", "Jo Tran", ("orders", "roaming"), ("vi", "en")),
)
"""Ten, so that one of them is drawn as evenly as a digit."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "bill": ("billing",),
    "payment": ("billing", "payment"),
    "outage": ("network", "outage"),
    "data": ("network",),
    "appointment": ("network",),
    "parcel": ("orders",),
    "device": ("orders", "device"),
    "roaming": ("roaming", "billing"),
    "plan": ("plan", "care"),
}
"""Skills that help with what customers come for; any of them is enough."""


def server(drawn: int, reason: str, language: str) -> Colleague:
    """Who takes a contact. `drawn` is a digit; nine in ten go to somebody who knows about it."""
    if drawn == len(TEAM) - 1:
        return _speaking(language)[len(reason) % len(_speaking(language))]
    knowing = _knowing(reason, language)
    return knowing[drawn % len(knowing)]


@cache
def _speaking(language: str) -> tuple[Colleague, ...]:
    return tuple(one for one in TEAM if language in one.languages) or TEAM


@cache
def _knowing(reason: str, language: str) -> tuple[Colleague, ...]:
    """Who knows about a reason, those who speak the language if there are any."""
    needed = set(NEEDS.get(reason, ()))
    speaking = tuple(one for one in _speaking(language) if needed.intersection(one.skills))
    return speaking or tuple(one for one in TEAM if needed.intersection(one.skills)) or TEAM
