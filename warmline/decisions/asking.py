"""Asking: one question about one customer, answered from the facts of this moment."""

from collections.abc import Collection
from typing import Any

import msgspec

from warmline.business.model import Business, Disclosure
from warmline.business.suggest import suggest
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import of_profile
from warmline.conditions.told import Told
from warmline.customers.profile import Profile, Shape
from warmline.decisions.answers import Decision
from warmline.decisions.arbitration import Answer, Arbitration, Question
from warmline.decisions.judging import Frames
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.saying import Masked, Saying
from warmline.language.formats import Formats

LONGEST_NAME = 200
"""Characters of the name of a contact, or of its channel, that are put on record."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: about a situation ("" for whatever comes up), within a contact if there is one.

    `contact` holds what is known of it: its name under `contact`, and channel, reason, language … What customers are
    told is said in `language`, or in that of the contact; else in the one that the business writes in.

    `level` is how well the customer is known who will be told: what may not be said at it is held back. Policies see
    everything whatever it is. Where nothing is `shown`, the answers only rank something: what may not be said is chosen
    without its words.

    `only` names the advice and the offers that are of use, where not all are. `offers` is how many offers are shown to
    the customer, and by that made: no more are chosen. None stands for all; with 0 those that are chosen are not made.
    """

    situation: str = ""
    most: int = 3
    explain: bool = False
    contact: dict[str, Any] = {}
    language: str = ""
    level: Disclosure = Disclosure.STAFF
    shown: bool = True
    only: frozenset[str] = frozenset()
    offers: int | None = None

    @property
    def makes_offers(self) -> bool:
        """Whether offers that are chosen are made."""
        return self.shown and self.offers != 0

    @property
    def contact_name(self) -> str:
        """What the contact is called, "" where there is none."""
        return _name(self.contact.get("contact"))

    @property
    def channel(self) -> str:
        """The channel of the contact, "" where it is not told."""
        return _name(self.contact.get("channel"))

    @property
    def spoken(self) -> str:
        """The language in which the customer is told, "" for that of the business."""
        return _name(self.language or self.contact.get("language"))


def answer(
    business: Business,
    asked: Asked,
    customer: int | None,
    profile: Profile,
    shape: Shape,
    now: int,
    disabled: Collection[str] = (),
) -> tuple[Answer, str]:
    """What a business answers, and the customer's value tier; pure. `now` is in microseconds."""
    book = DECISIONS.of(business)
    frames = Frames(book.facts, now, of_profile(shape, profile, now), contact=asked.contact.get)
    masked = None
    if asked.level < Disclosure.STAFF:
        told = Told(asked.level, book.levels)
        masked = Masked(told, frames.told(told).of(book.asked))
    question = Question(
        situation=asked.situation,
        most=asked.most,
        customer=customer,
        contact=asked.contact_name,
        shown=asked.shown,
        only=asked.only,
        offers=asked.offers or None,
    )
    formats = Formats(book.language, book.timezone, now)
    spoken = Formats(asked.spoken, book.timezone, now) if asked.spoken else None
    saying = Saying(frames.of(book.asked), formats, spoken, masked)
    found = Arbitration(book, frames, question, formats, saying, disabled, asked.explain).answer()
    tier = ""
    if (table := book.lookups.get("value_tier")) is not None:
        try:
            tier = str(table.value(frames.of(book.asked)) or "")
        except EvaluationError:
            tier = ""
    return found, tier


def note_of(business: Business, situation: str) -> str:
    """That no policy answers about a situation, and which are meant perhaps; "" where one does."""
    known = DECISIONS.of(business).situations
    if not situation or situation in known:
        return ""
    return f"No policy answers about {situation}: {suggest(situation, sorted(known))}"


def as_decision(
    found: Answer, tier: str, asked: Asked, *, id: str, business: str, at: int, customer: int | None, by: str
) -> Decision:
    """An answer as a decision."""
    return Decision(
        id=id,
        business=business,
        at=at,
        customer=customer,
        situation=asked.situation,
        contact=asked.contact_name,
        language=asked.spoken,
        level="" if asked.level is Disclosure.STAFF else asked.level.name.lower(),
        by=by,
        tier=tier,
        chosen=found.chosen,
        held_back=found.held_back,
        not_held=found.not_held,
        held=len(found.held),
        explained=found.explained,
        evaluated=len(found.asked),
    )


def _name(said: object) -> str:
    """A name as somebody says it: text, of a length that can be kept."""
    return said[:LONGEST_NAME] if isinstance(said, str) else ""
