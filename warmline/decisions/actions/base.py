"""What all actions have in common: how they are read, and the consequences that they ask for.

An action does nothing itself. It says as data what is to be done; executors above do it, and an action of which
there is no executor cannot be written into a policy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from warmline.business.decode import decode
from warmline.business.located import Mapping, Node, Scalar
from warmline.business.model import Disclosure
from warmline.conditions.checked import Checked
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.said import Said
from warmline.conditions.texts import Text
from warmline.language.formats import Formats
from warmline.language.messages import Message
from warmline.log.moment import write

T = TypeVar("T")
W = TypeVar("W", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Append:
    """An event about the customer is to be put into the log. `reaches` says that the customer will notice."""

    type: str
    properties: dict[str, Any]
    reaches: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """An outside system is to be told. `reaches` says that the customer will notice."""

    webhook: str
    values: dict[str, Any]
    reaches: bool = False


Consequence = Append | Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What an action sees when its policy held. `now` is in microseconds; `key` names what this action makes.

    `frame` holds the facts, `formats` writes numbers and times, `spoken` does so for the customer. `told` gives the
    facts that a customer may hear of who is known at a level.
    """

    policy: str
    why: str
    frame: Frame
    formats: Formats
    spoken: Formats
    told: Callable[[Disclosure], Frame]
    now: int
    key: str

    def until(self, length: int | None) -> str | None:
        """The moment a length of time from now, as events write it."""
        return None if length is None else write(self.now + length)


class Action(Protocol):
    """One thing that a policy does."""

    kind: ClassVar[str]
    """What it is called in a policy."""

    @property
    def reaches(self) -> bool:
        """Whether the customer notices, so that quiet hours and limits count."""
        ...

    @property
    def purpose(self) -> str:
        """The consent that it needs; "" if none."""
        ...

    def consequences(self, moment: Moment) -> list[Consequence]:
        """What is to be done. Raises EvaluationError where the facts do not allow it."""
        ...

    def said(self) -> Message:
        """What it does, in a few words for lists."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an action is read: the policy it is part of, and all that is needed to check it.

    `given` is the condition of the policy: it holds whenever the action is carried out.
    """

    policy: str
    checked: Checked
    environment: Environment
    given: Condition | None = None

    def decode(self, node: Node, kind: type[T], name: str) -> T | None:
        """What is written, as a struct; None after reporting why not."""
        return decode(node, kind, self.checked.report, f'policy "{self.policy}", {name}')

    def in_short(self, node: Node, kind: type[W], name: str, missing: str, remedy: str) -> W | None:
        """What is written in full, or in short as the text that comes first in it; None after reporting why not."""
        if isinstance(node, Mapping):
            return self.decode(node, kind, name)
        if isinstance(node, Scalar) and node.value is not None and node.text:
            return kind(node.text)
        self.refuse(node, missing, remedy)
        return None

    def text(self, written: str, node: Node) -> Text | None:
        """A text with facts in it; None after reporting why not."""
        return self.checked.text(written, self.environment, node.file, node.line, self.given)

    def said(self, node: Node, about: str) -> Said | None:
        """A text for customers, in all languages; None after reporting why not."""
        about = f'policy "{self.policy}", {about}'
        return self.checked.said(node, self.environment, about, self.given)

    def refuse(self, node: Node, what: str, remedy: str) -> None:
        """Report what is wrong with it."""
        self.checked.problem(node.file, node.line, f'policy "{self.policy}": {what}', remedy)


Read = Callable[[Node, Place], Action | None]


def said(text: Text | None, moment: Moment) -> str | None:
    """A text for the facts of a moment, None where there is none."""
    return None if text is None else text.said(moment.frame, moment.formats)


def given(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties without those that are None."""
    return {name: value for name, value in properties.items() if value is not None}
