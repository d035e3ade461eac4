"""Events of decisions: what policies made of an event, what was offered, and what came of it."""

from typing import Annotated, Any, Literal

from warmline.events.properties import Key, Properties, Time, doc


class DecisionMade(Properties):
    """Policies were asked, or an event was judged by them, and this is what they said.

    Example: {"decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60", "business": "3f9a0c11d2e4", "situation": "bill_shock",
      "chosen": [{"rank": 1, "kind": "offer", "name": "bill-plan", "policy": "bill-shock-plan"}],
      "held_back": [{"kind": "offer", "name": "fibre-upgrade", "policy": "fibre", "reason": {"code": "service_first",
        "words": "held back: a service problem is open"}}]}
    """

    decision: Annotated[Key, doc("Names the decision.")]
    business: Annotated[Key, doc("The version of the business that decided.")]
    situation: Annotated[str | None, doc("What was asked about; absent where an event was judged.")] = None
    event: Annotated[str | None, doc("The type of the event that was judged.")] = None
    contact: Annotated[str | None, doc("The contact in which it was asked.")] = None
    language: Annotated[
        str | None, doc("The language of what customers are told; absent where it is that of the business.")
    ] = None
    level: Annotated[
        str | None,
        doc(
            "How well the customer was known who would be told: anonymous, recognised, verified; absent for staff."
        ),
    ] = None
    by: Annotated[str | None, doc("Who asked.")] = None
    chosen: Annotated[list[dict[str, Any]] | None, doc("What was answered, best first.")] = None
    done: Annotated[list[dict[str, Any]] | None, doc("What was done about an event, policy by policy.")] = (
        None
    )
    held_back: Annotated[list[dict[str, Any]] | None, doc("What was not chosen or done, and why.")] = None
    not_held: Annotated[
        list[str] | None, doc("Policies whose conditions did not hold, the first hundred.")
    ] = None
    held: Annotated[int | None, doc("How many held.")] = None
    evaluated: Annotated[int | None, doc("How many policies were looked at.")] = None


class SituationRemembered(Properties):
    """Something about a customer is to be kept in mind for a time.

    Example: {"situation": "bill_shock", "until": "2025-11-26T08:10:00+08:00", "policy": "bill-shock",
      "why": "This bill is far above what they usually pay."}
    """

    situation: Annotated[Key, doc("What is kept in mind.")]
    until: Annotated[Time | None, doc("Until when; for good when absent.")] = None
    policy: Annotated[str | None, doc("The policy that said so.")] = None
    why: Annotated[str | None, doc("Why, in words.")] = None


class SituationEnded(Properties):
    """Something about a customer need not be kept in mind any longer.

    Example: {"situation": "bill_shock", "policy": "bill-paid"}
    """

    situation: Annotated[Key, doc("What is let go.")]
    policy: Annotated[str | None, doc("The policy that said so.")] = None
    why: Annotated[str | None, doc("Why, in words.")] = None


class OfferMade(Properties):
    """A customer is offered something they can accept or decline.

    Example: {"offer": "bill-plan", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60",
      "until": "2025-11-26T08:10:00+08:00", "policy": "bill-shock-plan"}
    """

    offer: Annotated[Key, doc("The offer.")]
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    contact: Annotated[str | None, doc("The contact in which it is made.")] = None
    until: Annotated[Time | None, doc("How long it stands.")] = None
    policy: Annotated[str | None, doc("The policy that proposed it.")] = None
    sells: Annotated[bool | None, doc("Whether it sells something; a remedy does not.")] = None


class OfferAccepted(Properties):
    """A customer took an offer.

    Example: {"offer": "bill-plan", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60", "by": "flow"}
    """

    offer: Annotated[Key, doc("The offer.")]
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("Who heard it: flow, a person, a system.")] = None


class OfferDeclined(Properties):
    """A customer did not want an offer.

    Example: {"offer": "fibre-upgrade", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60", "reason": "too expensive"}
    """

    offer: Annotated[Key, doc("The offer.")]
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("Who heard it: flow, a person, a system.")] = None
    reason: Annotated[str | None, doc("Why, when they said.")] = None


class OfferIgnored(Properties):
    """A customer was shown an offer and said nothing to it.

    Example: {"offer": "fibre-upgrade", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60"}
    """

    offer: Annotated[Key, doc("The offer.")]
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    by: Annotated[str | None, doc("Who noticed: flow, a person, a system.")] = None


class OfferWeighed(Properties):
    """A customer has looked at the sides of an offer, and decided: what they asked about, in this order.

    Example: {"offer": "family-plan", "first": "price", "asked": ["others"], "outcome": "accepted"}
    """

    offer: Annotated[Key, doc("The offer.")]
    asked: Annotated[list[str], doc("What they asked about: price, advice, others.")]
    outcome: Annotated[Literal["accepted", "declined", "ignored"], doc("What they made of it.")]
    first: Annotated[str | None, doc("The side that was shown unasked.")] = None
    decision: Annotated[str | None, doc("The decision that chose it.")] = None
    contact: Annotated[str | None, doc("The contact in which it was made.")] = None


