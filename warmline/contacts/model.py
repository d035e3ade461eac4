"""A contact, its turns, whose turn it is to be accountable."""

from collections.abc import Container
from typing import Any, Literal

import msgspec

from warmline.flows.inputs import Asked, Chose, Keyed, Left, Said, Silence
from warmline.flows.prompts import Prompt

By = Literal["customer", "flow", "agent", "system"]
Channel = Literal["chat", "phone", "kiosk", "text"]
State = Literal["open", "ended"]
Outcome = Literal["completed", "abandoned", "failed"]
FLOW = "flow"


class Attached(msgspec.Struct, frozen=True, kw_only=True, tag="attached"):
    """A file, by its name. It is for people: no flow takes it for an answer."""

    title: str


ForFlow = Said | Keyed | Chose | Asked | Silence | Left
"""What a customer can put in for a flow; its other inputs are the world's."""
Given = ForFlow | Attached
"""What a customer can put in."""
OWN = "contact"
"""The type of the identifier by which a contact is known whose channel knows nothing of the customer."""
LONGEST = 10_000
"""Characters that may be said at once."""
LONGEST_SUMMARY, LONGEST_WHY = 4_000, 200
"""Characters of what colleagues are told of a contact, or asked about it, and of why it is passed on."""
LONGEST_KEY = 200
"""Characters of a client's key for one input."""


class Owner(msgspec.Struct, frozen=True):
    """Who is accountable for a contact: the flow, a queue, or a member of staff.

    >>> str(Owner("queue", "billing"))
    'queue:billing'
    """

    kind: Literal["flow", "queue", "staff"]
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


class Turn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing said or keyed by one party. `number` counts from 1 within the contact, without gaps (a
    restore leaves one).

    `text` is what everybody may read: secrets and card numbers are masked. `prompt` is what a flow said, for
    channels to draw; `keys` what was keyed; `name` the person who spoke, as customers are told it.

    `whispered` is the name of the member of staff who had the flow say it; customers are not told. An `aside` is said
    between colleagues: it is kept apart from the turns, has numbers of its own, and no channel ever gets one.
    """

    number: int
    at: int
    by: By
    text: str = ""
    keys: str = ""
    name: str = ""
    language: str = ""
    prompt: Prompt | None = None
    whispered: str = ""
    aside: bool = False


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One interaction. Times are microseconds since 1970. `version` counts changes of owner and participants.

    `position` is the place in the queue, from 1; 0 where nobody waits. `minutes` is about how long that takes, where
    that can be told. `agent` is the first name of the person who has it. `case` is the case that it belongs to.
    `level` is how well the customer has shown in it who they are (`Disclosure`). `handed_on` is how often somebody who
    had it passed it on: that counts against the company, and not against the customer.
    """

    name: str
    channel: Channel
    state: State
    owner: Owner
    version: int
    language: str
    started: int
    last: int
    turns: int
    wants: str = ""
    customer: int | None = None
    agent: str = ""
    position: int = 0
    minutes: int | None = None
    outcome: str = ""
    case: str = ""
    place: str = ""
    level: int = 0
    handed_on: int = 0


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that was begun, and the token by which whoever began it goes on with it (kept nowhere in the clear)."""

    contact: Contact
    token: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as it is now, and what was said in it after some turn."""

    contact: Contact
    turns: list[Turn]


class LiveContact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A contact as it stands in a list of those that are going on, for staff.

    `number` tells it from all others, the latest has the highest. `who` is the customer's name, or what they are known
    as; `where` the flow and step that they are at; `said` the latest thing somebody said. `owned_by` is the name of the
    person who has it. `waiting_since` is 0 unless they wait, `taken_at` unless a person has it. `beside` are those who
    may speak in it beside who has it.
    """

    contact: Contact
    number: int = 0
    who: str = ""
    level: str = ""
    where: str = ""
    said: Turn | None = None
    owned_by: str = ""
    waiting_since: int = 0
    taken_at: int = 0
    under_way: str = ""
    beside: tuple[str, ...] = ()
    invitations: tuple["Invitation", ...] = ()
    """What is asked of colleagues about it and not answered yet."""


class Participant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who takes part in a contact beside the customer. `left` is 0 while they do."""

    who: str
    name: str
    joined: int
    left: int = 0
    may_speak: bool = True


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a member of staff wrote down about a contact, for colleagues. `event` is its number within the contact."""

    contact: str
    event: int
    at: int
    who: str
    name: str
    text: str


InvitationKind = Literal["ask", "bring_in", "hand_on"]
InvitationState = Literal["open", "accepted", "declined", "over"]


class Invitation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one member of staff asks of another about a contact: to advise them, to come in, to have it from now on.

    `number` tells it from all others. It is asked of one person (`whom`) or of whoever serves a `queue`, by whoever
    has the contact, and is over when they have it no more. `words` are the question, or the summary.
    """

    number: int
    contact: str
    kind: InvitationKind
    by: str
    by_name: str
    words: str
    at: int
    whom: str = ""
    whom_name: str = ""
    queue: str = ""
    state: InvitationState = "open"
    answered: int = 0
    why: str = ""

    def is_for(self, who: str, served: Container[str]) -> bool:
        """Whether somebody who serves some queues may answer it."""
        return self.by != who and (self.whom == who or (not self.whom and self.queue in served))


class Story(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything about one contact, for the person who opens it: what was said, what was tried, what is known.

    `known` is what the flow has learnt; never a secret. `earlier` are other contacts of the customer, latest first.
    `events` is how many events it has on the log so far. `notes` are those about any contact of the customer, latest
    first. `to_wrap_up_by` is who has to say what it was about, once it has ended. `asides` were said between
    colleagues, `asked` is what was asked of them, the latest last.
    """

    live: LiveContact
    turns: list[Turn]
    participants: list[Participant]
    tried: list[str]
    known: dict[str, Any]
    earlier: list[Contact]
    summary: str = ""
    events: int = 0
    notes: list[Note] = []
    to_wrap_up_by: str = ""
    asides: list[Turn] = []
    asked: list[Invitation] = []


class Callback(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A promise to call a customer back. `phone` is shown to whoever may make the call."""

    promise: str
    contact: str
    queue: str
    wants: str
    phone: str
    due: int
    made: int
    customer: int | None = None
    who: str = ""


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem of a customer. `what` is in the words of contact reasons; `solved` is 0 until it is."""

    name: str
    what: str
    opened: int
    solved: int = 0
