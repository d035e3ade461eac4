"""What suggested replies need from outside: a language model, where there is one."""

from typing import Literal, Protocol

import msgspec


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft is made of. Nothing in it names anybody.

    `said` are the latest turns as (who, text), `facts` what is known and may be told, in the customer's `language`.
    """

    what: Literal["reply", "summary"]
    language: str
    said: tuple[tuple[str, str], ...]
    facts: tuple[str, ...] = ()


class Drafts(Protocol):
    """Writes drafts with a language model."""

    @property
    def is_on(self) -> bool:
        """Whether there is a model to ask."""
        ...

    async def draft(self, material: Material) -> str:
        """A draft within the time it may take; "" where the model has none, whatever the reason. Never raises."""
        ...
