"""Events of care: contacts from their start to their end, what was said, the cases they belong to."""

from typing import Annotated, Literal

from msgspec import Meta

from warmline.events.model import Money
from warmline.events.properties import Key, Properties, Quantity, Share, Time, doc


class ContactStarted(Properties):
    """A customer reached us, or we reached them.

    The first event of a call, a chat, a mail thread or a visit to a kiosk. The channel and the
    identifiers (the caller's number, the account that was keyed in) are those of the event itself.

    Example: {"contact": "c-81204", "direction": "inbound", "to": "+6328888000", "language": "fil"}
    """

    contact: Annotated[Key, doc("Names the contact; the same in all its events.")]
    direction: Annotated[Literal["inbound", "outbound"], doc("Who began it.")] = "inbound"
    to: Annotated[str | None, doc("What was dialled, or where the contact was opened.")] = None
    language: Annotated[str | None, doc("Language the contact opens in, as a BCP 47 tag.")] = None
    subject: Annotated[str | None, doc("Subject line, where the channel has one.")] = None
    case: Annotated[str | None, doc("The case it continues, when that is known.")] = None


class ContactTurn(Properties):
    """One party said or keyed one thing in a contact.

    Secrets (card numbers, PINs, one-time codes) are never in `text`.

    Example: {"contact": "c-81204", "by": "customer", "text": "Why is my bill so high?", "language": "en"}
    """

    contact: Annotated[Key, doc("The contact.")]
    by: Annotated[Literal["customer", "flow", "agent", "system"], doc("Who spoke.")]
    text: Annotated[str | None, doc("What was said or written.")] = None
    keys: Annotated[str | None, doc("What was keyed on a phone.")] = None
    language: Annotated[str | None, doc("Language of the text, as a BCP 47 tag.")] = None
    agent: Annotated[str | None, doc("Which member of staff spoke, when `by` is agent.")] = None


class ContactChoice(Properties):
    """A customer chose one of the options they were given.

    Example: {"contact": "c-81204", "step": "topics", "choice": "bill", "position": 1}
    """

    contact: Annotated[Key, doc("The contact.")]
    step: Annotated[Key, doc("The step of the flow that asked.")]
    choice: Annotated[Key, doc("The option chosen.")]
    position: Annotated[int | None, doc("Its place in the list as shown, from 1.")] = None
    flow: Annotated[str | None, doc("The flow that the step belongs to.")] = None
    carried: Annotated[
        bool | None, doc("Whether it was chosen by words that had been said at a menu before, unasked.")
    ] = None


class ContactReason(Properties):
    """It became known why a customer is in contact.

    May come several times in one contact; the latest holds.

    Example: {"contact": "c-81204", "reason": "bill", "detail": "higher than usual", "by": "flow"}
    """

    contact: Annotated[Key, doc("The contact.")]
    reason: Annotated[Key, doc("The reason, as the business names it: bill, outage, parcel …")]
    detail: Annotated[str | None, doc("What exactly, in a few words.")] = None
    by: Annotated[str | None, doc("Who found out: flow, a person, text analysis.")] = None
    confidence: Annotated[Share | None, doc("How sure that is, 0 to 1.")] = None


class ContactHandedOver(Properties):
    """A contact got another owner: a queue, a person, or the flow again.

    Example: {"contact": "c-81204", "owner": "queue:billing", "why": "asked for a person"}
    """

    contact: Annotated[Key, doc("The contact.")]
    owner: Annotated[Key, doc("Who is accountable now: flow, queue:<name> or staff:<name>.")]
    why: Annotated[str | None, doc("Why it was handed over.")] = None


class ContactPromised(Properties):
    """A customer was promised something by a certain time, such as a callback.

    Example: {"contact": "c-81204", "promise": "p-77", "what": "callback", "due": "2025-11-12T10:00:00+08:00"}
    """

    contact: Annotated[Key, doc("The contact in which it was promised.")]
    promise: Annotated[Key, doc("Names the promise.")]
    what: Annotated[Key, doc("What was promised: callback, refund, technician …")]
    due: Annotated[Time, doc("By when.")]


class PromiseKept(Properties):
    """What was promised to a customer was done.

    Example: {"promise": "p-77", "what": "callback"}
    """

    promise: Annotated[Key, doc("The promise.")]
    what: Annotated[str | None, doc("What had been promised.")] = None


class ContactRated(Properties):
    """A customer said how content they were with a contact.

    Comes once for each time that a customer was asked, with their comment if they gave one.

    Example: {"contact": "c-81204", "score": 2, "of": 5, "comment": "I had to explain it three times."}
    """

    contact: Annotated[Key, doc("The contact.")]
    score: Annotated[int, Meta(ge=0), doc("The score given; more is better.")]
    of: Annotated[int, Meta(ge=1), doc("The best possible score.")] = 5
    comment: Annotated[str | None, doc("What they added in their own words.")] = None


