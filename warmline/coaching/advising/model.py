"""What is advised in a contact, what came of it, who was asked to approve it."""

from typing import Literal

import msgspec

from warmline.decisions.answers import Chosen, Decision
from warmline.web.access import Role
from warmline.web.principal import Principal

Did = Literal["done", "declined"]
State = Literal["asked", "given", "refused", "withdrawn"]
Next = Literal["do", "ask", "wait", "refused", "settled"]
"""What there is to do about an action: do it, ask a lead, wait for one; a lead said no; it is settled."""


class Acted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an action, who said so (`by` is the id of their account), and when in microseconds since 1970."""

    action: str
    did: Did
    by: str
    name: str
    at: int
    reason: str = ""


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """A lead is asked to approve an action that costs more than whoever has the contact may give.

    `cost` and `limit` are in major units of `currency`. `why` is what the agent says, `word` what the lead answered.
    """

    number: int
    contact: str
    decision: str
    action: str
    title: str
    cost: float
    limit: float
    currency: str
    by: str
    name: str
    why: str
    asked: int
    state: State = "asked"
    settled_by: str = ""
    settled_name: str = ""
    settled: int = 0
    word: str = ""


class Advised(msgspec.Struct, frozen=True, kw_only=True):
    """One action at its rank, with what came of it so far."""

    chosen: Chosen
    next: Next
    acted: Acted | None = None
    approval: Approval | None = None


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What is advised in a contact now."""

    decision: Decision
    actions: list[Advised]


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """An open approval as leads see it: with the customer it is about, as far as one is known."""

    approval: Approval
    customer: int = 0
    who: str = ""


def may_approve(by: Principal) -> bool:
    """Whether somebody approves what agents may not give by themselves."""
    return by.role in (Role.LEAD, Role.ADMINISTRATOR)


def is_beyond(chosen: Chosen, by: Principal) -> bool:
    """Whether an action costs more than somebody may give this customer without asking."""
    return chosen.authority is not None and not chosen.authority.within and not may_approve(by)


def next_of(chosen: Chosen, by: Principal, acted: Acted | None, approval: Approval | None) -> Next:
    """What there is to do about an action."""
    if acted is not None:
        return "settled"
    if not is_beyond(chosen, by):
        return "do"
    if approval is None or approval.state == "withdrawn":
        return "ask"
    by_state: dict[State, Next] = {"asked": "wait", "given": "do", "refused": "refused"}
    return by_state[approval.state]
