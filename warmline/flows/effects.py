"""What a step wants from the world, as data: whoever drives the session carries it out.

Effects come in the order in which they are to be carried out. At most the last one `needs_answer`: the session then
waits for a `Result` with its `id`, which is also the key under which it happens at most once.
"""

from typing import Any, Literal

import msgspec

from warmline.flows.prompts import Prompt


class Say(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="say"):
    """Tell the customer something; what can be answered is in the prompt."""

    prompt: Prompt


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="record"):
    """Put an event on record (a type of the catalogue); the contact is added by whoever does it."""

    type: str
    properties: dict[str, Any]


class Keep(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="keep"):
    """Keep what was just entered as the secret `name`, in memory and for minutes only; no turn shows it."""

    name: str


class LookUp(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="look_up"):
    """Ask one of the company's systems. The value is what the operation declares to give."""

    id: str
    operation: str
    arguments: dict[str, Any]


class Do(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="do"):
    """Have one of the company's systems do something, once.

    An argument `{"secret": name}` stands for a secret. The value is what the operation declares to give.
    """

    id: str
    operation: str
    arguments: dict[str, Any]


class Decide(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="decide"):
    """Ask what would help.

    The value: `{decision, chosen: [{rank, kind, name, policy, why, title, say, sides, until, value}]}`.

    `shown` says whether the customer is told any of them, or they only rank a menu. `only` names those that are of use,
    where not all are. Of offers, so many are shown and by that made: `offers`.
    """

    id: str
    situation: str
    most: int = 3
    shown: bool = True
    only: tuple[str, ...] = ()
    offers: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="outcome"):
    """Put on record what the customer made of an offer."""

    decision: str
    offer: str
    outcome: Literal["accepted", "declined", "ignored"]
    reason: str = ""


class Identify(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="identify"):
    """Find out who it is. Each answer comes as alternatives, best first.

    `by` account: `answers["account"]`; person: `postcode`, `name`, `birth_date`; channel: nothing but what the
    channel knows. The value: `{}`; from then on the customer's facts are those of who was found. `refused` with `why`
    not_found or locked, and never which part failed.
    """

    id: str
    by: Literal["channel", "account", "person"]
    answers: dict[str, list[str]] = {}


class SendCode(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="send_code"):
    """Send a one-time code to the customer.

    The value: `{to}`, the end of the number it went to; `refused`: locked, no_address.
    """

    id: str


class CheckCode(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="check_code"):
    """Check the one-time code that was entered, a secret of the name `secret`. `refused`: wrong, expired, locked."""

    id: str
    secret: str


class CheckKnowledge(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="check_knowledge"):
    """Check answers that only the customer should know; `facts` maps names of profile fields to alternatives.

    `refused`: wrong, locked.
    """

    id: str
    facts: dict[str, list[str]]


class Find(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="find"):
    """Search the knowledge base.

    The value: `{sure: sure|likely|none, found: [{name, title, excerpt, language, flow}]}`.
    """

    id: str
    text: str
    most: int = 3


class HandOver(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="hand_over"):
    """Make a person accountable: the queue they wait in, what the customer wants, what was tried.

    The value: `{position, minutes, name}` as far as known, and `call_back`, when somebody could call instead, where
    the wait is long. Who waits in this queue already keeps the place. `refused` with why `closed` and `{opens}` where
    nobody is there now.
    """

    id: str
    queue: str
    why: str
    wants: str
    tried: list[str]
    summary: str = ""


class CallBack(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="call_back"):
    """Promise a callback to `phone` ("" for the one on file). `at` is an ISO time, "" as soon as somebody is free.

    With `held` it is instead of a place in the queue, for the time at which that would come up; where that cannot be
    promised (`full`), the customer keeps the place.

    The value: `{promise, due, to}`. `refused`: no_phone, full.
    """

    id: str
    queue: str
    wants: str
    phone: str = ""
    at: str = ""
    held: bool = False


class Remember(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="remember"):
    """Speak this language with the customer from now on, on every channel."""

    language: str


class End(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect", tag="end"):
    """The session is over; the contact ends unless a person has it."""

    outcome: Literal["completed", "abandoned", "failed"]
    solved: bool = False


Effect = (
    Say
    | Record
    | Keep
    | LookUp
    | Do
    | Decide
    | Outcome
    | Identify
    | SendCode
    | CheckCode
    | CheckKnowledge
    | Find
    | HandOver
    | CallBack
    | Remember
    | End
)
NEEDS_ANSWER = (LookUp, Do, Decide, Identify, SendCode, CheckCode, CheckKnowledge, Find, HandOver, CallBack)
"""Effects whose answer the session waits for, as a `Result`."""
