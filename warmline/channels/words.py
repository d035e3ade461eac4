"""What Warmline itself says to customers on their screens, in their language."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locale"
SOURCE = "en"
"""The language that the texts are written in, in the code."""


class Words:
    """The texts in one language; what a catalogue does not have is said in English."""

    def __init__(self, tag: str) -> None:
        self.tag = nearest(tag)
        self._catalogue = _catalogue(self.tag)

    def text(self, message: str, **values: Any) -> str:
        """A text, with `{name}` replaced by what is given."""
        said = self._catalogue.gettext(message)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int, **values: Any) -> str:
        """A text for `n` things, by the rule of the language."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)

    def forms(self, one: str, many: str) -> list[str]:
        """The texts for one thing and for several, for a page that counts by itself."""
        return [self._catalogue.ngettext(one, many, n) for n in (1, 5)]


@cache
def tags() -> tuple[str, ...]:
    """The languages that there are texts for."""
    return tuple(sorted([SOURCE, *(path.stem for path in FOLDER.glob("*.po"))]))


def nearest(tag: str) -> str:
    """The language with texts that is nearest to a tag: `zh-Hant` for `zh-TW`, `fil` for `tl`."""
    known = tags()
    if tag in known:
        return tag
    parts = tag.replace("_", "-").casefold().split("-")
    if parts[0] == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-Hans"
    main = {"tl": "fil"}.get(parts[0], parts[0])
    return main if main in known else SOURCE


@cache
def _catalogue(tag: str) -> NullTranslations:
    path = FOLDER / f"{tag}.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return GNUTranslations(compiled)
