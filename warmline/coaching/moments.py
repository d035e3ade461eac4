"""What detectors look at: one thing after the other that happens in a contact, and what was before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import msgspec

from warmline.coaching.learnt.classifier import TONE, classifier
from warmline.coaching.lexicon import Hit, Lexicon
from warmline.coaching.memory import Memory

What = Literal["said", "missed", "silent", "asked_person", "step", "about", "interest"]
"""`said` by anybody, what the customer answered was `missed` by the flow, they were `silent` or `asked_person` by a
key, came to a `step`, it became known what it is `about`, they showed `interest` outside of the contact."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, at a time in microseconds, by the turn that was under way.

    `text` is what was said, `where` the step, the reason or the page, `times` how often it was seen before.
    """

    what: What
    at: int
    turn: int
    by: str = "customer"
    text: str = ""
    where: str = ""
    times: int = 0
    language: str = ""

    @property
    def is_customers(self) -> bool:
        """Whether the customer says something."""
        return self.what == "said" and self.by == "customer"


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said before."""

    turn: int
    by: str
    text: str


@dataclass
class Seen:
    """A moment with all that a detector may go by. `memory` counts it already."""

    moment: Moment
    memory: Memory
    lexicon: Lexicon
    earlier: Sequence[Earlier] = field(default=())

    @cached_property
    def hits(self) -> list[Hit]:
        """The entries of word lists that fit what the customer says."""
        return self.lexicon.find(self.moment.text) if self.moment.is_customers else []

    @cached_property
    def tone(self) -> float:
        """The logarithm of the odds that somebody upset says it; 0 where that cannot be told."""
        odds = classifier(TONE).odds(self.moment.text) if self.moment.is_customers else {}
        return odds["frustration"] - odds["calm"] if odds else 0.0

    def hits_of(self, *lists: str) -> list[Hit]:
        """Those of some lists."""
        return [hit for hit in self.hits if hit.list in lists]
