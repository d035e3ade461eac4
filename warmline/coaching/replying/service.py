"""Replies and summaries for whoever speaks to a customer: put together here, drafted by a model if one is on."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

import msgspec

from warmline.business.model import Disclosure
from warmline.coaching.acknowledging.unanswered import unanswered
from warmline.coaching.advising.model import Advice, Carried
from warmline.coaching.advising.service import Advising
from warmline.coaching.replying.grounds import Customer, Grounds
from warmline.coaching.replying.model import Part, Suggestion
from warmline.coaching.replying.ports import Drafts, Material
from warmline.coaching.replying.suggesting import MOST, Sayable, suggested
from warmline.coaching.replying.telling import Ground
from warmline.coaching.replying.veil import Veil
from warmline.contacts import repository as contacts
from warmline.contacts.masking import HIDDEN, masked
from warmline.contacts.model import Story, Turn
from warmline.contacts.watching import Watching
from warmline.knowledge.current import CurrentSearch
from warmline.knowledge.model import Article, Found
from warmline.storage.port import Reader, Storage
from warmline.web.principal import Principal

LEAST = 0.34
"""How much of what was asked an article must speak of to be put into a reply."""
LONGEST_DRAFT, LONGEST_QUESTION = 2_000, 400
TURNS = 30
"""Latest turns that a draft is made of."""
ARTICLES, LOOKED_AT = 2, 3
"""Articles whose passages are suggested, and those that tell what the customer is about."""


class Known(msgspec.Struct, frozen=True):
    """What a reply is made of: what waits for an answer, in which language, what is known and can be done."""

    story: Story
    texts: tuple[str, ...]
    language: str
    material: Sayable


class _Read(msgspec.Struct, frozen=True):
    """What is read of a contact at once. `acted` is when a system last did something for it."""

    story: Story
    advice: tuple[Ground, ...]
    steps: tuple[Part, ...]
    customer: Customer | None
    acted: int


class Summary(msgspec.Struct, frozen=True):
    """What a contact is about, in a few lines; `by_model` says that a language model wrote it."""

    text: str
    by_model: bool = False


class Replying:
    """Suggests, and never sends. All within the scopes of whoever asks, and fit for how well the customer is known."""

    def __init__(
        self,
        storage: Storage,
        watching: Watching,
        advising: Advising,
        search: CurrentSearch,
        grounds: Grounds,
        drafts: Drafts,
    ) -> None:
        self._storage = storage
        self._watching = watching
        self._advising = advising
        self._search = search
        self._grounds = grounds
        self._drafts = drafts

    @property
    def has_model(self) -> bool:
        """Whether a language model drafts, too."""
        return self._drafts.is_on

    async def suggestions(self, by: Principal, contact: str) -> list[Suggestion]:
        """Replies that are put together here, the fullest first. Raises UnknownContact."""
        known = await self._known(by, contact)
        return suggested(known.texts, known.language, known.material) if known else []

    async def drafted(self, by: Principal, contact: str) -> Suggestion | None:
        """The reply that the language model drafts; None where it has none, or nothing waits for an answer.

        Raises UnknownContact.
        """
        known = await self._known(by, contact) if self._drafts.is_on else None
        if known is None:
            return None
        facts = [part.text for part in known.material.parts]
        text = await self._draft("reply", known.story, known.language, facts)
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

        read = await self._storage.read(lambda reader: self._read(reader, by, contact))
        story = read.story
        open_now = _waiting(story.turns, story.live.contact.language)
        if open_now is None:
            return None
        texts, language = open_now
        level = Disclosure(story.live.contact.level)
        articles = await asyncio.to_thread(self._articles, texts, language, level)
        topics = [about(one.article) for one in articles] or [frozenset({story.live.contact.wants})]
        grounds = await self._grounds.of(read.customer, topics, read.acted) if read.customer else []
        passages = [
            Ground(Part("article", one.excerpt, one.article.title))
            for one in articles[:ARTICLES]
            if one.excerpt and not one.foreign
        ]
        fitting = [one for one in grounds if one.fits < len(topics)]
        others = [one for one in grounds if one.fits >= len(topics)]
        material = Sayable((*fitting, *read.advice, *others, *passages), read.steps)
        return Known(story, texts, language, material)

    def _read(self, reader: Reader, by: Principal, contact: str) -> _Read:
        story = self._watching.story(reader, by, contact)
        record = contacts.named(reader, contact)
        customer = None
        if record is not None:
            language = _language(story.turns, record.language)
            customer = self._grounds.customer(reader, by, record, language)
        advice = self._advising.advice(reader, by, contact)
        carried = [one.carried for one in advice.actions if one.carried] if advice else []
        carried += advice.carried if advice else []
        return _Read(
            story,
            tuple(_advised(advice)),
            (*_done(carried, story), *_offered(advice)),
            customer,
            max((one.settled for one in carried), default=0),
        )

    def _articles(self, texts: Sequence[str], language: str, level: Disclosure) -> list[Found]:
        """Articles that answer what was said last, else all that waits, and that may be told; the best first."""
        for said in (*texts[-1:], " ".join(texts)):
            found = self._search.search(said[-LONGEST_QUESTION:], language, LOOKED_AT, level).found
            if fitting := [one for one in found if one.score >= LEAST]:
                return fitting
        return []

    async def _draft(self, what: str, story: Story, language: str, facts: Sequence[str]) -> str:
        """A draft of the model, with everything in place that was veiled before it left."""
        veil = Veil(_names(story))
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


def about(article: Article) -> frozenset[str]:
    """What an article is about: its name, its topics, the flow that does what it describes."""
    return frozenset({article.name, *article.topics, article.flow} - {""})


def _advised(advice: Advice | None) -> Iterator[Ground]:
    """What policies have to say; nothing that is settled."""
    for one in advice.actions if advice else ():
        if one.chosen.kind == "advise" and one.next == "do" and one.chosen.say:
            yield Ground(Part("advice", one.chosen.say, one.chosen.name))


def _offered(advice: Advice | None) -> Iterator[Part]:
    """What policies offer within what may be given; nothing that is settled."""
    for one in advice.actions if advice else ():
        if one.chosen.kind == "offer" and one.next == "do" and one.chosen.say:
            yield Part("offer", one.chosen.say, one.chosen.name)


def _done(carried: Sequence[Carried], story: Story) -> Iterator[Part]:
    """What systems have done for the customer of which nobody has told them yet, as far as they may be told."""
    told = [turn.text for turn in story.turns if turn.by == "agent"]
    for one in sorted(carried, key=lambda one: -one.settled):
        may_be_told = one.receipt and one.level <= story.live.contact.level
        if one.stage == "ok" and may_be_told and not any(one.receipt in text for text in told):
            yield Part("done", one.receipt, one.operation.partition(".")[0], one.settled)


def _language(turns: Sequence[Turn], otherwise: str) -> str:
    """The language that the customer spoke last."""
    said = (turn.language for turn in reversed(turns) if turn.by == "customer" and turn.text)
    return next(said, "") or otherwise


def _names(story: Story) -> list[str]:
    """What the customer is called, or known as, and the members of staff who take part."""
    who = story.live.who
    return [who.partition(":")[2] or who, *(one.name for one in story.participants)]


def _waiting(turns: Sequence[Turn], language: str) -> tuple[tuple[str, ...], str] | None:
    """What the customer said in their own words that no person has answered yet, and in which language.

    What nobody has acknowledged is part of it, options that they chose are not. None where nothing waits.
    """
    people = (one for one in reversed(turns) if one.text and one.by in ("customer", "agent"))
    if (latest := next(people, None)) is None or latest.by != "customer":
        return None
    options = {option.label for turn in turns if turn.prompt for option in turn.prompt.options}
    own = [one for one in turns if one.by != "customer" or one.text not in options]
    if (waiting := unanswered(own, language)) is not None:
        return waiting.texts, waiting.language
    texts: list[str] = []
    for turn in reversed(own):
        if turn.by == "agent" or len(texts) == MOST:
            break
        if turn.by == "customer" and turn.text and HIDDEN not in turn.text:
            texts.insert(0, turn.text)
    return tuple(texts), latest.language or language
