"""How an entry is written: an example before, a sentence of it for somebody who was not understood."""

from functools import lru_cache

import phonenumbers

from warmline.flows.entries.kinds import Asking
from warmline.flows.prompts import FieldKind
from warmline.language.formats import Formats, minor_digits

DAY = 86_400_000_000
_SENTENCES: dict[FieldKind, str] = {
    "digits": "Please enter digits only.",
    "code": "Please enter digits only.",
    "amount": "Please enter an amount, such as {example}.",
    "date": "Please enter a date, such as {example}.",
    "account": "Please enter your account number, such as {example}.",
    "postcode": "Please enter a postcode, such as {example}.",
    "phone": "Please enter a phone number, such as {example}.",
    "email": "Please enter an e-mail address, such as {example}.",
    "name": "Please enter your name.",
    "text": "Please write your answer.",
    "choice": "Please choose one of these.",
}


SHOWN: frozenset[FieldKind] = frozenset({"date", "phone", "email"})
"""Kinds that are easier to enter for somebody who has seen one."""
MISSED = "I did not understand that."


def hint(asking: Asking, formats: Formats, written: str = "") -> tuple[str, dict[str, str]]:
    """One of Warmline's own sentences, and the example in it where it has one; `written` is the business's own."""
    sentence = _SENTENCES.get(asking.kind, MISSED)
    if "{example}" not in sentence:
        return sentence, {}
    found = written or _example(asking, formats)
    return (sentence, {"example": found}) if found else (MISSED, {})


def example(asking: Asking, formats: Formats, written: str = "") -> str:
    """What is shown beside a question before anything is entered; "" where an example would only be in the way.

    Nobody is shown an amount, as they might take it for what we expect of them.
    """
    return written or (_example(asking, formats) if asking.kind in SHOWN else "")


def _example(asking: Asking, formats: Formats) -> str:
    match asking.kind:
        case "amount":
            return formats.money(500 * 10 ** minor_digits(asking.currency), asking.currency)
        case "date":
            return formats.day(formats.now + 7 * DAY)
        case "phone":
            return phone(asking.region)
        case "email":
            return "maria@example.com"
        case _:
            return ""


@lru_cache
def phone(region: str) -> str:
    """A phone number of a country, as it is dialled from anywhere."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return "+63 905 123 4567"
    return str(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
