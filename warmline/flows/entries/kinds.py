"""From an entry to a value of the kind that was asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from warmline.flows.entries.amounts import amount
from warmline.flows.entries.days import day
from warmline.flows.entries.digits import account, digits, phone, postcode
from warmline.flows.prompts import FieldKind

LONGEST = 500
"""Characters of a text that are kept."""
KINDS: tuple[FieldKind, ...] = (
    "digits",
    "account",
    "amount",
    "date",
    "phone",
    "postcode",
    "choice",
    "text",
    "code",
    "email",
    "name",
)
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}\.[^@\s,;<>.]{2,60}")


@dataclass(frozen=True, slots=True)
class Asking:
    """What an entry is read by: the kind, the reader's language, the country, the currency, the day it is."""

    kind: FieldKind
    language: str
    region: str
    currency: str
    today: date
    length: int = 0


def read(entries: Sequence[str], asking: Asking) -> Any:
    """The value of the first entry that is one, as a session keeps it; None where none is."""
    for entry in entries:
        value = _read(entry[:LONGEST], asking)
        if value is not None:
            return value
    return None


def _read(entry: str, asking: Asking) -> Any:
    match asking.kind:
        case "digits" | "code":
            found = digits(entry)
            return found if found and (not asking.length or len(found) == asking.length) else None
        case "account":
            found = account(entry)
            return found if found and (not asking.length or len(found) == asking.length) else None
        case "postcode":
            return postcode(entry)
        case "phone":
            return phone(entry, asking.region)
        case "amount":
            minor = amount(entry, asking.currency, asking.language)
            return None if minor is None else {"amount": minor, "currency": asking.currency}
        case "date":
            found_day = day(entry, asking.language, asking.today)
            return None if found_day is None else found_day.isoformat()
        case "email":
            text = entry.strip()
            return text if _EMAIL.fullmatch(text) else None
        case _:
            text = " ".join(entry.split())
            return text[:LONGEST] or None
