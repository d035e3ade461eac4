"""Tells declared facts of one customer, as far as they may be told: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from warmline.business.model import Disclosure
from warmline.coaching.replying.known import KnownFact, KnownFacts
from warmline.coaching.replying.model import Part
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.known import Find
from warmline.conditions.reading import Misfit
from warmline.conditions.said import Said
from warmline.conditions.told import Told
from warmline.decisions.operating import answered
from warmline.language.formats import Formats

PROFILE = "profile"
"""Where facts come from that nobody has to look up."""


class Ground(msgspec.Struct, frozen=True):
    """Something known that a reply can stand on, and what can be done about it; `fits` tells how well, best first."""

    fact: Part
    next: Part | None = None
    fits: int = 0


class Answered(msgspec.Struct, frozen=True):
    """What a look-up gave, as JSON, and when, in microseconds since 1970."""

    value: Mapping[str, Any]
    at: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One customer at one moment. `find` gives what is stored of them by name, `contact` what is known of the contact.

    `levels` are those of the fields of a profile. Nothing above `level` is told, or gone by.
    """

    known: KnownFacts
    find: Find
    contact: Mapping[str, Any]
    level: Disclosure
    levels: Mapping[str, Disclosure]
    formats: Formats
    now: int

    def arguments(self, fact: KnownFact) -> dict[str, Any] | None:
        """What the look-up of a fact is given; None where it needs none, may not be told, or lacks something."""
        operating = fact.looks_up
        if operating is None or operating.operation.disclosure > self.level:
            return None
        frame = self.known.declared.frame(self.known.asked, self.now, self.find, contact=self.contact.get)
        try:
            arguments = operating.arguments(frame)
        except (EvaluationError, Misfit):
            return None
        return None if any(value in ("", None) for value in arguments.values()) else arguments

    def ground(self, fact: KnownFact, found: Answered | None, fits: int) -> Ground | None:
        """A fact in words; None where it does not hold, or is not to be told."""
        if fact.looks_up is not None and (found is None or fact.looks_up.operation.disclosure > self.level):
            return None
        told = Told(self.level, self.levels)
        frame = self.known.declared.frame(
            self.known.asked, self.now, told.masked(self.find), contact=self.contact.get
        )
        if fact.looks_up is not None and found is not None:
            frame = answered(
                frame, self.known.asked, self.known.declared, fact.looks_up.operation, found.value
            )
        if not _holds(fact.when, frame):
            return None
        for way in fact.says:
            ground = self._told(fact, way.say, frame, found, fits) if _holds(way.when, frame) else None
            if ground is not None:  # a flow may have kept less than a sentence needs
                return ground
        return None

    def _told(
        self, fact: KnownFact, say: Said, frame: Frame, found: Answered | None, fits: int
    ) -> Ground | None:
        text = self._text(say, frame)
        if not text:
            return None
        source, at = PROFILE, 0
        if fact.looks_up is not None and found is not None:
            source, at = fact.looks_up.operation.connector.name, found.at
        following = self._text(fact.next, frame) if fact.next is not None else ""
        step = Part("step", following, fact.name) if following else None
        return Ground(Part("fact", text, source, at), step, fits)

    def _text(self, said: Said, frame: Frame) -> str:
        """A sentence, "" where a part of it is not known or may not be told."""
        if Told(self.level, self.levels).above(said.expressions):
            return ""
        try:
            return said.text(frame, self.formats)
        except EvaluationError:
            return ""


def _holds(condition: Condition | None, frame: Frame) -> bool:
    return condition is None or condition.holds(frame) is True
