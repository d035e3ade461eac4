"""The list of policies: searched, filtered and sorted as somebody asked for."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from warmline.decisions.overview import PolicyView
from warmline.language.messages import marked

KINDS = marked({"act": "act on events", "answer": "answer when asked"})
SORTS: dict[str, tuple[str, Callable[[PolicyView], Any]]] = marked(
    {
        "": ("as they are judged", lambda one: 0),
        "name": ("name", lambda one: one.name),
        "evaluated": ("looked at most", lambda one: -one.today.evaluated),
        "held": ("held most", lambda one: -one.today.held),
        "acted": ("did most", lambda one: -one.today.acted),
        "held_back": ("held back most", lambda one: -one.today.held_back),
        "failed": ("failed most", lambda one: -one.today.failed),
    }
)
ONLY: dict[str, tuple[str, Callable[[PolicyView], bool]]] = marked(
    {
        "": ("all", lambda one: True),
        "held": ("held today", lambda one: one.today.held > 0),
        "held_back": ("held back today", lambda one: one.today.held_back > 0),
        "failed": ("failed today", lambda one: one.today.failed > 0),
        "never": ("looked at, never held", lambda one: one.today.evaluated > 0 and one.today.held == 0),
        "idle": ("not looked at today", lambda one: one.today.evaluated == 0),
    }
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which policies to show: a text in any part of them, of what kind, which of them, in which order."""

    q: str = ""
    kind: str = ""
    only: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: Iterable[tuple[str, str]]) -> "Wanted":
        """From the parameters of an address; what does not exist asks for nothing."""
        given = {name: value.strip()[:200] for name, value in query}
        known: dict[str, Collection[str]] = {"kind": KINDS, "only": ONLY, "sort": SORTS}
        chosen = {
            name: given[name] for name, choices in known.items() if name in given and given[name] in choices
        }
        return cls(q=given.get("q", ""), **chosen)

    @property
    def given(self) -> dict[str, str]:
        """The parameters of an address that asks for the same."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}

    def without_kind(self) -> dict[str, str]:
        """The same, whatever the kind."""
        return {name: value for name, value in self.given.items() if name != "kind"}


def kind_of(one: PolicyView) -> str:
    """Whether a policy acts or answers."""
    return "answer" if one.asked else "act"


def chosen(policies: Sequence[PolicyView], wanted: Wanted) -> list[PolicyView]:
    """The policies that are wanted, whatever their kind, in the order wanted."""
    _, is_one = ONLY[wanted.only]
    _, key = SORTS[wanted.sort]
    words = wanted.q.casefold().split()
    found = [one for one in policies if is_one(one) and all(word in _text(one) for word in words)]
    return sorted(found, key=key)


def _text(one: PolicyView) -> str:
    """All that is searched."""
    return " ".join([one.name, one.why, one.place, one.when, *one.on, *one.asked, *one.does]).casefold()
