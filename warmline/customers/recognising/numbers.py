"""Numbers that name a customer, such as an account, in all the ways they may have been meant."""

from collections.abc import Iterable

from warmline.customers.recognising import digits

MOST_ALTERNATIVES = 10
LONGEST = 200


def as_given(alternatives: Iterable[str]) -> list[str]:
    """The alternatives as they came, few and short enough to be looked at."""
    return [one[:LONGEST] for one in list(alternatives)[:MOST_ALTERNATIVES] if one.strip()]


def as_meant(alternatives: Iterable[str]) -> list[str]:
    """What else they may say: with letters that look like digits, with digits in words, with words around them."""
    found: dict[str, None] = {}
    for one in as_given(alternatives):
        for reading in (digits.typed(one), digits.spoken(one)):
            if reading:
                found.setdefault(reading)
    return list(found)
