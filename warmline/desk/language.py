"""What a page says to one reader: words in their language, values formatted for them."""

from typing import Any

from warmline.desk.translations import translations
from warmline.language.formats import Formats, minor_digits
from warmline.language.messages import Message, Value, worded
from warmline.language.words import nearest


class Language(Formats):
    """Formats, and the texts of the desk in the one of its languages that is nearest."""

    def __init__(self, language: str, timezone: str, now: int) -> None:
        super().__init__(language, timezone, now)
        self.spoken = nearest(language)
        """The language of the texts, for the `lang` of a page."""
        self.translations = translations(self.spoken)

    def text(self, message: str, **values: Any) -> str:
        """A text, with `%(name)s` replaced by what is given."""
        found = self.translations.gettext(message) if message else ""
        return found % values if values else found

    def said(self, message: Value) -> str:
        """What a room below says, which knows no languages."""
        found = Message(message) if isinstance(message, str) else message
        return worded(found, self, self.translations.gettext)

    def plural(self, one: str, many: str, n: float, **values: Any) -> str:
        """A text for a number of things; `%(n)s` is the number, formatted."""
        return self.translations.ngettext(one, many, int(n)) % {"n": self.number(n), **values}

    def price(self, amount: float, currency: str) -> str:
        """An amount in major units, as conditions and offers count: `₱180.00`."""
        return self.money(round(amount * 10 ** minor_digits(currency)), currency)
