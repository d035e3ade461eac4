"""What customers are told of advice and offers: in their language, as far as they are known well enough for it."""

from dataclasses import dataclass

from warmline.business.model import Disclosure
from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.said import Said
from warmline.conditions.told import Told
from warmline.decisions.answers import Reason, because
from warmline.decisions.model import Offer
from warmline.language.formats import Formats
from warmline.language.messages import message

_LEVELS = {
    Disclosure.RECOGNISED: message("recognised"),
    Disclosure.VERIFIED: message("verified"),
}


class NotSaid(Exception):
    """A text that must not be said to somebody who is known no better; `reason` says so to staff."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.words)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Masked:
    """What may be told, and the facts of the moment without the rest."""

    told: Told
    frame: Frame


class Saying:
    """Says the texts of one moment. `frame` holds everything; with `masked` nothing else is told."""

    def __init__(
        self, frame: Frame, formats: Formats, spoken: Formats | None = None, masked: Masked | None = None
    ) -> None:
        """`formats` are those of the business; `spoken` those of the customer, where they are others."""
        self._frame = frame
        self._formats = formats
        self._spoken = spoken or formats
        self._masked = masked

    def to_staff(self, said: Said) -> str:
        """A text as staff read it, with everything in it. Raises EvaluationError."""
        return said.text(self._frame, self._formats)

    def to_customer(self, said: Said) -> str:
        """A text as the customer is told it. Raises EvaluationError; NotSaid where only their level is in the way."""
        masked = self._masked
        if masked is None:
            return said.text(self._frame, self._spoken)
        try:
            return said.text(masked.frame, self._spoken)
        except EvaluationError:
            said.text(self._frame, self._spoken)  # what cannot be said to anybody has another reason
            raise NotSaid(_reason(said, masked.told)) from None

    def value(self, offer: Offer) -> float | None:
        """What an offer is worth, as the customer may be told; None where they may not, or nobody asked for it."""
        if self._masked is None:
            return None
        try:
            return offer.value.value(self._frame, self._masked.frame)
        except EvaluationError:
            return None


def _reason(said: Said, told: Told) -> Reason:
    above = told.above(said.expressions)
    needed = max(above.values(), default=Disclosure.STAFF)
    if needed is Disclosure.STAFF:
        words = message("not said to customers: it tells what is for staff only")
    else:
        words = message("not said before the customer is %(level)s", level=_LEVELS[needed])
    return because("not_verified", words, rule="disclosure", facts={"fields": [*above]})
