"""Events about the people who help: asked by each other, passing contacts on, doing what a flow could not."""

from typing import Annotated, Literal

import msgspec

from warmline.events.properties import Key, Properties, doc

Count = Annotated[int, msgspec.Meta(ge=0)]
Contact = Annotated[Key, doc("The contact.")]
By = Annotated[Key, doc("Who: staff:<name>.")]
Kind = Annotated[
    Literal["ask", "bring_in", "hand_on"],
    doc("To advise on the side, to come in and speak, or to have the contact from then on."),
]


class ContactAside(Properties):
    """A member of staff said something about a contact to colleagues. The customer does not get it, nor does the log.

    Example: {"contact": "c-81204", "aside": 3, "by": "staff:ana"}
    """

    contact: Contact
    aside: Annotated[Count, doc("Its number within the contact, from 1.")]
    by: By


class ContactColleagueAsked(Properties):
    """Whoever has a contact asked a colleague, or whoever serves a queue, to help with it.

    Example: {"contact": "c-81204", "invitation": 12, "kind": "ask", "by": "staff:ana", "whom": "staff:ben"}
    """

    contact: Contact
    invitation: Annotated[Count, doc("Its number.")]
    kind: Kind
    by: By
    whom: Annotated[str | None, doc("Who is asked: staff:<name>.")] = None
    queue: Annotated[str | None, doc("The queue whose people are asked.")] = None


class ContactColleagueAnswered(Properties):
    """A colleague who was asked to help with a contact accepted or declined.

    Example: {"contact": "c-81204", "invitation": 12, "kind": "ask", "by": "staff:ben", "accepted": true}
    """

    contact: Contact
    invitation: Annotated[Count, doc("Its number.")]
    kind: Kind
    by: By
    accepted: Annotated[bool, doc("Whether they do what they were asked for.")]
    why: Annotated[str | None, doc("Why not, in words.")] = None


class ContactTransferred(Properties):
    """Whoever had a contact passed it on to somebody else. Each of these counts against the company.

    Example: {"contact": "c-81204", "from": "staff:ana", "to": "staff:ben", "why": "knows roaming",
      "summary": "Charged twice for roaming; the usage record is double.", "warm": true, "count": 1}
    """

    contact: Contact
    from_: Annotated[Key, doc("Who had it: staff:<name>.")] = msgspec.field(name="from")
    to: Annotated[Key, doc("Who has it now: staff:<name> or queue:<name>.")]
    why: Annotated[str | None, doc("Why, in words.")] = None
    summary: Annotated[str | None, doc("What whoever has it now was told.")] = None
    warm: Annotated[bool | None, doc("Whether the next one had accepted it before the first let go.")] = None
    count: Annotated[Count | None, doc("How often this contact was passed on, this time included.")] = None


class ContactOwnerGone(Properties):
    """The person who had a contact had no page of the desk open any more, and lost it.

    Example: {"contact": "c-81204", "owner": "staff:ana", "seconds": 60}
    """

    contact: Contact
    owner: Annotated[Key, doc("Who had it: staff:<name>.")]
    seconds: Annotated[Count | None, doc("How long nobody had seen them, at least.")] = None


class ContactWhispered(Properties):
    """A person had a flow say or ask something in its own voice. What it was, is the turn that follows.

    Example: {"contact": "c-81204", "by": "staff:ana", "asks": true}
    """

    contact: Contact
    by: By
    asks: Annotated[bool | None, doc("Whether the customer's next words are the answer.")] = None


class ContactPersonDid(Properties):
    """What a person did after they had stepped into a flow: an outcome of the step at which they did.

    Example: {"contact": "c-81204", "flow": "bill", "step": "explain", "by": "staff:ana", "did": "solved"}
    """

    contact: Contact
    flow: Annotated[Key, doc("The flow that the customer was in.")]
    step: Annotated[Key, doc("The step that they were at.")]
    by: By
    did: Annotated[
        Literal["solved", "closed", "gave_back", "passed_on", "offered", "acted"], doc("What they did.")
    ]
    what: Annotated[str | None, doc("The offer, the action, or the flow to go on with.")] = None


EVENTS: dict[str, type[Properties]] = {
    "contact.aside": ContactAside,
    "contact.colleague_asked": ContactColleagueAsked,
    "contact.colleague_answered": ContactColleagueAnswered,
    "contact.transferred": ContactTransferred,
    "contact.owner_gone": ContactOwnerGone,
    "contact.whispered": ContactWhispered,
    "contact.person_did": ContactPersonDid,
}
