"""What an offer has one of the company's systems do, and what the customer is told of it: pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from warmline.business.model import Business
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import of_profile
from warmline.conditions.told import Told
from warmline.customers.profile import Profile, Shape
from warmline.decisions.asking import Asked
from warmline.decisions.judging import Frames
from warmline.decisions.operating import answered
from warmline.decisions.reading.section import DECISIONS
from warmline.language.formats import Formats


class ToDo(msgspec.Struct, frozen=True):
    """An operation by its name, and what it is given, as JSON."""

    operation: str
    arguments: dict[str, Any]


def to_do(
    business: Business, asked: Asked, profile: Profile, shape: Shape, now: int, offer: str
) -> ToDo | None:
    """What has to be done for an offer; None where it is not carried out by a system.

    Raises EvaluationError or Misfit where something that it takes is not known.
    """
    book = DECISIONS.of(business)
    doing = book.offers[offer].doing if offer in book.offers else None
    if doing is None:
        return None
    frames = Frames(book.facts, now, of_profile(shape, profile, now), contact=asked.contact.get)
    operating = doing.operating
    return ToDo(operating.operation.name, operating.arguments(frames.of(book.asked)))


def receipt(
    business: Business,
    asked: Asked,
    profile: Profile,
    shape: Shape,
    now: int,
    offer: str,
    answer: Mapping[str, Any],
) -> str:
    """What the customer is told once it was done, as far as they are known well enough; "" where nothing is."""
    book = DECISIONS.of(business)
    doing = book.offers[offer].doing if offer in book.offers else None
    if doing is None or doing.receipt is None:
        return ""
    operation = doing.operating.operation
    told = Told(asked.level, book.levels)
    frames = Frames(book.facts, now, of_profile(shape, profile, now), contact=asked.contact.get).told(told)
    heard = answer if operation.disclosure <= asked.level else {}
    frame = answered(frames.of(book.asked), book.asked, book.facts, operation, heard)
    try:
        return doing.receipt.text(frame, Formats(asked.spoken or book.language, book.timezone, now))
    except EvaluationError:
        return ""
