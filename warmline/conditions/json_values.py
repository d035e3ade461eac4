"""Values of conditions from JSON and as JSON, for trying expressions out."""

import base64
import math
from typing import Any

from warmline.conditions.arithmetic import within_int
from warmline.conditions.conversions import bytes_of_text
from warmline.conditions.errors import OutOfRange
from warmline.conditions.reading import DEEPEST_DATA
from warmline.conditions.times import write_duration, write_timestamp
from warmline.conditions.values import BoolKey, Duration, Timestamp, TypeName
from warmline.language.messages import message


def from_json(value: Any, depth: int = 0) -> Any:
    """What a decoded JSON value is in a condition: whole numbers are int, others double. OutOfRange, BadValue."""
    if depth > DEEPEST_DATA:
        raise OutOfRange(message("the value is nested deeper than %(most)s levels", most=DEEPEST_DATA))
    if isinstance(value, int) and not isinstance(value, bool):
        return within_int(value)
    if isinstance(value, str):
        bytes_of_text(value)
        return value
    if isinstance(value, list):
        return [from_json(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {name: from_json(one, depth + 1) for name, one in value.items()}
    return value


def to_json(value: Any) -> Any:
    """A value as JSON can hold it: times and durations as CEL writes them, bytes in base64, keys as texts."""
    if isinstance(value, Timestamp):
        return write_timestamp(value)
    if isinstance(value, Duration):
        return write_duration(value)
    if isinstance(value, TypeName):
        return value.name
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, list):
        return [to_json(one) for one in value]
    if isinstance(value, dict):
        return {_key(key): to_json(one) for key, one in value.items()}
    return value if isinstance(value, bool | float | str) or value is None else int(value)


def _key(key: Any) -> str:
    if isinstance(key, BoolKey):
        return "true" if key.value else "false"
    return str(key)
