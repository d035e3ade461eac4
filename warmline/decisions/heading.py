"""The first line about a customer: who it is, in a few words each, from what a business declares of them."""

from typing import Any

from warmline.conditions.known import Find
from warmline.language.formats import Formats, moment_of

MONTH = 30.44 * 86_400 * 1_000_000


def heading(name: str, tier: str, find: Find, formats: Formats) -> list[str]:
    """`Maria Santos`, `gold`, `38 months with us`, `Filipino`, `1 outage now`, `2 contacts in 7 days`.

    `find` gives the fields of the profile; those a business does not declare are left out.
    """
    parts = [name or "Nobody known by name", tier or _text(find("value_tier"))]
    if (months := _months(find("customer_since"), formats)) is not None:
        parts.append(_count(months, "month") + " with us")
    if language := _text(find("language")):
        parts.append(formats.language(language))
    parts += [_many(find("outages"), "outage"), _many(find("open_cases"), "open case")]
    if isinstance(contacts := find("contacts_7d"), int) and contacts:
        parts.append(_count(contacts, "contact") + " in 7 days")
    parts += [f"{one['id'].replace('_', ' ')} in mind" for one in find("situations") or ()][:3]
    return [part for part in parts if part]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _months(since: Any, formats: Formats) -> int | None:
    began = moment_of(since) if isinstance(since, str) else None
    return None if began is None or began > formats.now else int((formats.now - began) // MONTH)


def _many(value: Any, noun: str) -> str:
    return f"{_count(len(value), noun)} now" if isinstance(value, list) and value else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
