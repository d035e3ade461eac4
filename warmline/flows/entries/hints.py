"""What is said to somebody whose entry was not understood: how one is written, with an example."""

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
    "phone": "Please enter a phone number, such as {example}.",
    "email": "Please enter an e-mail address, such as {example}.",
    "name": "Please enter your name.",
    "text": "Please write your answer.",
    "choice": "Please choose one of these.",
}


def hint(asking: Asking, formats: Formats) -> tuple[str, dict[str, str]]:
    """One of Warmline's own sentences, and the example in it where it has one."""
    sentence = _SENTENCES.get(asking.kind, "I did not understand that.")
    if "{example}" not in sentence:
        return sentence, {}
    return sentence, {"example": _example(asking, formats)}


def _example(asking: Asking, formats: Formats) -> str:
    match asking.kind:
        case "amount":
            return formats.money(500 * 10 ** minor_digits(asking.currency), asking.currency)
        case "date":
            return formats.day(formats.now + 7 * DAY)
        case "phone":
            return _phone(asking.region)
        case _:
            return "maria@example.com"


@lru_cache
def _phone(region: str) -> str:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return "+63 905 123 4567"
    return str(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
