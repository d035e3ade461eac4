"""Replies and summaries for whoever speaks to a customer: put together here, drafted by a model if one is on."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from warmline.business.model import Disclosure
from warmline.coaching.acknowledging.unanswered import unanswered
from warmline.coaching.advising.service import Advising
from warmline.coaching.replying.model import Part, Suggestion
from warmline.coaching.replying.ports import Drafts, Material
from warmline.coaching.replying.suggesting import MOST, suggested
from warmline.coaching.replying.veil import Veil
from warmline.contacts.masking import HIDDEN, masked
from warmline.contacts.model import Story, Turn
from warmline.contacts.watching import Watching
from warmline.knowledge.current import CurrentSearch
from warmline.storage.port import Reader, Storage
from warmline.web.principal import Principal

LEAST = 0.34
"""How much of what was asked an article must speak of to be put into a reply."""
LONGEST_DRAFT, LONGEST_QUESTION = 2_000, 400
TURNS = 30
"""Latest turns that a draft is made of."""
ARTICLES = 2


class Known(msgspec.Struct, frozen=True):
    """What a reply is made of: what waits for an answer, in which language, what is known, what can be done."""

    story: Story
    texts: tuple[str, ...]
    language: str
    facts: tuple[Part, ...]
    steps: tuple[Part, ...]


class Summary(msgspec.Struct, frozen=True):
    """What a contact is about, in a few lines; `by_model` says that a language model wrote it."""

    text: str
    by_model: bool = False


class Replying:
    """Suggests, and never sends. All within the scopes of whoever asks, and fit for how well the customer is known."""

    def __init__(
        self, storage: Storage, watching: Watching, advising: Advising, search: CurrentSearch, drafts: Drafts
    ) -> None:
        self._storage = storage
        self._watching = watching
        self._advising = advising
        self._search = search
        self._drafts = drafts

    @property
    def has_model(self) -> bool:
        """Whether a language model drafts, too."""
        return self._drafts.is_on

    async def suggestions(self, by: Principal, contact: str) -> list[Suggestion]:
        """Replies that are put together here, the fullest first. Raises UnknownContact."""
        known = await self._known(by, contact)
        return suggested(known.texts, known.language, known.facts, known.steps) if known else []

    async def drafted(self, by: Principal, contact: str) -> Suggestion | None:
        """The reply that the language model drafts; None where it has none, or nothing waits for an answer.

        Raises UnknownContact.
        """
        known = await self._known(by, contact) if self._drafts.is_on else None
        if known is None:
            return None
        facts = (*known.facts, *known.steps)
        text = await self._draft("reply", known.story, known.language, [part.text for part in facts])
        return Suggestion((Part("model", text),), known.language) if text else None

    async def summary(
        self, by: Principal, contact: str, language: str, otherwise: Callable[[Story], str]
    ) -> Summary:
        """What a contact is about in a reader's language: by the model, `otherwise` as it is gathered here.

        Raises UnknownContact.
        """
        story = await self._storage.read(lambda reader: self._watching.story(reader, by, contact))
        text = await self._draft("summary", story, language, []) if self._drafts.is_on else ""
        return Summary(text, True) if text else Summary(otherwise(story))

    async def _known(self, by: Principal, contact: str) -> Known | None:
        """What there is to make a reply of; None where nothing waits for an answer."""

        def query(reader: Reader) -> tuple[Story, tuple[Part, ...], tuple[Part, ...]]:
            story = self._watching.story(reader, by, contact)
            return story, *self._advised(reader, by, contact)

        story, advice, steps = await self._storage.read(query)
        open_now = _waiting(story.turns, story.live.contact.language)
        if open_now is None:
            return None
        texts, language = open_now
        level = Disclosure(story.live.contact.level)
        articles = await asyncio.to_thread(self._articles, texts, language, level)
        return Known(story, texts, language, (*advice, *articles), steps)

    def _advised(
        self, reader: Reader, by: Principal, contact: str
    ) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """What policies have to say, and what they offer within what may be given; nothing that is settled."""
        advice = self._advising.advice(reader, by, contact)
        to_do = [one for one in advice.actions if one.next == "do" and one.chosen.say] if advice else []
        facts = tuple(
            Part("advice", one.chosen.say, one.chosen.name) for one in to_do if one.chosen.kind == "advise"
        )
        steps = tuple(
            Part("offer", one.chosen.say, one.chosen.name) for one in to_do if one.chosen.kind == "offer"
        )
        return facts, steps

    def _articles(self, texts: Sequence[str], language: str, level: Disclosure) -> list[Part]:
        """Passages that answer what was said, in the customer's language, and that they may be told."""
        found = self._search.search(" ".join(texts)[-LONGEST_QUESTION:], language, ARTICLES, level).found
        return [
            Part("article", one.excerpt, one.article.title)
            for one in found
            if one.score >= LEAST and not one.foreign and one.excerpt
        ]

    async def _draft(self, what: str, story: Story, language: str, facts: Sequence[str]) -> str:
        """A draft of the model, with everything in place that was veiled before it left."""
        who = story.live.who
        veil = Veil([who] if who and ":" not in who else [])
        said = tuple(
            (turn.by, veil.drawn(turn.text))
            for turn in story.turns[-TURNS:]
            if turn.text and HIDDEN not in turn.text
        )
        material = Material(
            what="summary" if what == "summary" else "reply",
            language=language,
            said=said,
            facts=tuple(veil.drawn(one) for one in facts[: 2 * MOST]),
        )
        text = (await self._drafts.draft(material)).strip()
        return masked(veil.lifted(text))[:LONGEST_DRAFT]


def _waiting(turns: Sequence[Turn], language: str) -> tuple[tuple[str, ...], str] | None:
    """What the customer said that no person has answered yet; what nobody has acknowledged is part of it."""
    people = (one for one in reversed(turns) if one.text and one.by in ("customer", "agent"))
    if (latest := next(people, None)) is None or latest.by != "customer":
        return None
    if (waiting := unanswered(turns, language)) is not None:
        return waiting.texts, waiting.language
    texts: list[str] = []
    for turn in reversed(turns):
        if turn.by == "agent" or len(texts) == MOST:
            break
        if turn.by == "customer" and turn.text and HIDDEN not in turn.text:
            texts.insert(0, turn.text)
    return (tuple(texts), latest.language or language) if texts else None