class StaffNotified(Properties):
    """A policy wants somebody of staff to know something.

    Example: {"notice": "n-51", "text": "Gold customer rated us 1 of 5 and looked at the page for cancelling.",
      "role": "lead", "policy": "about-to-leave"}
    """

    notice: Annotated[Key, doc("Names the notice.")]
    text: Annotated[Key, doc("What they should know.")]
    role: Annotated[str | None, doc("Whom it is for: agent or lead.")] = None
    policy: Annotated[str | None, doc("The policy that said so.")] = None


class MessageWanted(Properties):
    """A policy wants a customer to be told something: in the contact that is going on, else on their phone.

    Example: {"message": "m-6c1f0a52d2e84f0f-outage-over-0", "texts": {"anonymous": "The network is back."},
      "policy": "outage-over", "why": "They waited for it."}
    """

    message: Annotated[Key, doc("Names the message.")]
    texts: Annotated[dict[str, str], doc("What may be said, by how well the customer is known there.")]
    policy: Annotated[str | None, doc("The policy that said so.")] = None
    why: Annotated[str | None, doc("Why, in words.")] = None


class RouteWanted(Properties):
    """A policy wants the contact that is going on to be taken care of in a queue.

    Example: {"queue": "billing", "why": "The second contact about this bill.", "policy": "asked-twice"}
    """

    queue: Annotated[Key, doc("The queue, as service.yaml names it.")]
    why: Annotated[str | None, doc("Why, in words.")] = None
    policy: Annotated[str | None, doc("The policy that said so.")] = None


class FlowWanted(Properties):
    """A policy wants a flow to begin with the customer, in the contact that is going on or in their next.

    Example: {"flow": "renew-card", "until": "2025-12-12T08:10:00+08:00", "why": "Their card expires this month.",
      "policy": "card-expires"}
    """

    flow: Annotated[Key, doc("The flow.")]
    until: Annotated[Time | None, doc("Until when.")] = None
    why: Annotated[str | None, doc("Why, in words.")] = None
    policy: Annotated[str | None, doc("The policy that said so.")] = None


class PolicyDue(Properties):
    """The time has come at which a policy wanted to look at an earlier event again.

    Example: {"policy": "promise-broken", "event": "0f3b8a7c5d6e4f1aa2b3c4d5e6f70819"}
    """

    policy: Annotated[Key, doc("The policy.")]
    event: Annotated[Key, doc("The id of the event it looks at.")]


class ReachPostponed(Properties):
    """A customer would have been disturbed in their quiet hours; it is done when these are over.

    Example: {"policy": "payment-failed", "event": "0f3b8a7c5d6e4f1aa2b3c4d5e6f70819", "actions": [1]}
    """

    policy: Annotated[Key, doc("The policy.")]
    event: Annotated[Key, doc("The id of the event that was judged.")]
    actions: Annotated[list[int], doc("Which of its actions wait, counted from 0.")]


class ReachMade(Properties):
    """We reached out to a customer of our own accord, because a policy said so.

    Example: {"policy": "payment-failed", "through": "messages", "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60"}
    """

    policy: Annotated[Key, doc("The policy.")]
    through: Annotated[str | None, doc("The webhook or channel it went through.")] = None
    decision: Annotated[str | None, doc("The decision it was part of.")] = None


class PolicyDisabled(Properties):
    """A policy failed again and again and is no longer asked, until it is changed or enabled by hand.

    Example: {"policy": "bill-shock", "business": "3f9a0c11d2e4", "failures": 10,
      "why": "NoSuchKey: event has no \\"due\\""}
    """

    policy: Annotated[Key, doc("The policy.")]
    business: Annotated[str | None, doc("The version of the business.")] = None
    failures: Annotated[int | None, doc("How often it failed, one time after the other.")] = None
    why: Annotated[str | None, doc("What went wrong the last time.")] = None


class PolicyEnabled(Properties):
    """A policy that had been disabled is asked again.

    Example: {"policy": "bill-shock", "by": "ana"}
    """

    policy: Annotated[Key, doc("The policy.")]
    by: Annotated[str | None, doc("Who said so.")] = None


EVENTS: dict[str, type[Properties]] = {
    "decision.made": DecisionMade,
    "situation.remembered": SituationRemembered,
    "situation.ended": SituationEnded,
    "offer.made": OfferMade,
    "offer.accepted": OfferAccepted,
    "offer.declined": OfferDeclined,
    "offer.ignored": OfferIgnored,
    "offer.weighed": OfferWeighed,
    "staff.notified": StaffNotified,
    "message.wanted": MessageWanted,
    "route.wanted": RouteWanted,
    "flow.wanted": FlowWanted,
    "policy.due": PolicyDue,
    "reach.postponed": ReachPostponed,
    "reach.made": ReachMade,
    "policy.disabled": PolicyDisabled,
    "policy.enabled": PolicyEnabled,
}
