"""Events of what staff do for a customer in a contact, and of what leads approve."""

from typing import Annotated, Literal

from warmline.events.properties import Key, Properties, doc


class ContactActed(Properties):
    """Whoever had a contact did what was advised in it, or the customer did not want it.

    Example: {"contact": "c-81204", "action": "outage-credit-200", "kind": "offer", "did": "done",
      "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60", "by": "staff:17"}
    """

    contact: Annotated[Key, doc("The contact.")]
    action: Annotated[Key, doc("The offer or the advice.")]
    did: Annotated[Literal["done", "declined"], doc("What came of it.")]
    kind: Annotated[Literal["advise", "offer"] | None, doc("What it is.")] = None
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("Who said so.")] = None
    reason: Annotated[str | None, doc("Why it was declined.")] = None
    approved_by: Annotated[str | None, doc("The lead who approved it, where one had to.")] = None
    operation: Annotated[str | None, doc("What a system did for it, where one did.")] = None
    key: Annotated[str | None, doc("The key under which that happened at most once.")] = None
    receipt: Annotated[str | None, doc("What the customer can be told of it.")] = None


class ContactActionBegun(Properties):
    """One of the company's systems is to carry out what was advised; `contact.did` says what came of it.

    Example: {"contact": "c-81204", "action": "outage-credit-200", "operation": "billing.credit",
      "key": "c-81204-outage-credit-200-41", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60", "by": "staff:17"}
    """

    contact: Annotated[Key, doc("The contact.")]
    action: Annotated[Key, doc("The offer.")]
    operation: Annotated[Key, doc("The connector and its operation.")]
    key: Annotated[str | None, doc("The key under which it happens at most once.")] = None
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("In whose name.")] = None
    approved_by: Annotated[str | None, doc("The lead who approved it, where one had to.")] = None


class _OfApproval(Properties):
    approval: Annotated[Key, doc("Names the approval.")]
    action: Annotated[Key, doc("What is to be approved.")]
    contact: Annotated[str | None, doc("The contact in which it is wanted.")] = None
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("Who did this.")] = None
    name: Annotated[str | None, doc("What they are called.")] = None


class ApprovalAsked(_OfApproval):
    """An agent asks a lead to approve what costs more than agents may give this customer.

    Example: {"approval": "c-81204 7", "action": "outage-credit-400", "contact": "c-81204", "cost": 400, "limit": 250,
      "currency": "PHP", "by": "staff:17", "why": "Third outage this month"}
    """

    cost: Annotated[float | None, doc("What it costs, in major units.")] = None
    limit: Annotated[float | None, doc("What the agent may give, in major units.")] = None
    currency: Annotated[str | None, doc("The currency of both.")] = None
    why: Annotated[str | None, doc("What the agent says about it.")] = None


class ApprovalGiven(_OfApproval):
    """A lead approves it.

    Example: {"approval": "c-81204 7", "action": "outage-credit-400", "contact": "c-81204", "by": "staff:4",
      "word": "Gladly, they waited long enough"}
    """

    word: Annotated[str | None, doc("What the lead says about it.")] = None


class ApprovalRefused(_OfApproval):
    """A lead does not approve it.

    Example: {"approval": "c-81204 7", "action": "outage-credit-400", "contact": "c-81204", "by": "staff:4",
      "word": "Offer 200 first"}
    """

    word: Annotated[str | None, doc("What the lead says about it.")] = None


class ApprovalWithdrawn(_OfApproval):
    """Whoever asked needs it no more.

    Example: {"approval": "c-81204 7", "action": "outage-credit-400", "contact": "c-81204", "by": "staff:17"}
    """


EVENTS: dict[str, type[Properties]] = {
    "contact.acted": ContactActed,
    "contact.action_begun": ContactActionBegun,
    "approval.asked": ApprovalAsked,
    "approval.given": ApprovalGiven,
    "approval.refused": ApprovalRefused,
    "approval.withdrawn": ApprovalWithdrawn,
}
