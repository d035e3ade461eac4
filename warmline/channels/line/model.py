"""What goes over the wire between the command line and a call."""

from typing import Literal

import msgspec

from warmline.web.bodies import Sent


class Dial(Sent, frozen=True):
    """A new call or exchange of text messages. `caller` is the number that it comes from, "" for a hidden one."""

    channel: Literal["phone", "text"] = "phone"
    caller: str = ""
    language: str = ""
    flow: str = ""


class Entry(Sent, frozen=True):
    """One entry of the caller: keys or words, "" for silence. The same `key` again is the same entry, taken once.

    `after` is the latest turn that the caller has heard, 0 where nobody knows: what they repeat without having heard
    the next question does not answer that.
    """

    key: str
    entry: str
    after: int = 0


class Heard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One turn as it is heard. `text` is what would be spoken, or sent in a message; `name` is of a person."""

    number: int
    by: str
    text: str
    name: str = ""
    language: str = ""


class Call(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a call stands, and the turns that have not been heard yet.

    `is_asked` says whether it is the caller's turn: something was asked, or a person listens.
    """

    contact: str
    channel: str
    state: str
    owner: str
    language: str
    count: int
    turns: list[Heard]
    is_asked: bool = False
    agent: str = ""
    position: int = 0
    minutes: int | None = None
    outcome: str = ""
