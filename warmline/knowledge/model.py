"""What an article is, and what a search comes back with."""

from typing import Literal

import msgspec

from warmline.business.model import Disclosure

Judgement = Literal["sure", "likely", "none"]
"""How well an article answers: may be said as the answer, may be offered as one, says nothing about it."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One answer in one language; its translations have the same name.

    `text` is Markdown. `asks` are questions that people ask it with, in their own words. `flow` names the flow that
    does what the article describes. `disclosure` is how well a customer must be known before it may be said.
    """

    name: str
    language: str
    title: str
    text: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    flow: str = ""
    disclosure: Disclosure = Disclosure.ANONYMOUS


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """All articles of one version of a business, in the order of their files."""

    languages: tuple[str, ...]
    articles: tuple[Article, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An article that was found.

    `score` (0 to 1) is the share of what was asked that it speaks of. `excerpt` is its passage that fits best, plain
    and short enough to be spoken. `foreign` says that it is in another language than the one asked for.
    """

    article: Article
    score: float
    excerpt: str
    judgement: Judgement
    foreign: bool = False


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found, the best first."""

    found: tuple[Found, ...] = ()

    @property
    def judgement(self) -> Judgement:
        """How well the best one answers; "none" where nothing was found."""
        return self.found[0].judgement if self.found else "none"
