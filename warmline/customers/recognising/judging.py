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

    Nobody else may come near in all three: they may be the one, misheard a little more. But twins live at one
    address and have one birth date: whoever fits to the letter, and alone, is meant before whoever only nearly does.
    """
    near = [customer for customer, fits in candidates.items() if min(fits) >= Fit.NEAR]
    literal = [customer for customer in near if min(candidates[customer]) is Fit.SAME]
    found = literal or near
    return found[0] if len(found) == 1 and is_meant(candidates[found[0]]) else None
