"""From what events and profiles hold to values of conditions: money to major units, days and times to moments."""

from datetime import tzinfo
from typing import Any

from warmline.conditions import times
from warmline.conditions.errors import EvaluationError, OtherCurrency, Unreadable
from warmline.conditions.types import FieldType, Read
from warmline.conditions.values import MOST_INT, Timestamp
from warmline.language.formats import minor_digits
from warmline.language.messages import Message, marked, message

MISFIT = marked("%(field)s %(misfit)s")
DEEPEST_DATA = 64
"""Levels of lists and maps in one value."""


class Misfit(Exception):
    """A stored value is not what was declared; becomes an evaluation error that names the field."""

    def __init__(self, what: str | Message, kind: type[EvaluationError] = Unreadable) -> None:
        super().__init__(what)
        self.said = Message(what) if isinstance(what, str) else what
        self._kind = kind

    def error(self, field: str) -> EvaluationError:
        """The error to show, with the name of the field."""
        return self._kind(message(MISFIT, field=field, misfit=self.said))


def text(raw: Any) -> str:
    """A text; numbers count as one, as in a profile."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(raw)
    raise Misfit("is not a text")


def whole(raw: Any) -> int:
    """A whole number of 64 bits."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and -MOST_INT - 1 <= raw <= MOST_INT:
        return raw
    raise Misfit("is not a whole number")


def number(raw: Any) -> float:
    """A number, always with a fraction."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        try:
            return float(raw)
        except OverflowError:
            raise Misfit("is too large a number") from None
    raise Misfit("is not a number")


def truth(raw: Any) -> bool:
    """true or false."""
    if isinstance(raw, bool):
        return raw
    raise Misfit("is neither true nor false")


class Reading:
    """How values are read for one business: what its money is called, and where its days begin."""

    def __init__(self, currency: str, zone: tzinfo) -> None:
        self._currency = currency
        self._zone = zone
        self._unit = 10 ** minor_digits(currency)

    def money(self, raw: Any) -> float:
        """An amount in major units: 1290.0 for 129000 centavos. Plain numbers are minor units."""
        if isinstance(raw, dict):
            amount, currency = raw.get("amount"), raw.get("currency")
            if isinstance(currency, str) and currency != self._currency:
                raise Misfit(
                    message(
                        "is in %(currency)s, and amounts are counted in %(ours)s",
                        currency=currency[:12],
                        ours=self._currency,
                    ),
                    OtherCurrency,
                )
            raw = amount
        try:
            return float(number(raw) / self._unit)
        except Misfit:
            raise Misfit("is not an amount of money") from None

    def day(self, raw: Any) -> Timestamp:
        """The beginning of a day, in the time zone of the business."""
        try:
            return times.day_start(raw, self._zone)
        except (ValueError, TypeError, EvaluationError):
            raise Misfit("is not a day such as 2025-11-12") from None

    def time(self, raw: Any) -> Timestamp:
        """A moment: microseconds since 1970, or as ISO 8601 writes it."""
        try:
            if isinstance(raw, int) and not isinstance(raw, bool):
                return times.timestamp(raw * 1_000)
            return times.moment(raw, self._zone)
        except (ValueError, TypeError, EvaluationError):
            raise Misfit("is not a time such as 2025-11-12T08:10:00Z") from None

    def anything(self, raw: Any) -> Any:
        """A value of which nothing is declared. Money in the currency of the business is a number of major units;
        in another currency it stays a map of `amount` (minor units) and `currency`."""
        return self._anything(raw, 0)

    def _anything(self, raw: Any, depth: int) -> Any:
        if isinstance(raw, str | bool | float) or raw is None:
            return raw
        if isinstance(raw, int):
            return raw if -MOST_INT - 1 <= raw <= MOST_INT else float(min(max(raw, -(10**300)), 10**300))
        if depth > DEEPEST_DATA:
            raise Unreadable(message("a value is nested deeper than %(most)s levels", most=DEEPEST_DATA))
        if isinstance(raw, list | tuple):
            return [self._anything(one, depth + 1) for one in raw]
        if isinstance(raw, dict):
            if len(raw) == 2 and raw.get("currency") == self._currency and type(raw.get("amount")) is int:
                return self.money(raw)
            return {key: self._anything(value, depth + 1) for key, value in raw.items()}
        raise Unreadable("a value is of no kind that conditions know")


def is_money(field: FieldType) -> bool:
    """Whether a field is declared as an amount of money: in conditions it is a number of major units."""
    return getattr(field.read, "__func__", None) is Reading.money


def each(read: Read) -> Read:
    """Reads a list, each of its elements by `read`."""

    def elements(raw: Any) -> list[Any]:
        if not isinstance(raw, list | tuple):
            raise Misfit("is not a list")
        return [read(one) for one in raw]

    return elements


def entries(read: Read) -> Read:
    """Reads a map, each of its values by `read`."""

    def values(raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise Misfit("is not a map")
        return {key: read(value) for key, value in raw.items()}

    return values
