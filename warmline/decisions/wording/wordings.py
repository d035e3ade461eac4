"""Why conditions hold, do not hold, or cannot be judged: a line for people, and the facts it turned on as data.

wordings = Wordings(Names.of(business))         # one for each version of a business
wordings.why(policy.when, policy.environment, frame, formats).words
"""

from functools import lru_cache
from typing import Any

import msgspec

from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import EvaluationError
from warmline.decisions.wording.claims import claimed
from warmline.decisions.wording.explaining import why
from warmline.decisions.wording.failures import failed
from warmline.decisions.wording.finding import Finding
from warmline.decisions.wording.names import Names
from warmline.decisions.wording.seen import Parts, Seen
from warmline.language.formats import Formats
from warmline.language.messages import Message, message

MOST_KEPT = 2_000
"""Conditions that stay read; whoever explains more of them at a time has them read again."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why a condition came out as it did.

    `words` are one line without a full stop, `said` are the same for readers of other languages. `facts` are the
    values it turned on as JSON, by the way to them: `event.total`; null where one is not there. `parts` are what
    decided of the condition, as it is written.
    """

    words: str
    said: Message
    facts: dict[str, Any] = {}
    parts: tuple[str, ...] = ()


class Wordings:
    """Explains the conditions of one version of a business. It never fails on what was loaded, whatever the facts."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._parts = lru_cache(MOST_KEPT)(Parts)

    def why(self, condition: Condition, environment: Environment, frame: Frame, formats: Formats) -> Why:
        """Why a condition of `environment` holds for a frame, does not, or cannot be judged."""
        seen = self._seen(condition.text, environment, frame, formats)
        held = seen.truth(seen.parts.whole)
        found = failed(held, seen) if isinstance(held, EvaluationError) else why(seen.parts.whole, held, seen)
        return _why(found, seen)

    def why_failed(
        self, error: EvaluationError, text: str, environment: Environment, frame: Frame, formats: Formats
    ) -> Why:
        """Why an expression, of whatever type, gave an error."""
        seen = self._seen(text, environment, frame, formats)
        return _why(failed(error, seen), seen)

    def _seen(self, text: str, environment: Environment, frame: Frame, formats: Formats) -> Seen:
        return Seen(self._parts(text, environment), frame, self._names, formats, claimed)


def _why(found: Finding, seen: Seen) -> Why:
    parts = tuple(dict.fromkeys(seen.quoted(part) for part in found.parts))
    said = found.words if isinstance(found.words, Message) else message("%(what)s", what=found.words)
    return Why(words=" ".join(seen.read(said).split()), said=said, facts=found.facts, parts=parts)
