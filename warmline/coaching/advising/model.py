"""What is advised in a contact, what came of it, who was asked to approve it."""

from typing import Any, Literal

import msgspec

from warmline.decisions.answers import Chosen, Decision
from warmline.language.messages import Message
from warmline.web.access import Role
from warmline.web.principal import Principal

Did = Literal["done", "declined"]
State = Literal["asked", "given", "refused", "withdrawn", "used"]
"""How an approval stands; `used`: what was approved is done, and to be asked for again."""
Next = Literal["do", "ask", "wait", "refused", "settled", "under_way", "unclear", "cannot"]
"""What there is to do about an action: do it, ask a lead, wait for one; a lead said no; it is settled; a system carries
it out; nobody can tell whether it did; no system can, for want of something."""
Stage = Literal["waits", "sent", "ok", "refused", "failed", "unknown"]
"""How far a system has come: to be sent, sent; done, declined, certainly not done, nobody can tell."""
UNDER_WAY = frozenset({"waits", "sent"})
MAY_BE_DONE = frozenset({"waits", "sent", "unknown", "ok"})
"""Stages in which it must not be begun a second time."""


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


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """An action that one of the company's systems carries out, once in a contact.

    `arguments` are what `operation` is given, `key` is the one under which it happens at most once. `by` is the id of
    the account of whoever had it done, `approved_by` that of the lead who approved it. `code` is why it was refused or
    failed, as the system names it, `answer` what it answered once it was done, for staff, `receipt` what the customer
    can be told, as well as they were known at that `level`.
    """

    contact: str
    action: str
    decision: str
    operation: str
    arguments: dict[str, Any]
    key: str
    by: str
    name: str
    began: int
    stage: Stage = "waits"
    code: str = ""
    answer: dict[str, Any] = {}
    receipt: str = ""
    level: int = 0
    approved_by: str = ""
    settled: int = 0


class Advised(msgspec.Struct, frozen=True, kw_only=True):
    """One action at its rank, with what came of it so far."""

    chosen: Chosen
    next: Next
    acted: Acted | None = None
    approval: Approval | None = None
    carried: Carried | None = None
    by_system: bool = False
    """Whether one of the company's systems carries it out."""
    lacks: Message | None = None
    """What the system needs and is not known, where it would have to be begun."""


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What is advised in a contact now.

    `carried` and `approvals` are those of earlier decisions of this contact that are not among the actions.
    """

    decision: Decision
    actions: list[Advised]
    carried: list[Carried] = []
    approvals: list[Approval] = []


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """An open approval as leads see it: with the customer it is about, as far as one is known."""

    approval: Approval
    customer: int = 0
    who: str = ""
    has_it: str = ""
    """The name of whoever has the contact by now, where that is not who asked."""
    by_system: bool = False


def may_approve(by: Principal) -> bool:
    """Whether somebody approves what agents may not give by themselves."""
    return by.role in (Role.LEAD, Role.ADMINISTRATOR)


def is_beyond(chosen: Chosen, by: Principal) -> bool:
    """Whether an action costs more than somebody may give this customer without asking."""
    return chosen.authority is not None and not chosen.authority.within and not may_approve(by)


def next_of(
    chosen: Chosen,
    by: Principal,
    acted: Acted | None,
    approval: Approval | None,
    carried: Carried | None = None,
) -> Next:
    """What there is to do about an action."""
    if carried is not None and carried.stage in UNDER_WAY:
        return "under_way"
    if carried is not None and carried.stage == "unknown":
        return "unclear"
    if acted is not None or (carried is not None and carried.stage == "ok"):
        return "settled"
    if not is_beyond(chosen, by):
        return "do"
    if approval is None or approval.state in ("withdrawn", "used"):
        return "ask"
    by_state: dict[State, Next] = {"asked": "wait", "given": "do", "refused": "refused"}
    return by_state[approval.state]


def covers(approval: Approval | None, cost: float) -> bool:
    """Whether a lead has approved this much, under whichever decision it was asked for."""
    return approval is not None and approval.state == "given" and cost <= approval.cost
