"""A contact as it is stored: the row that one command reads, changes and writes back."""

from typing import Literal

import msgspec

from warmline.contacts.model import Channel, Contact, Outcome, Owner, State
from warmline.events.model import Identifier
from warmline.flows.effects import Effect
from warmline.flows.model import BUILT_IN
from warmline.flows.session import Place, Session

encode_session = msgspec.msgpack.Encoder().encode
decode_session = msgspec.msgpack.Decoder(Session).decode
encode_effects = msgspec.msgpack.Encoder().encode
decode_effects = msgspec.msgpack.Decoder(list[Effect]).decode


def owner_of(text: str) -> Owner:
    """An owner as it is written: flow, queue:billing, staff:17.

    >>> owner_of("queue:billing").name
    'billing'
    """
    kind, _, name = text.partition(":")
    return msgspec.convert({"kind": kind, "name": name}, Owner)


class Record(msgspec.Struct, kw_only=True):
    """All that is stored of a contact beside its turns.

    `owned_by` is the name of the person who owns it, `queue` the one it
    waited in last. `due` is when the customer counts as gone, None while they
    do not have to say anything. `waiting_since` and `waited` are of queues, in microseconds; `taken_at` is when the
    person took it. `events` counts the events of this contact and names the next one, `cause` is the id of the latest.
    `asks_secret` and `asks_number` tell of the last prompt. `effects` are under way outside. `surveyed` is when the
    customer was asked for a rating in it, 0 for never.

    `placed` is when the customer first waited in a queue, 0 for never: the place that they keep. `served` says that a
    person has had it. `handed_on` counts how often somebody passed it on. `whispered` says that the customer was asked
    something by a person through the flow, and has not answered yet. `asides` counts what colleagues said about it.
    """

    id: int
    name: str
    channel: Channel
    place: str
    state: State
    outcome: Outcome | Literal[""]
    owner: Owner
    owned_by: str
    version: int
    language: str
    level: int
    wants: str
    summary: str
    case: str
    started: int
    last: int
    ended: int
    due: int | None
    waiting_since: int
    waited: int
    taken_at: int
    turns: int
    events: int
    cause: str
    asks_secret: bool
    asks_number: bool
    business: str
    session: Session
    effects: list[Effect]
    resumable: bool
    queue: str = ""
    surveyed: int = 0
    placed: int = 0
    served: bool = False
    handed_on: int = 0
    whispered: bool = False
    asides: int = 0
    identifiers: tuple[Identifier, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is going on."""
        return self.state == "open"

    def shown(self, *, customer: int | None = None, position: int = 0, minutes: int | None = None) -> Contact:
        """The contact as others see it."""
        return Contact(
            name=self.name,
            channel=self.channel,
            state=self.state,
            owner=self.owner,
            version=self.version,
            language=self.language,
            started=self.started,
            last=self.last,
            turns=self.turns,
            wants=self.wants,
            customer=customer,
            agent=first_name(self.owned_by),
            position=position,
            minutes=minutes,
            outcome=self.outcome,
            case=self.case,
            place=self.place,
            level=self.level,
            handed_on=self.handed_on,
        )

    @property
    def place_in_flows(self) -> Place | None:
        """Where the customer is in the flows of the business; in Warmline's own where they are in none of those."""
        stack = self.session.stack
        outside = [place for place in stack if place.flow != BUILT_IN and place.step]
        return (outside or stack)[-1] if stack else None


def first_name(name: str) -> str:
    """What customers are told that a member of staff is called.

    >>> first_name("Ana Reyes")
    'Ana'
    """
    return name.split()[0] if name.strip() else ""
