"""Events of self-service: the way of a customer through flows, and who took part in a contact."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from warmline.events.model import Money
from warmline.events.properties import Key, Properties, Quantity, doc

Contact = Annotated[Key, doc("The contact.")]
Flow = Annotated[Key, doc("The flow.")]
Step = Annotated[Key, doc("The step of the flow.")]
Count = Annotated[int, Meta(ge=0)]


class ContactStep(Properties):
    """A customer came to a step of a flow.

    Example: {"contact": "c-81204", "flow": "bill", "step": "explain", "kind": "look_up", "came_from": "start"}
    """

    contact: Contact
    flow: Flow
    step: Step
    kind: Annotated[str | None, doc("What the step does: say, menu, ask …")] = None
    came_from: Annotated[
        str | None, doc("The step of the same flow before it; absent where the flow begins.")
    ] = None


class ContactMenu(Properties):
    """A customer was shown options to choose from.

    Example: {"contact": "c-81204", "flow": "main", "step": "topics", "options": [{"name": "bill",
      "why": "Your bill jumped."}, {"name": "parcel"}], "decision": "6c1f0a52d2e84f0f9a5b1c7d3e2f4a60"}
    """

    contact: Contact
    flow: Flow
    step: Step
    options: Annotated[
        list[dict[str, Any]], doc("The options in the order shown: name, and why it stands there.")
    ]
    decision: Annotated[str | None, doc("The decision that they were ranked by.")] = None


class ContactNoInput(Properties):
    """A customer was asked something, and nothing came.

    Example: {"contact": "c-81204", "flow": "pay", "step": "amount", "tries": 1}
    """

    contact: Contact
    flow: Flow
    step: Step
    tries: Annotated[
        Count | None, doc("How often in a row nothing useful came here, this time included.")
    ] = None


class ContactNoMatch(Properties):
    """A customer answered, and the flow did not understand.

    What was said is in the turn, never here: an entry may hold a secret.

    Example: {"contact": "c-81204", "flow": "pay", "step": "amount", "tries": 2}
    """

    contact: Contact
    flow: Flow
    step: Step
    tries: Annotated[
        Count | None, doc("How often in a row nothing useful came here, this time included.")
    ] = None


class ContactSearch(Properties):
    """A customer asked a question, and the knowledge base was searched.

    Example: {"contact": "c-81204", "text": "how do I set up roaming", "found": 3, "sure": "likely",
      "article": "roaming-abroad"}
    """

    contact: Contact
    text: Annotated[str, doc("What was asked, with card numbers masked.")]
    found: Annotated[Count, doc("How many articles were found.")]
    sure: Annotated[Literal["sure", "likely", "none"] | None, doc("How well the best one fits.")] = None
    article: Annotated[str | None, doc("The article that was told.")] = None
    helped: Annotated[bool | None, doc("Whether the customer said that it answered their question.")] = None


class ContactIdentified(Properties):
    """It became known in a contact who the customer is.

    Example: {"contact": "c-81204", "by": "account"}
    """

    contact: Contact
    by: Annotated[
        Literal["channel", "account", "person"],
        doc("What they were known by: the channel, an account, or postcode, name and birth date."),
    ]


class ContactVerified(Properties):
    """A customer proved to be who they say they are.

    Example: {"contact": "c-81204", "by": "code"}
    """

    contact: Contact
    by: Annotated[Literal["code", "knowledge"], doc("By a one-time code, or by what only they know.")]


class ContactNotVerified(Properties):
    """A customer did not prove to be who they say they are. Which part of it failed is never told.

    Example: {"contact": "c-81204", "by": "code", "why": "wrong", "tries": 1}
    """

    contact: Contact
    by: Annotated[Literal["channel", "account", "person", "code", "knowledge"], doc("What was tried.")]
    why: Annotated[str | None, doc("wrong, expired, locked, not_found, no_address or failed.")] = None
    tries: Annotated[Count | None, doc("How often in a row, this time included.")] = None


class ContactAskedPerson(Properties):
    """A customer asked for a person.

    Example: {"contact": "c-81204", "flow": "bill", "step": "explain", "by": "keys"}
    """

    contact: Contact
    flow: Annotated[str | None, doc("The flow they were in.")] = None
    step: Annotated[str | None, doc("The step they were at.")] = None
    by: Annotated[Literal["keys", "words", "button"] | None, doc("How they asked.")] = None


class ContactLanguage(Properties):
    """A contact goes on in another language.

    Example: {"contact": "c-81204", "language": "fil", "before": "en"}
    """

    contact: Contact
    language: Annotated[Key, doc("The language spoken from now on, as a BCP 47 tag.")]
    before: Annotated[str | None, doc("The language spoken before.")] = None


class ContactLookedUp(Properties):
    """A flow asked one of the company's systems.

    Example: {"contact": "c-81204", "operation": "billing.latest_invoice", "outcome": "ok", "ms": 84}
    """

    contact: Contact
    operation: Annotated[Key, doc("The connector and its operation.")]
    outcome: Annotated[Literal["ok", "failed", "refused", "unknown"], doc("What came of it.")]
    code: Annotated[str | None, doc("Why it was refused, as the system names it.")] = None
    ms: Annotated[Quantity | None, doc("How long it took, in milliseconds.")] = None


class ContactDid(Properties):
    """A flow, or a member of staff, had one of the company's systems do something for the customer.

    Example: {"contact": "c-81204", "operation": "billing.apply_credit", "outcome": "ok", "key": "c-81204-17",
      "ms": 120}
    """

    contact: Contact
    operation: Annotated[Key, doc("The connector and its operation.")]
    outcome: Annotated[
        Literal["ok", "failed", "refused", "unknown"],
        doc("What came of it; unknown where nobody can tell whether it happened."),
    ]
    key: Annotated[str | None, doc("The key under which it happens at most once.")] = None
    code: Annotated[str | None, doc("Why it was refused, as the system names it.")] = None
    ms: Annotated[Quantity | None, doc("How long it took, in milliseconds.")] = None
    cost: Annotated[
        Money | None,
        doc("What it cost us, where it came after the end of the contact: `contact.ended` does not have it."),
    ] = None


class ContactLeftOff(Properties):
    """A customer was gone before a flow had come to its end.

    Example: {"contact": "c-81204", "flow": "pay", "step": "amount"}
    """

    contact: Contact
    flow: Flow
    step: Step


class ContactResumed(Properties):
    """A customer came back, was offered to go on where they had left off, and answered.

    Example: {"contact": "c-81377", "before": "c-81204", "flow": "pay", "step": "amount", "went_on": true}
    """

    contact: Contact
    before: Annotated[Key, doc("The contact that had broken off.")]
    flow: Annotated[Key, doc("The flow in which they had left off.")]
    step: Annotated[Key, doc("The step at which they had left off.")]
    went_on: Annotated[bool | None, doc("Whether they wanted to go on there.")] = None


class ContactSuggested(Properties):
    """A customer was asked whether to begin a flow that a policy wants, before what they came for.

    Example: {"contact": "c-81377", "flow": "renew-card", "suggestion": "0f3b8a7c5d6e4f1aa2b3c4d5e6f70819",
      "answer": "begun"}
    """

    contact: Contact
    flow: Flow
    suggestion: Annotated[Key, doc("The event by which the policy wanted it.")]
    answer: Annotated[
        Literal["begun", "declined", "ignored"],
        doc(
            "What they made of it; ignored where something else went on instead, so that it may be asked again."
        ),
    ]


class ContactFlowFailed(Properties):
    """A flow could not do what is written in it, and took its way out: a fact was odd, or it went round in circles.

    Example: {"contact": "c-81204", "flow": "bill", "step": "explain", "why": "invoice.total is not an amount of money"}
    """

    contact: Contact
    flow: Flow
    step: Step
    why: Annotated[str | None, doc("What went wrong, in words.")] = None


class ContactJoined(Properties):
    """Somebody came into a contact: the customer, a flow, a person.

    Example: {"contact": "c-81204", "participant": "staff:ana", "may_speak": true}
    """

    contact: Contact
    participant: Annotated[Key, doc("Who: customer, flow, or staff:<name>.")]
    may_speak: Annotated[bool | None, doc("Whether the customer hears them.")] = None


class ContactLeft(Properties):
    """Somebody left a contact.

    Example: {"contact": "c-81204", "participant": "staff:ana", "why": "gave back"}
    """

    contact: Contact
    participant: Annotated[Key, doc("Who: customer, flow, or staff:<name>.")]
    why: Annotated[str | None, doc("Why, in words.")] = None


class ContactSignal(Properties):
    """Something was noticed in a contact that a person should know: the score of its kind came over the threshold.

    Comes once, and again only after the score had faded. The reasons are codes of
    [detectors](signals.md), with the words of lists that fitted, and nothing else of what was said.

    Example: {"contact": "c-81204", "signal": "frustration", "score": 64, "threshold": 50, "number": 1, "turn": 7,
      "reasons": [{"code": "repeats", "points": 35, "turn": 7, "times": 2}]}
    """

    contact: Contact
    signal: Annotated[
        Literal["frustration", "said_again", "churn", "buying", "vulnerable"],
        doc("The kind of thing noticed."),
    ]
    score: Annotated[int, Meta(ge=0, le=100), doc("How sure it is, from 0 to 100.")]
    threshold: Annotated[int | None, doc("The score from which it is told.")] = None
    number: Annotated[Count | None, doc("Counts the signals of the contact, from 1.")] = None
    turn: Annotated[Count | None, doc("The turn at which it was noticed.")] = None
    reasons: Annotated[list[dict[str, Any]] | None, doc("Why: what was noticed, with its points.")] = None


class ContactSignalWrong(Properties):
    """A person found that a signal is wrong: the customer is not so. Or that it was right after all.

    Example: {"contact": "c-81204", "signal": "frustration", "number": 1, "by": "staff:ana", "wrong": true}
    """

    contact: Contact
    signal: Annotated[Key, doc("The kind of the signal.")]
    number: Annotated[Count, doc("Which signal of the contact, from 1.")]
    by: Annotated[Key, doc("Who says so: staff:<name>.")]
    wrong: Annotated[bool, doc("False takes it back.")] = True


EVENTS: dict[str, type[Properties]] = {
    "contact.step": ContactStep,
    "contact.menu": ContactMenu,
    "contact.no_input": ContactNoInput,
    "contact.no_match": ContactNoMatch,
    "contact.search": ContactSearch,
    "contact.identified": ContactIdentified,
    "contact.verified": ContactVerified,
    "contact.not_verified": ContactNotVerified,
    "contact.asked_person": ContactAskedPerson,
    "contact.language": ContactLanguage,
    "contact.looked_up": ContactLookedUp,
    "contact.did": ContactDid,
    "contact.left_off": ContactLeftOff,
    "contact.resumed": ContactResumed,
    "contact.suggested": ContactSuggested,
    "contact.flow_failed": ContactFlowFailed,
    "contact.joined": ContactJoined,
    "contact.left": ContactLeft,
    "contact.signal": ContactSignal,
    "contact.signal_wrong": ContactSignalWrong,
}
