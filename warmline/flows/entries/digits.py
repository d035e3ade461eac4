"""Digits as people write, key and say them: in any script, in groups, with an O for a 0."""

import unicodedata

import phonenumbers

_ALIKE = {"o": "0", "O": "0", "l": "1", "I": "1", "〇": "0", "零": "0"}
_BETWEEN = set(" -.,/()#\u00a0\u200b")


def digits(text: str) -> str | None:
    """The digits of an entry, None where it holds anything else."""
    found = []
    for char in text.strip():
        if char in _BETWEEN:
            continue
        value = unicodedata.digit(char, None)
        if value is None and char not in _ALIKE:
            return None
        found.append(str(value) if value is not None else _ALIKE[char])
    return "".join(found) if any(char.isdigit() for char in text) else None


def account(text: str) -> str | None:
    """An account number: digits, perhaps with letters before them."""
    kept = "".join(unicodedata.normalize("NFKC", char) for char in text.strip() if char not in _BETWEEN)
    number = digits(kept)
    if number is not None:
        return number if 3 <= len(number) <= 30 else None
    plain = kept.isascii() and kept.isalnum() and any(char.isdigit() for char in kept)
    return kept.upper() if plain and 3 <= len(kept) <= 30 else None


def postcode(text: str) -> str | None:
    """A postcode: 3 to 10 letters and digits, at least one of them a digit."""
    number = digits(text)
    if number is not None:
        return number if 3 <= len(number) <= 10 else None
    kept = "".join(unicodedata.normalize("NFKC", char) for char in text.strip() if char not in _BETWEEN)
    fine = kept.isascii() and kept.isalnum() and any(char.isdigit() for char in kept) and 3 <= len(kept) <= 10
    return kept.upper() if fine else None


def phone(text: str, region: str) -> str | None:
    """A phone number in E.164, read as it is dialled in a country."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
