"""Conversions between types: int("3"), string(1.5), double(3), as the CEL specification has them."""

import math
import re
from typing import Any

from warmline.conditions.arithmetic import within_int, within_uint
from warmline.conditions.errors import BadValue, OutOfRange
from warmline.conditions.times import timestamp, write_duration, write_timestamp
from warmline.conditions.values import SECOND, Timestamp, UInt
from warmline.language.messages import message

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_UNSIGNED = re.compile(r"[0-9]{1,30}")
_DOUBLE = re.compile(
    r"[+-]?([0-9]+\.?[0-9]*([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?|inf(inity)?|nan)", re.I
)
_TRUE = {"1", "t", "T", "true", "TRUE", "True"}
_FALSE = {"0", "f", "F", "false", "FALSE", "False"}


def int_of_double(value: float) -> int:
    """Cut off towards zero; what does not fit is OutOfRange."""
    if not -(2.0**63) < value < 2.0**63:
        raise OutOfRange("the number does not fit into a whole number of 64 bits")
    return int(value)


def uint_of_double(value: float) -> UInt:
    """Cut off towards zero; what does not fit is OutOfRange."""
    if not -1.0 < value < 2.0**64:
        raise OutOfRange("the number does not fit into an unsigned number of 64 bits")
    return UInt(int(value))


def int_of_text(value: str) -> int:
    """A whole number in decimal digits."""
    if _WHOLE.fullmatch(value) is None:
        raise BadValue(message('"%(value)s" is not a whole number', value=value[:60]))
    return within_int(int(value))


def uint_of_text(value: str) -> UInt:
    """An unsigned number in decimal digits."""
    if _UNSIGNED.fullmatch(value) is None:
        raise BadValue(message('"%(value)s" is not an unsigned number', value=value[:60]))
    return within_uint(int(value))


def int_of_time(value: int) -> int:
    """Whole seconds since 1970."""
    return int(value) // SECOND


def double_of_text(value: str) -> float:
    """A number, with a fraction or not."""
    if _DOUBLE.fullmatch(value) is None:
        raise BadValue(message('"%(value)s" is not a number', value=value[:60]))
    return float(value)


def bool_of_text(value: str) -> bool:
    """true and false, as the specification spells them."""
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise BadValue(message('"%(value)s" is neither "true" nor "false"', value=value[:60]))


def text_of_double(value: float) -> str:
    """The shortest text that reads as the same number; without a fraction where it has none."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return repr(value).removesuffix(".0")


def text_of_bytes(value: bytes) -> str:
    """Bytes as UTF-8. BadValue if they are not."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise BadValue("the bytes are not UTF-8") from None


def bytes_of_text(value: str) -> bytes:
    """A text in UTF-8. BadValue where it holds half a character."""
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise BadValue("the text holds half a character") from None


def text_of_bool(value: bool) -> str:
    """true or false."""
    return "true" if value else "false"


def time_of_int(value: int) -> Timestamp:
    """A moment so many seconds after 1970."""
    return timestamp(int(value) * SECOND)


def same(value: Any) -> Any:
    """A value that is of the wanted type already."""
    return value


text_of_time = write_timestamp
text_of_duration = write_duration
