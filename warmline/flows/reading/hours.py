"""Opening hours as they are written: `always`, or spans by days of the week."""

import re
from typing import Any

from warmline.flows.service import Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)")


def read_hours(written: Any) -> dict[int, Span] | str | None:
    """Spans by weekday, None for always; a text says what is wrong.

    >>> read_hours({"sat": "09:00-17:00"})
    {5: Span(begins=540, ends=1020)}
    """
    if written in ("always", None):
        return None
    if not isinstance(written, dict):
        return "its hours are not clear"
    found: dict[int, Span] = {}
    for days, text in written.items():
        span = _SPAN.fullmatch(str(text).strip())
        first, _, last = str(days).partition("-")
        if first not in DAYS or (last and last not in DAYS):
            return f'"{days}" is not a day of the week'
        if span is None:
            return f'"{text}" is not a span of hours'
        begins, ends = int(span[1]) * 60 + int(span[2]), int(span[3]) * 60 + int(span[4])
        if begins >= ends or ends > 24 * 60:
            return f'"{text}" ends before it begins'
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            found[day] = Span(begins, ends)
    return found
