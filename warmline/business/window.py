"""Lengths of time as they are written in the business folder: `30m`, `12h`, `7d`, `2w`."""

import re

MICROSECONDS = {"m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}
LONGEST = 3660 * MICROSECONDS["d"]

_LENGTH = re.compile(r"([1-9][0-9]{0,8})([mhdw])", re.ASCII)


def window_microseconds(text: str) -> int:
    """`7d` as microseconds. ValueError where it is not a number with m, h, d or w, or over ten years."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is not a length of time')
    length = int(found[1]) * MICROSECONDS[found[2]]
    if length > LONGEST:
        raise ValueError(f'"{text}" is longer than ten years')
    return length
