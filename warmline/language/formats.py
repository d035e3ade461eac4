"""Times, numbers, money and phone numbers as people of a language write them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from math import isfinite
from typing import Any, Literal
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates
from babel import lists as babel_lists
from babel import numbers as babel_numbers
from babel import units as babel_units

from warmline.language.quick_money import written

MICROSECONDS = 1_000_000
MOST_DIGITS = 10**15
"""From here on a number is written by its size: a float no longer holds all of its digits."""
LARGEST = 10**300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BUDDHIST_ERA = 543
"""Thai calendars count years from here: 2026 is 2569."""
_SIGNS = {"PHP": "₱", "THB": "฿", "VND": "₫", "KRW": "₩", "INR": "₹", "NGN": "₦", "UAH": "₴", "KZT": "₸"}
# Signs that mean one currency only, for the locales that write its code. "$" and "¥" could be several.
Length = Literal["long", "short", "narrow"]


class Formats:
    """How one reader sees values: in a language (BCP 47 tag), a time zone (IANA name) and beside `now`.

    Times are whole microseconds since 1970-01-01 UTC, as in events; `now` is one, too.
    """

    def __init__(self, language: str, timezone: str, now: int) -> None:
        self.tag = language
        self.timezone = timezone
        self.locale = locale_of(language)
        self.zone: tzinfo = ZoneInfo(timezone)
        self.now = now

    # -- numbers

    def number(self, value: float) -> str:
        """`1,290` or `3.5`; at most two digits behind the point, and the size alone of what nobody counts: `1E30`."""
        if abs(value) >= MOST_DIGITS and isfinite(value):
            return str(babel_numbers.format_scientific(float(f"{value:.2e}"), locale=self.locale))
        return str(babel_numbers.format_decimal(round(value, 2), locale=self.locale))

    def short_number(self, value: float) -> str:
        """`12K`, where the order of magnitude is what counts."""
        return str(babel_numbers.format_compact_decimal(value, locale=self.locale, fraction_digits=1))

    def percent(self, share: float) -> str:
        """A share (0 to 1) as `94%`."""
        return str(babel_numbers.format_percent(share, locale=self.locale))

    def money(self, amount: int, currency: str) -> str:
        """An amount in minor units: `₱1,290.00`, `¥1,290`, `KWD 1.290`."""
        digits = minor_digits(currency)
        if abs(amount) >= MOST_DIGITS:
            return f"{self.number(float(min(max(amount, -LARGEST), LARGEST)) / 10**digits)} {currency}"
        try:
            way = written(self.locale, currency, digits) if amount >= 0 else None
            if way is not None:
                text = way.text(amount)
            else:
                text = str(babel_numbers.format_currency(amount / 10**digits, currency, locale=self.locale))
            return text.replace(currency, _SIGNS.get(currency, currency))
        except (ValueError, LookupError):
            return f"{amount / 10**digits:,.{digits}f} {currency}"

    def money_of(self, value: object) -> str:
        """Money as events carry it: `{"amount": 129000, "currency": "PHP"}`; "" if it is none."""
        if not isinstance(value, Mapping):
            return ""
        amount, currency = value.get("amount"), value.get("currency")
        if not isinstance(amount, int) or isinstance(amount, bool) or not isinstance(currency, str):
            return ""
        return self.money(amount, currency)

    # -- times

    def moment(self, microseconds: int) -> datetime:
        """The moment in the reader's zone; beyond the years 1 to 9999, where no calendar goes, their edge in UTC."""
        try:
            return (_EPOCH + timedelta(microseconds=microseconds)).astimezone(self.zone)
        except OverflowError:
            return (datetime.min if microseconds < 0 else datetime.max).replace(tzinfo=UTC)

    def time(self, microseconds: int) -> str:
        """The time of day with seconds: `14:03:22`."""
        return str(babel_dates.format_time(self.moment(microseconds), "HH:mm:ss", locale=self.locale))

    def clock(self, microseconds: int) -> str:
        """The time of day: `14:03`."""
        return str(babel_dates.format_time(self.moment(microseconds), "HH:mm", locale=self.locale))

    def day(self, value: int | date | str) -> str:
        """A day: `22 Nov 2026`. Takes a moment, a date, or a date as text (which is given back if it is none)."""
        if (found := self._date(value)) is None:
            return str(value)
        return self._written("yMMMd", found)

    def weekday(self, microseconds: int) -> str:
        """A day as a heading: `Sunday, 22 November 2026`."""
        pattern = str(self.locale.date_formats["full"])
        return self._dated(pattern, self.moment(microseconds).date())

    def short_day(self, microseconds: int) -> str:
        """A day without its year: `22 Nov`."""
        return self._written("MMMd", self.moment(microseconds))

    def when(self, value: int | str) -> str:
        """Day and time: `22 Nov 2026, 14:03`. Takes a moment, or ISO 8601 text (given back if it is none)."""
        if isinstance(value, str):
            if (found := moment_of(value)) is None:
                return value
            if len(value) <= 10:
                return self.day(value)
            value = found
        return self._at(self.day(value), value)

    def near_day(self, value: int | date | str) -> str:
        """A day, its year only if it is not this one: `22 Nov`."""
        if (found := self._date(value)) is None:
            return str(value)
        skeleton = "MMMd" if found.year == self.moment(self.now).year else "yMMMd"
        return self._written(skeleton, found)

    def near_when(self, value: int | str) -> str:
        """Day and time, the year only if it is not this one: `22 Nov, 14:03`."""
        found = moment_of(value) if isinstance(value, str) else value
        if found is None:
            return str(value)
        return self._at(self.near_day(found), found)

    def iso(self, microseconds: int) -> str:
        """For the `datetime` attribute of `<time>`."""
        return self.moment(microseconds).isoformat(timespec="seconds")

    def ago(self, microseconds: int) -> str:
        """How long ago, or how far ahead: `3 minutes ago`, `in 2 days`."""
        delta = timedelta(microseconds=microseconds - self.now)
        if abs(delta) < timedelta(seconds=1):
            delta = timedelta(seconds=-1)
        return str(babel_dates.format_timedelta(delta, add_direction=True, locale=self.locale))

    def duration(self, length: float) -> str:
        """A span of seconds in at most two units: `45 sec`, `3 min 34 sec`, `2 hr 50 min`."""
        whole = round(length)
        hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
        parts = [(hours // 24, "day"), (hours % 24, "hour"), (minutes, "minute"), (seconds, "second")]
        first = next((place for place, (count, _) in enumerate(parts) if count), len(parts) - 1)
        shown = [part for place, part in enumerate(parts[first : first + 2]) if part[0] or not place]
        return " ".join(self._unit(count, unit) for count, unit in shown)

    def offset(self, microseconds: int) -> str:
        """How much later, or earlier, in one unit: `+0.2 sec`, `+3 days`, `−5 min`."""
        seconds = abs(microseconds) / MICROSECONDS
        if seconds < 10:
            shown = self._unit(round(seconds, 1), "second")
        elif seconds < 100:
            shown = self._unit(round(seconds), "second")
        elif seconds < 100 * 60:
            shown = self._unit(round(seconds / 60), "minute")
        elif seconds < 48 * 3600:
            shown = self._unit(round(seconds / 3600), "hour")
        else:
            shown = self._unit(round(seconds / 86_400), "day")
        return ("−" if microseconds < 0 else "+") + shown

    def megabytes(self, value: float) -> str:
        """An amount of data: `812 MB`, `3.2 GB`."""
        if value >= 1000:
            return self._unit(round(value / 1000, 1), "gigabyte")
        return self._unit(round(value), "megabyte")

    def _unit(self, count: float, unit: str) -> str:
        return str(babel_units.format_unit(count, unit, length="short", locale=self.locale))

    def _at(self, day: str, microseconds: int) -> str:
        """A day and its time, in the order of the language."""
        return (
            str(self.locale.datetime_formats["medium"]).replace("'", "").format(self.clock(microseconds), day)
        )

    def _written(self, skeleton: str, day: date) -> str:
        """A day by a skeleton of CLDR such as `yMMMd`, in the order and with the words of the language."""
        return self._dated(str(self.locale.datetime_skeletons[skeleton]), day)

    def _dated(self, pattern: str, day: date) -> str:
        """A day by a pattern of CLDR. In Thai the year is that of the Buddhist era, as on every bill in Thailand."""
        if self.locale.language == "th":
            pattern = pattern.replace("G ", "").replace("y", f"'{day.year + BUDDHIST_ERA}'")
        return str(babel_dates.format_date(day, pattern, locale=self.locale))

    def _date(self, value: int | date | str) -> date | None:
        """The day that a moment, a date or a text names; None if the text names none."""
        if isinstance(value, str):
            try:
                return date.fromisoformat(value[:10])
            except ValueError:
                return None
        return self.moment(value).date() if isinstance(value, int) else value

    # -- lists

    def together(self, several: Sequence[str]) -> str:
        """Things one after the other: `roaming, data and calls`, `roaming、data和calls`."""
        return str(babel_lists.format_list(list(several), locale=self.locale))

    # -- names

    def language(self, tag: str) -> str:
        """What a language is called: `Filipino` for `fil`; the tag itself if it is unknown."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def country(self, code: str) -> str:
        """What a country is called: `Thailand` for `TH`; the code itself if it is unknown."""
        return str(self.locale.territories.get(code.upper(), code))


def phone(number: str) -> str:
    """An E.164 number in the groups people read it in: `+63 917 555 0101`; others as they are."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """How many digits the minor unit of a currency has: 2 for PHP, 0 for JPY and VND, 3 for KWD (CLDR)."""
    try:
        return int(babel_numbers.get_currency_precision(currency))
    except (KeyError, ValueError):
        return 2


def moment_of(text: str) -> int | None:
    """ISO 8601 text as microseconds since 1970 (UTC where it names no zone); None if it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return round((found - _EPOCH) / timedelta(microseconds=1))


@lru_cache
def locale_of(language: str) -> Locale:
    """The locale of a language tag, or the nearest that is known; English where none is."""
    tag = language
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return Locale("en")


def money_like(value: Any) -> bool:
    """Whether a value looks like money as events carry it."""
    return isinstance(value, Mapping) and set(value) == {"amount", "currency"}
