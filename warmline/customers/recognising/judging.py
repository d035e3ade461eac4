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

    Nobody else may be meant, nor come near in all three under this name: they may be the one, misheard a little more.
    But twins live at one address and have one birth date: whoever fits to the letter, and alone, is meant before
    whoever only nearly does.
    """
    possible = [customer for customer, fits in candidates.items() if _may_be_meant(fits)]
    literal = [customer for customer in possible if min(candidates[customer]) is Fit.SAME]
    found = literal or possible
    return found[0] if len(found) == 1 and is_meant(candidates[found[0]]) else None


def _may_be_meant(fits: Fits) -> bool:
    return is_meant(fits) or (min(fits) >= Fit.NEAR and fits.name >= Fit.ALIKE)