class ContactSolved(Properties):
    """What a customer was in contact about is solved.

    Sent when that is known, during the contact or later; a contact that only ends sends none.

    Example: {"contact": "c-81204", "reason": "bill", "by": "flow", "remedy": "explained"}
    """

    contact: Annotated[Key, doc("The contact.")]
    reason: Annotated[str | None, doc("What it was about.")] = None
    by: Annotated[str | None, doc("Who solved it: flow, or staff:<sign-in name>.")] = None
    remedy: Annotated[str | None, doc("What helped: explained, credited, repaired …")] = None


class ContactNote(Properties):
    """A member of staff wrote something down about a contact, for colleagues; the customer is told nothing of it.

    Example: {"contact": "c-81204", "text": "Prefers to be called after six.", "by": "staff:ana"}
    """

    contact: Annotated[Key, doc("The contact.")]
    text: Annotated[str, doc("What was noted, with card numbers masked.")]
    by: Annotated[Key, doc("Who noted it: staff:<name>.")]


class ContactWrappedUp(Properties):
    """Whoever had a contact to its end has said what it was about; nothing more is to be done for it.

    Example: {"contact": "c-81204", "reason": "bill", "solved": true, "by": "staff:ana", "seconds": 41}
    """

    contact: Annotated[Key, doc("The contact.")]
    by: Annotated[Key, doc("Who wrapped it up: staff:<name>.")]
    reason: Annotated[str | None, doc("What it was about.")] = None
    solved: Annotated[bool | None, doc("Whether it is solved.")] = None
    seconds: Annotated[Quantity | None, doc("From the end of the contact until then.")] = None


class ContactEnded(Properties):
    """A contact is over, solved or not.

    Example: {"contact": "c-81204", "outcome": "completed", "seconds": 214, "waited_seconds": 35,
      "customer_minutes": 3.5, "cost": {"amount": 2140, "currency": "PHP"}}
    """

    contact: Annotated[Key, doc("The contact.")]
    outcome: Annotated[
        Literal["completed", "abandoned", "failed"],
        doc("completed; abandoned by the customer; failed for a technical reason."),
    ]
    seconds: Annotated[Quantity | None, doc("From start to end.")] = None
    waited_seconds: Annotated[Quantity | None, doc("Of which the customer waited.")] = None
    reason: Annotated[str | None, doc("Why the customer was in contact, as far as that became known.")] = None
    owner: Annotated[str | None, doc("Who had it at the end: flow, queue:<name> or staff:<name>.")] = None
    handed_on: Annotated[
        int | None, doc("How often somebody who had it passed it on; counts against the company.")
    ] = None
    customer_minutes: Annotated[
        Quantity | None,
        doc("The customer's own time, waiting included: up to the last turn, or the end of a wait."),
    ] = None
    cost: Annotated[
        Money | None, doc("What it cost us: people, the channel, messages, operations, as service.yaml says.")
    ] = None


class CaseOpened(Properties):
    """A customer has a problem that is not solved yet.

    Example: {"case": "k-3301", "what": "bill", "summary": "Charged twice for roaming", "contact": "c-81204"}
    """

    case: Annotated[Key, doc("Names the case.")]
    what: Annotated[Key, doc("What kind of problem, in the words of contact reasons.")]
    summary: Annotated[str | None, doc("The problem in one sentence.")] = None
    contact: Annotated[str | None, doc("The contact in which it came up.")] = None
    due: Annotated[Time | None, doc("When it must be solved.")] = None


class CaseSolved(Properties):
    """A customer's problem is solved.

    Example: {"case": "k-3301", "what": "bill", "remedy": "credited", "contact": "c-81377"}
    """

    case: Annotated[Key, doc("The case.")]
    what: Annotated[str | None, doc("What kind of problem it was.")] = None
    remedy: Annotated[str | None, doc("What helped.")] = None
    contact: Annotated[str | None, doc("The contact in which it was solved.")] = None


EVENTS: dict[str, type[Properties]] = {
    "contact.started": ContactStarted,
    "contact.turn": ContactTurn,
    "contact.choice": ContactChoice,
    "contact.reason": ContactReason,
    "contact.handed_over": ContactHandedOver,
    "contact.promised": ContactPromised,
    "promise.kept": PromiseKept,
    "contact.rated": ContactRated,
    "contact.solved": ContactSolved,
    "contact.note": ContactNote,
    "contact.ended": ContactEnded,
    "contact.wrapped_up": ContactWrappedUp,
    "case.opened": CaseOpened,
    "case.solved": CaseSolved,
}
