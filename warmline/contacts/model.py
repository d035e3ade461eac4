"""A contact, its turns, whose turn it is to be accountable."""

from typing import Literal

import msgspec

from warmline.flows.prompts import Prompt

By = Literal["customer", "flow", "agent", "system"]
Channel = Literal["chat", "phone", "kiosk", "text"]
State = Literal["open", "ended"]
FLOW = "flow"


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
    """One thing said or keyed by one party. `number` counts from 1 within the contact, without gaps.

    `text` is what everybody may read: secrets and card numbers are masked. `prompt` is what a flow said, for
    channels to draw; `keys` what was keyed; `name` the person who spoke, as customers are told it.
    """

    number: int
    at: int
    by: By
    text: str = ""
    keys: str = ""
    name: str = ""
    language: str = ""
    prompt: Prompt | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One interaction. Times are microseconds since 1970. `version` counts changes of owner and participants.

    `position` is the place in the queue, from 1; 0 where nobody waits. `agent` is the first name of the
    person who has it.
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


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that was begun, and the token by which whoever began it goes on with it (kept nowhere in the clear)."""

    contact: Contact
    token: str
