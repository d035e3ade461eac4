"""What goes over the wire between a chat and Warmline."""

from typing import Annotated, Literal

import msgspec

from warmline.channels.rendering.kiosk import Step
from warmline.channels.rendering.screen import Screen
from warmline.web.bodies import Sent

TurnNumber = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
"""The number of a turn, 0 for none yet; more than that no contact has."""


class Visitor(Sent, frozen=True):
    """Somebody who is signed in to the site that the chat stands on.

    `identifier_hash` is the HMAC-SHA256 of `id` in hexadecimal digits, made by the site's server with the secret that
    it shares with Warmline; where `signed_at` says when (seconds since 1970), that is signed, too, and good for a day.
    Without a right one, whoever it is stays anonymous. On a customer's own page, `page` is the
    pass that it was opened with, in place of a signature: it ends when the page does.
    """

    id: str = ""
    identifier_hash: str = ""
    signed_at: int = 0
    page: str = ""


class Begin(Sent, frozen=True):
    """A new contact: on a `website`, or at the kiosk `place`. `language` is one that the customer chose."""

    website: str = ""
    place: str = ""
    language: str = ""
    flow: str = ""
    visitor: Visitor = Visitor()


class GivenInput(Sent, frozen=True):
    """Something that the customer did. The same `key` again is the same input, and taken once.

    `after` is the number of the latest turn that the page has: the answer brings those behind it. `seen` is the
    latest one that the customer had before them when they did it, where that is another.
    """

    key: str
    kind: Literal["said", "chose", "asked", "keyed", "silence"]
    text: str = ""
    option: str = ""
    what: Literal["", "person", "repeat", "back", "language"] = ""
    language: str = ""
    keys: str = ""
    after: TurnNumber = 0
    seen: TurnNumber | None = None


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was attached. `file` names it in addresses, `title` is what the customer called it."""

    file: str
    title: str
    type: str
    bytes: int


class TurnView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A turn as customers see it. `at` is microseconds since 1970, `name` the first name of a person.

    What a flow said comes as a `screen` for a chat, and as a `step` for a kiosk.
    """

    number: int
    at: int
    by: str
    text: str = ""
    keys: str = ""
    name: str = ""
    language: str = ""
    screen: Screen | None = None
    step: Step | None = None
    file: FileView | None = None


class ContactView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a contact stands. `owner` is who is accountable: the flow, a queue to wait in, or a person (`staff`)."""

    name: str
    state: str
    owner: str
    language: str
    turns: int
    agent: str = ""
    position: int = 0
    minutes: int | None = None


class Now(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A contact and the turns that the page does not have yet; `token` only where it was just begun."""

    contact: ContactView
    turns: list[TurnView]
    typing: list[str] = []
    token: str = ""


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says first on its WebSocket: its contact, the token, the latest turn it has."""

    contact: str
    token: str
    after: TurnNumber = 0


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says later: that the customer is typing."""

    typing: bool = False


class LanguageView(msgspec.Struct, frozen=True, kw_only=True):
    """A language that can be chosen, as it calls itself."""

    tag: str
    name: str


class WebsiteView(msgspec.Struct, frozen=True, kw_only=True):
    """What a chat needs before it begins: its title, its words, the languages it can be in, what files it takes."""

    title: str
    language: str
    languages: list[LanguageView]
    words: dict[str, str | list[str]]
    most_bytes: int
    kinds: list[str]
