"""Translations of one language, as gettext catalogues (`.po` files) hold them.

    catalogue = read_catalogue(Path("locale/th.po").read_text(), "th")
    catalogue.text("Your bill")         # "ใบแจ้งหนี้ของคุณ", or "Your bill" where it is missing
    catalogue.plural("One bill is open.", "{count} bills are open.", 3)

A translation that is empty, or marked fuzzy (nobody has looked at it since the source changed), counts as missing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from gettext import c2py
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser

from warmline.language.braces import Unbalanced, in_braces
from warmline.language.formats import locale_of

_LINE = re.compile(
    r"(?:#~\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)\s+)?\"(?:[^\"\\]|\\.)*\""
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a catalogue: its line (from 1; 0 for all of it), what, and what to do."""

    line: int
    what: str
    remedy: str


class CatalogueError(ValueError):
    """A catalogue cannot be read at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and its translation: one form, or one for each plural of the language; none where it is missing.

    `other` is the source's plural, "" where it has none. `fuzzy` says that there are forms nobody has looked at.
    """

    source: str
    forms: tuple[str, ...]
    other: str = ""
    context: str = ""
    line: int = 0
    fuzzy: bool = False


class Catalogue:
    """The translations into one language. `plural_of` says which plural form a number takes."""

    def __init__(
        self, tag: str, entries: Iterable[Entry] = (), plural_of: Callable[[int], int] = lambda n: 0
    ) -> None:
        self.tag = tag
        self.plural_of = plural_of
        self._entries = {(entry.context, entry.source): entry for entry in entries}
        self.faults: tuple[Fault, ...] = tuple(self._faults())

    @property
    def entries(self) -> list[Entry]:
        """All of it, what is missing included, in the order of the file."""
        return list(self._entries.values())

    def find(self, source: str, context: str = "") -> Entry | None:
        """The translation of a text; None where it is missing."""
        entry = self._entries.get((context, source))
        return entry if entry is not None and entry.forms and not entry.fuzzy else None

    def text(self, source: str, context: str = "") -> str:
        """A text in this language, or as it is where its translation is missing."""
        entry = self.find(source, context)
        return entry.forms[0] if entry else source

    def plural(self, one: str, other: str, n: int, context: str = "") -> str:
        """The text for a number, or the English of it where its translation is missing."""
        entry = self.find(one, context)
        if entry is None:
            return one if n == 1 else other
        return self.form(entry, n)

    def form(self, entry: Entry, n: int) -> str:
        """The form that a number takes."""
        return entry.forms[min(self.plural_of(abs(n)), len(entry.forms) - 1)]

    def _faults(self) -> Iterable[Fault]:
        """Translations that say other facts than their source."""
        for entry in self._entries.values():
            if entry.forms and not entry.fuzzy and (fault := _differs(entry)):
                yield fault


def read_catalogue(content: str, tag: str) -> Catalogue:
    """The catalogue that a .po file holds. Raises CatalogueError where it is none."""
    lines = content.splitlines()
    for number, line in enumerate(lines, 1):
        if (text := line.strip()) and (text[0] != "#" or text[:2] == "#~") and not _LINE.fullmatch(text):
            what = "is not a line of a catalogue"
            raise CatalogueError(
                Fault(number, what, 'write msgid "…" or msgstr "…", each quotation mark closed')
            )
    read = _Read(locale=locale_of(tag))
    try:
        PoFileParser(read, abort_invalid=True).parse(lines)
        plural_of = c2py(read.plural_expr)
    except PoFileError as error:
        raise CatalogueError(Fault(error.lineno + 1, str(error), "see docs/how-to/translate.md")) from None
    except (ValueError, LookupError, AttributeError, TypeError, RuntimeError) as error:
        raise CatalogueError(Fault(0, f"cannot be read: {error}", "see docs/how-to/translate.md")) from None
    catalogue = Catalogue(tag, (_entry(message) for message in read if message.id), plural_of)
    catalogue.faults = (*read.twice, *catalogue.faults)
    return catalogue


class _Read(Catalog):
    """A catalogue of Babel that notices what stands twice, which Babel passes over."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.twice: list[Fault] = []

    def __setitem__(self, id: Any, message: Message) -> None:
        before = self.get(id, message.context) if id else None
        if before is not None:
            remedy = f"it is in line {before.lineno} already: keep one"
            self.twice.append(Fault(message.lineno or 0, f"{_shown(message)} stands twice", remedy))
            return
        super().__setitem__(id, message)


def _entry(message: Message) -> Entry:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return Entry(
        source=str(sources[0]),
        other=str(sources[1]) if len(sources) > 1 else "",
        context=message.context or "",
        forms=tuple(str(form) for form in forms) if all(forms) else (),
        line=message.lineno or 0,
        fuzzy=message.fuzzy,
    )


def _differs(entry: Entry) -> Fault | None:
    """What is wrong where a translation has other expressions in braces than its source.

    A plural form may leave out the number: "one bill" needs none.
    """
    try:
        wanted = {*in_braces(entry.source), *in_braces(entry.other)}
    except Unbalanced:
        return None  # the source is reported where it stands
    for form in entry.forms:
        try:
            found = set(in_braces(form))
        except Unbalanced as error:
            return Fault(entry.line, f"{_short(form)}: {error.what}", error.remedy)
        if strange := found - wanted:
            remedy = "use those of the source: " + ", ".join(f"{{{one}}}" for one in sorted(wanted))
            what = f"{_short(form)} says {{{min(strange)}}}, which its source does not"
            return Fault(entry.line, what, remedy if wanted else "its source has nothing in braces")
        if lost := wanted - found - ({"count", "n"} if entry.other else set()):
            what = f"{_short(form)} leaves out {{{min(lost)}}}"
            return Fault(
                entry.line, what, "put it where it belongs in your language, as it is written in the source"
            )
    return None


def _shown(message: Message) -> str:
    return _short(str(message.id[0] if isinstance(message.id, tuple) else message.id))


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
