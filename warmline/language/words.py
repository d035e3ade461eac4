"""What Warmline itself says to customers, in six languages: buttons, questions, apologies.

    words = Words("th")
    words.text("A person")                                              # "คุยกับเจ้าหน้าที่"
    words.text("{name} is here", name="Ana")
    words.plural("Enter {n} digit.", "Enter {n} digits.", 3, n=3)

The texts stand in `words/en.po`, their translations beside it under the same msgid. A business says its own in its
folder (`locale/`).
"""

from functools import lru_cache
from pathlib import Path

from warmline.language.braces import split
from warmline.language.catalogue import Catalogue, Entry, read_catalogue

FOLDER = Path(__file__).parent / "words"
SOURCE = "en"
LANGUAGES = (SOURCE, "zh-Hans", "zh-Hant", "th", "vi", "fil")


class UnknownWords(LookupError):
    """A text that is not in `words/en.po`."""


class Words:
    """Warmline's own texts in the language `tag`, or in the nearest there is; in English where none is near."""

    __slots__ = ("_catalogue", "_source", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = nearest(tag)
        self._source = catalogue(SOURCE)
        self._catalogue = catalogue(self.tag)

    def text(self, source: str, /, **values: object) -> str:
        """A text, its parts in braces replaced by values of their name. Raises UnknownWords.

        Values are said as they are: write numbers and times with `Formats` before.
        """
        return _filled(self._found(source).forms[0], values)

    def plural(self, one: str, other: str, number: int, /, **values: object) -> str:
        """The text for a number: `one` and `other` are its English. Raises UnknownWords."""
        found = self._found(one)
        if found.other != other:
            raise UnknownWords(f"words/en.po has {one!r} with another plural than {other!r}")
        return _filled(self._catalogue.form(found, number), values)

    def _found(self, source: str) -> Entry:
        found = self._catalogue.find(source) or self._source.find(source)
        if found is None:
            raise UnknownWords(f"words/en.po has no {source!r}")
        return found


@lru_cache(maxsize=256)
def nearest(tag: str) -> str:
    """The one of Warmline's languages that comes nearest to a tag: `zh-Hant` for `zh-Hant-HK` and for `zh-TW`."""
    exact = {known.casefold(): known for known in LANGUAGES}
    wanted = tag.replace("_", "-").casefold()
    while wanted:
        if wanted in _MEANT or wanted in exact:
            return _MEANT.get(wanted) or exact[wanted]
        wanted = wanted.rpartition("-")[0]
    return SOURCE


_MEANT = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "yue": "zh-Hant",
    "tl": "fil",
}


@lru_cache
def catalogue(tag: str) -> Catalogue:
    """The catalogue of Warmline's own texts in one of its languages."""
    return read_catalogue((FOLDER / f"{tag}.po").read_text("utf-8"), tag)


def _filled(form: str, values: dict[str, object]) -> str:
    if "{" not in form:
        return form
    return "".join([str(values[part]) if braced else part for part, braced in _parts(form)])


@lru_cache(maxsize=2_000)
def _parts(form: str) -> tuple[tuple[str, bool], ...]:
    return tuple(split(form))
