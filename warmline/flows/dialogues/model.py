"""A dialogue as it is written: who comes, what is known, what is said by both sides."""

from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

Level = Literal["anonymous", "recognised", "verified"]
Channel = Literal["chat", "phone", "kiosk", "text"]


class Person(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A customer that dialogues are about.

    `profile` are values of the profile, money in major units. `events` are what happened to them before, the oldest
    first. `answers` are what the company's systems say about them, by operation.
    """

    profile: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    answers: dict[str, Any] = {}


class As(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who comes: a person of `people.yaml`, how well the channel knows them, over which channel.

    `language` is the one they begin in, where the dialogue is not played in others.
    """

    customer: str = ""
    level: Level = "anonymous"
    channel: Channel = "chat"
    language: str = ""
    contact: str = "c"
    """What the contact is called; a survey is asked in a share of contacts, by their names."""
    locked: bool = False
    reachable: bool = True
    """Whether a one-time code can be sent to them."""


class Written(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The keys of a dialogue; docs/reference/dialogues.md says what each is for."""

    dialogue: str
    as_: As = msgspec.field(name="as", default_factory=As)
    languages: tuple[str, ...] = ()
    at: str = ""
    flow: str = ""
    profile: dict[str, Any] = {}
    given: list[dict[str, Any]] = []
    answers: dict[str, Any] = {}
    decisions: dict[str, list[dict[str, Any]]] | None = None
    articles: list[dict[str, Any]] | None = None
    code: str = "246810"
    closed: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    wait: str = ""
    turns: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a dialogue: what the customer does, or what is to come of it."""

    kind: str
    value: Any
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """One dialogue, ready to be played. `now` is in microseconds since 1970; `languages` are those it is played in.

    `profile`, `events` and `answers` are those of the person and of the dialogue together. `decisions` and `articles`
    are what is decided and found where that is stated; None leaves it to the policies and knowledge of the business.
    `suggested` are flows that policies want to begin with. `wait` is how many minutes somebody waits for a person.
    """

    name: str
    file: str
    line: int
    who: As
    languages: tuple[str, ...]
    now: int
    flow: str
    code: str
    closed: tuple[str, ...]
    suggested: tuple[str, ...]
    wait: int
    turns: tuple[Turn, ...]
    profile: dict[str, Any] = field(default_factory=dict)
    events: tuple[dict[str, Any], ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    decisions: dict[str, list[dict[str, Any]]] | None = None
    articles: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that did not come as the dialogue says: where, in which language, what was expected, what came."""

    file: str
    line: int
    dialogue: str
    language: str
    what: str
    came: str = ""

    def __str__(self) -> str:
        came = f"  {self.came}" if self.came else ""
        return f"{self.file}:{self.line}  {self.dialogue} ({self.language})  {self.what}{came}"
