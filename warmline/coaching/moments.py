"""What detectors look at: one thing after the other that happens in a contact, and what was before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import msgspec

from warmline.coaching.learnt.classifier import TONE, classifier
from warmline.coaching.lexicon import Hit, Lexicon
from warmline.coaching.memory import Memory

_LETTERS = re.compile(r"[^\W\d_]")
_DENSE = re.compile("[\u0e01-\u0e4e\u3400-\u9fff]")
_QUESTION = re.compile("[?？]|อะไร|ไหม|มั้ย|吗")
_MENU = re.compile(r"(?<!\d)1(?!\d)")
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

    @cached_property
    def is_first(self) -> bool:
        """Whether the customer begins to tell: until now they have pressed keys, or nothing."""
        return not any(one.by == "customer" and _LETTERS.search(one.text) for one in self.earlier)

    @cached_property
    def sounds_upset(self) -> bool:
        """Whether there are words of somebody who is upset, more than a hint of them."""
        return any(hit.weight != "weak" for hit in self.hits_of("frustration"))

    @property
    def was_asked(self) -> bool:
        """Whether the turn before asked something, and did not only offer keys."""
        before = self.earlier[-1] if self.earlier else None
        return (
            before is not None
            and before.by != "customer"
            and bool(_QUESTION.search(before.text))
            and not _MENU.search(before.text)
        )

    @cached_property
    def is_about_else(self) -> bool:
        """Whether it is about leaving, buying, or what asks for care: those are signals of their own."""
        return any(hit.weight == "strong" for hit in self.hits_of("churn", "buying", "vulnerable"))

    @cached_property
    def length(self) -> int:
        """Letters that are said; those of Chinese and Thai, which say as much in half of them, count twice."""
        text = self.moment.text
        return len(_LETTERS.findall(text)) + len(_DENSE.findall(text))

    @property
    def has_words(self) -> bool:
        """Whether more is said than digits."""
        return _LETTERS.search(self.moment.text) is not None

    def hits_of(self, *lists: str) -> list[Hit]:
        """Those of some lists."""
        return [hit for hit in self.hits if hit.list in lists]
