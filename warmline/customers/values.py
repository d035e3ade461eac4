"""Values of profile fields: what an event's property must look like to count as one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

LONGEST_TEXT = 2_000
MILLIONTHS = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Convert = Callable[[Any], Any]
"""Gives the value as the field's type, None if it is not one."""


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT] or None
    return None if value is None or isinstance(value, dict | list | bool) else str(value)


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _integer(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return (
        {"true": True, "yes": True, "false": False, "no": False}.get(value)
        if isinstance(value, str)
        else None
    )


def _money(value: Any) -> Any:
    if (
        isinstance(value, dict)
        and isinstance(amount := value.get("amount"), int)
        and not isinstance(amount, bool)
    ):
        currency = value.get("currency")
        if isinstance(currency, str) and len(currency) == 3:
            return {"amount": amount, "currency": currency}
    return None


def _date(value: Any) -> Any:
    try:
        return date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _time(value: Any) -> Any:
    """Microseconds since 1970, or ISO 8601 text as it came."""
    return value if isinstance(value, int) and not isinstance(value, bool) else _text(value)


CONVERTERS: dict[str, Convert] = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "list": lambda value: value if isinstance(value, list) else None,
    "map": lambda value: value if isinstance(value, dict) else None,
}


def instant(value: Any) -> int | None:
    """The moment of a time as it is kept, in microseconds since 1970; without an offset it is UTC."""
    if isinstance(value, int):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def amount_of(value: Any) -> tuple[int, str] | None:
    """A number or money as (whole amount, currency): adding whole numbers is exact in any order.

    Money stays in minor units; plain numbers are counted in millionths, with currency "".
    """
    if (money := _money(value)) is not None:
        return money["amount"], money["currency"]
    number = _number(value)
    return None if number is None else (round(number * MILLIONTHS), "")


def total_of(totals: dict[str, int], currency: str) -> Any:
    """A sum by currency as one value: plain, or money in `currency` if there is any, else in the one there is."""
    if set(totals) <= {""}:
        whole = totals.get("", 0) / MILLIONTHS
        return int(whole) if whole.is_integer() else whole
    chosen = currency if currency in totals else min(c for c in totals if c)
    return {"amount": totals[chosen], "currency": chosen}


def mean_of(entries: list[Any], currency: str) -> Any:
    """The mean of (occurred, sequence, (amount, currency)) entries, those of the newest one's currency."""
    chosen = entries[0][2][1]
    amounts = [entry[2][0] for entry in entries if entry[2][1] == chosen]
    mean = sum(amounts) / len(amounts)
    return {"amount": round(mean), "currency": chosen} if chosen else mean / MILLIONTHS
