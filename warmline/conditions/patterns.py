"""Regular expressions with RE2: as CEL has them, and in time that grows with the text and with nothing else."""

from functools import lru_cache
from typing import Any

import re2

from warmline.conditions.errors import BadValue
from warmline.language.messages import message

LONGEST_PATTERN = 1_000
"""Characters of a pattern."""
MOST_MEMORY = 1 << 20
"""Bytes that RE2 may use for one pattern."""


@lru_cache(maxsize=1024)
def pattern(text: str) -> Any:
    """A pattern ready to be searched for. BadValue if it is none."""
    if len(text) > LONGEST_PATTERN:
        raise BadValue(message("the pattern has more than %(most)s characters", most=LONGEST_PATTERN))
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        return re2.compile(text, options)
    except (re2.error, UnicodeError) as error:
        said = error.args[0] if error.args else ""
        said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise BadValue(
            message('"%(text)s" is not a pattern of RE2: %(said)s', text=text[:60], said=said)
        ) from None


def matches(text: str, wanted: str) -> bool:
    """Whether a pattern occurs anywhere in a text; ^ and $ tie it to the ends. BadValue."""
    try:
        return pattern(wanted).search(text) is not None
    except UnicodeError:
        raise BadValue("the text holds half a character") from None
