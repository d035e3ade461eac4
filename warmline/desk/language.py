"""What a page says to one reader: words in their language, values formatted for them."""

from gettext import NullTranslations
from typing import Any

from warmline.language.formats import Formats, minor_digits


class Language(Formats):
    """Formats, and the texts of the desk. English is what the texts are written in; catalogues come with gettext."""

    translations = NullTranslations()
    spoken = "en"
    """The language of the texts, for the `lang` of a page."""

    def text(self, message: str, **values: Any) -> str:
        """A text, with `%(name)s` replaced by what is given."""
        found = self.translations.gettext(message)
        return found % values if values else found

    def plural(self, one: str, many: str, n: float, **values: Any) -> str:
        """A text for a number of things; `%(n)s` is the number, formatted."""
        return self.translations.ngettext(one, many, int(n)) % {"n": self.number(n), **values}

    def price(self, amount: float, currency: str) -> str:
        """An amount in major units, as conditions and offers count: `₱180.00`."""
        return self.money(round(amount * 10 ** minor_digits(currency)), currency)
