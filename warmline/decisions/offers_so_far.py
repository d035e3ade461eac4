"""What a customer was offered so far, and what came of it: by this, offers rest and limits count."""

from collections.abc import Iterable, Mapping
from typing import Any

from warmline.language.formats import moment_of

TOGETHER = 3_600 * 1_000_000
"""An offer made again in the same contact, or within an hour, is still the same offer."""


class OffersSoFar:
    """The latest offers of a customer, as the profile keeps them: newest first."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._entries = list(entries)

    def latest(self, offer: str, type: str) -> int | None:
        """When something (`offer.declined` …) last happened to an offer, in microseconds."""
        return next(
            (one["occurred"] for one in self._entries if one["type"] == type and one.get("offer") == offer),
            None,
        )

    def standing(self, offer: str, now: int, contact: str) -> bool:
        """Whether an offer was just made and still stands: in this contact, or within the hour."""
        return any(
            (one["occurred"] > now - TOGETHER or (contact and one.get("contact") == contact))
            and not _is_over(one, now)
            for one in self._made(offer)
        )

    def times_made(self, offer: str = "") -> list[int]:
        """When an offer was made, or any that sells something, in microseconds, newest first."""
        return [one["occurred"] for one in self._made(offer) if offer or one.get("sells")]

    def _made(self, offer: str) -> list[Mapping[str, Any]]:
        return [
            one
            for one in self._entries
            if one["type"] == "offer.made" and (not offer or one.get("offer") == offer)
        ]


def _is_over(made: Mapping[str, Any], now: int) -> bool:
    until = made.get("until")
    moment = moment_of(until) if isinstance(until, str) else None
    return moment is not None and moment < now
