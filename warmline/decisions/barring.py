"""What holds an offer back, however much it is worth: eligibility, service first, consent, rest, limits, control."""

from collections.abc import Callable
from functools import cached_property

import msgspec

from warmline.conditions.errors import EvaluationError
from warmline.decisions import consents
from warmline.decisions.answers import Reason, because
from warmline.decisions.control import is_control
from warmline.decisions.explaining import Explaining
from warmline.decisions.judging import Frames
from warmline.decisions.limits import free_again
from warmline.decisions.model import DAY, Bar, Limit, Offer
from warmline.decisions.offers_so_far import OffersSoFar
from warmline.decisions.rulebook import Rulebook
from warmline.language.messages import Message, Shown, marked, message


class Barring:
    """The rules that hold offers back from one customer at one moment, in a contact ("" for none)."""

    def __init__(
        self, book: Rulebook, frames: Frames, explaining: Explaining, customer: int | None, contact: str = ""
    ) -> None:
        self._book = book
        self._explaining = explaining
        self._frame = frames.of(book.asked)
        self._find = frames.customer
        self._now = frames.now
        self._customer = customer
        self._contact = contact
        self._so_far = OffersSoFar(frames.customer("offers") or ())

    def reason(self, offer: Offer) -> Reason | None:
        """The first rule that holds an offer back; None where it may be made. Raises EvaluationError."""
        rules: tuple[Callable[[Offer], Reason | None], ...] = (
            self._not_eligible,
            self._service_first,
            self._no_consent,
            self._resting,
            self._capped,
            self._in_control,
        )
        for rule in rules:
            if reason := rule(offer):
                return reason
        return None

    def _not_eligible(self, offer: Offer) -> Reason | None:
        if offer.eligible is None:
            return None
        held = offer.eligible.holds(self._frame)
        if isinstance(held, EvaluationError):
            raise held
        if held:
            return None
        why = self._explaining.not_so(offer.eligible, self._book.asked)
        return msgspec.structs.replace(why, code="not_eligible", rule="eligibility")

    def _service_first(self, offer: Offer) -> Reason | None:
        if not offer.sells or self._bar is None:
            return None
        return because("service_first", self._bar.why, rule="service first")

    @cached_property
    def _bar(self) -> Bar | None:
        """What keeps us from selling now. A bar that cannot be judged is one: better too careful."""
        return next(
            (bar for bar in self._book.contact.service_first if bar.when.holds(self._frame) is not False),
            None,
        )

    def _no_consent(self, offer: Offer) -> Reason | None:
        return consents.missing(offer.purpose, self._find)

    def _resting(self, offer: Offer) -> Reason | None:
        rest = self._book.contact.rest if offer.rest is None else offer.rest
        for type in ("offer.declined", "offer.accepted"):
            at = self._so_far.latest(offer.name, type)
            if at is not None and at + rest > self._now:
                ago = _ago(self._now - at)
                said = (
                    message("declined %(ago)s, rests %(rest)s", ago=ago, rest=_length(rest))
                    if type == "offer.declined"
                    else message("accepted %(ago)s, rests %(rest)s", ago=ago, rest=_length(rest))
                )
                return because("resting", said, rule="contact policy", until=at + rest)
        return None

    def _capped(self, offer: Offer) -> Reason | None:
        """An offer that stands is not made again by being shown again, so no limit holds it back."""
        if self._so_far.standing(offer.name, self._now, self._contact):
            return None
        limits: list[tuple[Limit | None, str]] = [(offer.limit, offer.name)]
        if offer.sells:
            limits.append((self._book.contact.offers, ""))
        for limit, name in limits:
            until = free_again(limit, self._so_far.times_made(name), self._now)
            if limit and until is not None:
                times, within = _times(limit.times), _length(limit.within)
                if name:
                    said = message("offered %(times)s in %(within)s", times=times, within=within)
                    return because("capped", said, rule="limit", until=until)
                said = message("offered something %(times)s in %(within)s", times=times, within=within)
                return because("capped", said, rule="contact policy", until=until)
        return None

    def _in_control(self, offer: Offer) -> Reason | None:
        if not is_control(offer.name, self._customer, offer.control):
            return None
        said = message(
            "in the control group of %(share)s, to see what offering it does",
            share=Shown("share", offer.control),
        )
        return because("control_group", said, rule="control group")


_UNITS = (
    (DAY, message("1 day"), marked("%(n)s days")),
    (DAY // 24, message("1 hour"), marked("%(n)s hours")),
    (DAY // 1440, message("1 minute"), marked("%(n)s minutes")),
)


def _times(count: int) -> Message:
    few = {1: message("once"), 2: message("twice")}
    return few.get(count) or message("%(n)s times", n=count)


def _ago(length: int) -> Message:
    return message("today") if length < DAY else message("%(length)s ago", length=_length(length))


def _length(length: int) -> Message:
    """A length of time in days, or hours and minutes where it is shorter."""
    for unit, single, several in _UNITS:
        if length >= unit:
            count = length // unit
            return single if count == 1 else message(several, n=count)
    return message("no time")
