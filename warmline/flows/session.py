"""One customer in a flow: a small value that any worker can go on with."""

from typing import Any, Literal

import msgspec

from warmline.business.model import Disclosure

MOST_TRIED = 12
"""Tasks that a session remembers as tried."""
MOST_BACK = 8
"""Steps that a customer can go back."""
MOST_SPOKEN = 4
"""Steps whose words can be repeated."""
MOST_LATE = 4
"""Effects whose answers may still come though nobody waits for them."""
MOST_SUGGESTED = 8
"""Suggestions that a session remembers as asked about."""
MOST_DEEP = 8
"""Flows that call each other."""


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A step of a flow."""

    flow: str
    step: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a session waits for: the customer, something outside (`id` names it), or a person to give it back."""

    what: Literal["customer", "outside", "person"]
    id: str = ""
    phase: str = ""
    """Where within its step it waits: steps that ask several things in turn keep their place here."""


class Session(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One customer in the flows of one version of the business, between two inputs.

    `stack` is where they are: the last is the step under way, those before it are the calls that led there.
    `variables` hold what was learnt, by flow and variable, as JSON values: never a secret. `turn` counts inputs.
    `level` is how well the customer is known, `who` what they were known by at the last input. `wants` is why they
    are here, `tried` the tasks they have come through, `failures` how often in a row they were not understood at
    this step. `spoken` are the steps whose words came last, to be repeated. `late` are operations under way for
    which nobody waits any longer, by the id of their effect.
    `solved` says that a flow has ended with the problem solved. `carried` are words that chose an option and may answer
    the next menu as well, with the menus where they did. `suggested` are the suggestions that were asked about. `heard`
    is an account number that was said before anybody asked who they are.
    """

    contact: str
    version: str
    channel: str
    language: str
    level: Disclosure = Disclosure.ANONYMOUS
    who: str = ""
    stack: list[Place] = []
    variables: dict[str, dict[str, Any]] = {}
    waiting: Waiting | None = None
    back: list[Place] = []
    wants: str = ""
    tried: list[str] = []
    failures: int = 0
    turn: int = 0
    spoken: list[Place] = []
    late: dict[str, str] = {}
    solved: bool = False
    carried: list[str] = []
    suggested: list[str] = []
    heard: str = ""
    outcome: Literal["", "completed", "abandoned", "failed"] = ""


class LeftOff(msgspec.Struct, frozen=True, kw_only=True):
    """Where a customer was when an earlier contact broke off. `at` is microseconds since 1970.

    `stack`, `variables` and `wants` are those of its session after `Left`; where that has no stack, there is nothing to
    go on with. `level` is how well the customer was known by then.
    """

    contact: str
    stack: tuple[Place, ...]
    variables: dict[str, dict[str, Any]]
    wants: str
    at: int
    level: Disclosure = Disclosure.STAFF
