"""A reply that is suggested, with what each part of it comes from."""

from typing import Literal

import msgspec

Comes = Literal["words", "fact", "step", "done", "advice", "offer", "article", "model"]
"""Where a part comes from: the customer's own words, something known, what can be done about that, what a system has
just done, a policy, an offer, an article, a language model."""


class Part(msgspec.Struct, frozen=True):
    """A part of a reply.

    `source` names the advice, the offer, the article, or where a fact is from: the profile, a system. `at` is when it
    was looked up or done, in microseconds since 1970, 0 where that says nothing.
    """

    comes: Comes
    text: str
    source: str = ""
    at: int = 0


class Suggestion(msgspec.Struct, frozen=True):
    """A reply to be read, changed and sent by a person. `language` is that of the customer."""

    parts: tuple[Part, ...]
    language: str

    @property
    def text(self) -> str:
        """The whole reply."""
        joint = "" if self.language.startswith("zh") else " "
        return joint.join(part.text for part in self.parts)
