"""Card numbers, wherever they are typed: found by their check digit, left out of everything that is kept or shown."""

import re
from typing import Any

from warmline.customers.identifiers import luhn

HIDDEN = "•••"
"""What stands in a turn where a secret was entered."""
_LONGEST = 19
_SHORTEST = 13
_NUMBER = re.compile(r"\d(?:[\s\-–.·]{0,3}\d){12,}")


def masked(text: str) -> str:
    """A text whose card numbers show their last four digits only.

    >>> masked("it is 4111 1111 1111 1111, valid until 12/29")
    'it is •••• 1111, valid until 12/29'
    """
    return _NUMBER.sub(lambda found: _without_cards(found[0]), text) if len(text) >= _SHORTEST else text


def masked_in(value: Any) -> Any:
    """The same in every text within plain data."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: masked_in(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked_in(one) for one in value]
    return value


def _without_cards(written: str) -> str:
    """A run of digits in which each card number is masked, the longest that begins at a digit first."""
    places = [index for index, character in enumerate(written) if character.isdecimal()]
    digits = "".join(_plain(written[place]) for place in places)
    parts, kept, at = [], 0, 0
    while at <= len(digits) - _SHORTEST:
        length = next(
            (
                size
                for size in range(min(_LONGEST, len(digits) - at), _SHORTEST - 1, -1)
                if luhn(digits[at : at + size]) and digits[at] != "0"
            ),
            0,
        )
        if not length:
            at += 1
            continue
        parts += [written[kept : places[at]], f"•••• {digits[at + length - 4 : at + length]}"]
        at += length
        kept = places[at - 1] + 1
    return "".join([*parts, written[kept:]])


def _plain(digit: str) -> str:
    """A digit of any script as one of ASCII."""
    return str(int(digit))
