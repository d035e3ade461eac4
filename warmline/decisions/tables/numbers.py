"""Numbers as spreadsheets write them, and as CEL does."""

import math
import re

from warmline.conditions.types import DOUBLE, INT, UINT, Type
from warmline.conditions.values import MOST_INT, MOST_UINT
from warmline.decisions.tables.cells import BadCell

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII)
_AROUND = re.compile(r"[^\d+-]*([+-]?\d[\d.,]*)[^\d]*", re.ASCII)
_LONGEST = 60


def number(text: str, kind: Type, decimal: str) -> str:
    """A number as CEL writes one of the type: 1000.0 where it has a fraction. BadCell.

    `decimal` is the sign before the fraction: with a comma there, 1,5 is one and a half.
    """
    plain = text.replace(",", ".") if decimal == "," and "." not in text else text
    if len(text) > _LONGEST or not _PLAIN.fullmatch(plain) or _is_ambiguous(text, decimal):
        raise BadCell(f'"{text[:_LONGEST]}" is not a number', _remedy(text[:_LONGEST], decimal))
    return whole(plain, kind) if kind in (INT, UINT) else fraction(plain)


def is_number(text: str, decimal: str) -> bool:
    """Whether a text is a number as the sheet writes them."""
    try:
        number(text, DOUBLE, decimal)
    except BadCell:
        return False
    return True


def whole(plain: str, kind: Type) -> str:
    """Digits as a whole number of 64 bits; 3.0 and 1e5 are whole, too. BadCell."""
    try:
        value = int(plain)
    except ValueError:
        as_float = float(plain)
        if not math.isfinite(as_float) or not as_float.is_integer():
            remedy = "write digits alone, or a range such as 2..3"
            raise BadCell(f'"{plain}" is not a whole number', remedy) from None
        value = int(as_float)
    low, high = (0, MOST_UINT) if kind == UINT else (-MOST_INT - 1, MOST_INT)
    if not low <= value <= high:
        raise BadCell(f'"{plain}" does not fit into 64 bits', "write a smaller number")
    return f"{value}u" if kind == UINT else str(value)


def fraction(plain: str) -> str:
    """A number with a fraction. BadCell where it is too large for one."""
    value = float(plain)
    if not math.isfinite(value):
        raise BadCell(f'"{plain}" is too large', "write a smaller number")
    return repr(value)


def _is_ambiguous(text: str, decimal: str) -> bool:
    """1.250 where commas stand before fractions: it may be one and a quarter, or more than a thousand."""
    return decimal == "," and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", text, re.ASCII) is not None


def _remedy(text: str, decimal: str) -> str:
    if _GROUPED.fullmatch(text):
        return f"leave out the signs between thousands: 1000, or 1000{decimal}5"
    if re.fullmatch(r"[+-]?\d+,\d+", text, re.ASCII):
        return f"write {text.replace(',', '.')}"
    if text.endswith("%") and is_number(text[:-1].strip(), decimal):
        return f"write it as a share: {float(text[:-1].replace(',', '.')) / 100:g}"
    around = _AROUND.fullmatch(text)
    if around and is_number(around[1], decimal):
        return f"write {around[1]}"
    return "write digits: 5, 12.5, > 1000, 3..5"
