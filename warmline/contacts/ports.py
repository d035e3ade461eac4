"""What contacts need of others: the company's systems, the knowledge base, who is there, who somebody is."""

from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from warmline.events.model import Identifier
from warmline.flows.effects import CheckKnowledge, Identify
from warmline.storage.port import Reader, Transaction
from warmline.web.principal import Principal

if TYPE_CHECKING:
    from warmline.contacts.work import Work

Happened = Literal["ok", "failed", "refused", "unknown"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of something, as `warmline.flows.inputs.Result` tells it."""

    outcome: Happened
    value: dict[str, Any] = {}
    why: str = ""


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """What came of finding out who somebody is, with what they are known by from now on."""

    answer: Answer
    identifiers: tuple[Identifier, ...] = ()


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be recognised: the contact, its channel, what it knows, whose that is, where it comes from."""

    contact: str
    channel: str
    language: str
    identifiers: tuple[Identifier, ...]
    customer: int | None
    address: str = ""


class Outside(Protocol):
    """The company's systems, through their connectors."""

    async def look_up(self, operation: str, arguments: dict[str, Any]) -> Answer:
        """Ask something; never raises."""
        ...

    async def do(self, operation: str, arguments: dict[str, Any], key: str, *, again: bool) -> Answer:
        """Have something done, at most once for each key; never raises.

        With `again` it may have been begun before a restart: what became of it is asked first. An argument that is
        still `{"secret": name}` is gone.
        """
        ...


class Searches(Protocol):
    """The knowledge base."""

    async def find(self, text: str, language: str, most: int, level: int) -> Answer:
        """What answers a question, as the effect `Find` describes it."""
        ...


class Recognises(Protocol):
    """Who is it, and can they prove it: within the command of a turn."""

    def identify(self, tx: Transaction, asker: Asker, effect: Identify, now: int) -> Recognised:
        """Find out who it is."""
        ...

    def send_code(self, tx: Transaction, asker: Asker, key: str, now: int) -> Answer:
        """Send a one-time code after the commit."""
        ...

    def check_code(self, tx: Transaction, asker: Asker, entered: str, now: int) -> Recognised:
        """Check what was entered; the identifiers that are vouched for from now on."""
        ...

    def check_knowledge(self, tx: Transaction, asker: Asker, effect: CheckKnowledge, now: int) -> Recognised:
        """Check what only the customer should know."""
        ...


class Colleagues(Protocol):
    """The members of staff, and whether they are at their desks."""

    def find(self, reader: Reader, who: str) -> Principal | None:
        """Somebody who works with contacts, with what they may see; None for nobody of that id who does."""
        ...

    def unseen(self, reader: Reader, who: str) -> float:
        """Seconds since somebody was last seen with a page of the desk open; since the start, if they never were.

        A program has no desk to be gone from.
        """
        ...


class Waiting(Protocol):
    """Who is there to take contacts over."""

    def there(self, reader: Reader, queue: str) -> int:
        """How many members of staff are there for a queue now."""
        ...

    def serves(self, reader: Reader, by: Principal, queue: str) -> bool:
        """Whether somebody has the skills and speaks the languages that a queue asks for, there or not."""
        ...


class Notices(Protocol):
    """Who notices in what is said and done what a person should know."""

    def noticed(self, work: "Work") -> None:
        """Look at what was put on record since the last look, and put on record what is noticed in it."""
        ...

    def facts(self, work: "Work") -> dict[str, Any]:
        """What conditions may know of it by now: `frustration` (0 to 100) and the kinds of `signals` that stand."""
        ...

    def forget(self, tx: Transaction, contact: int) -> None:
        """Remove what was noticed in a contact, as an erasure does."""
        ...

    def everything(self, reader: Reader, contact: int) -> list[Any]:
        """What was noticed in a contact, as plain data to be handed out to its customer."""
        ...


class Unnoticed:
    """Of an installation in which nobody looks."""

    def noticed(self, work: "Work") -> None:
        """Nothing."""

    def facts(self, work: "Work") -> dict[str, Any]:
        """Nobody is upset, as far as is known."""
        return {"frustration": 0, "signals": []}

    def forget(self, tx: Transaction, contact: int) -> None:
        """Nothing is there to be forgotten."""

    def everything(self, reader: Reader, contact: int) -> list[Any]:
        """Nothing."""
        return []
