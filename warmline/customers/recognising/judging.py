"""Who of some candidates is meant: one alone, of whom all is right or nearly so; otherwise nobody."""

from collections.abc import Mapping
from typing import NamedTuple

from warmline.customers.recognising.names import Fit


class Fits(NamedTuple):
    """How well each part of what was said fits one customer."""

    postcode: Fit
    name: Fit
    birth_date: Fit


def is_meant(fits: Fits) -> bool:
    """Whether somebody may be meant: two of three are right, the third is at least near."""
    return min(fits) >= Fit.NEAR and sum(fit >= Fit.ALIKE for fit in fits) >= 2


def meant(candidates: Mapping[int, Fits]) -> int | None:
    """The one who is meant; None for nobody, or where more than one may be.

    Twins live at one address and have one birth date: whoever fits to the letter comes before whoever only nearly does.
    """
    possible = [customer for customer, fits in candidates.items() if is_meant(fits)]
    literal = [customer for customer in possible if min(candidates[customer]) is Fit.SAME]
    found = literal or possible
    return found[0] if len(found) == 1 else None
