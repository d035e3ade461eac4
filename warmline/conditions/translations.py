"""All that customers are told by a business: what there is to translate, and what is not translated yet.

    SECTIONS = (DECISIONS, FLOWS, TEXTS)         # after all sections that tell customers something
    TEXTS.of(business)                           # every text, once

A section tells something if what it read has `texts`.
"""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from warmline.business.catalogues import PATTERN, catalogue_path
from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.conditions.said import Wording
from warmline.language.braces import split
from warmline.language.updating import ToTranslate


@runtime_checkable
class Tells(Protocol):
    """What a section read, if there is something in it that customers are told."""

    @property
    def texts(self) -> tuple[Wording, ...]:
        """The texts, as they are written."""
        ...


def missing(business: Business, tag: str, texts: Iterable[Wording]) -> list[Wording]:
    """The texts that have no translation into a language; one that nobody has looked at is none."""
    catalogue = business.catalogues.get(tag)
    return [
        text
        for text in texts
        if has_words(text.source) and (catalogue is None or catalogue.find(text.source) is None)
    ]


def has_words(source: str) -> bool:
    """Whether there is something to translate: not where a text is a fact or a number alone, as `{invoice.total}`."""
    return any(char.isalpha() for part, is_fact in split(source) if not is_fact for char in part)


def to_translate(texts: Iterable[Wording]) -> list[ToTranslate]:
    """Each text once that has words in it, with all the places where it is said."""
    found: dict[str, ToTranslate] = {}
    for text in filter(lambda text: has_words(text.source), texts):
        known = found.get(text.source)
        if known is None or (text.other and not known.other):
            places = known.places if known else []
            found[text.source] = ToTranslate(text.source, text.other, text.about, places)
        found[text.source].places.append((text.file, text.line))
    return list(found.values())


def _read(folder: Folder, business: Business, report: Report) -> tuple[Wording, ...]:
    told = [section for section in business.sections.values() if isinstance(section, Tells)]
    texts = tuple(text for section in told for text in section.texts)
    for tag in business.languages[1:]:
        _warn(tag, missing(business, tag, texts), report)
    return texts


def _warn(tag: str, without: list[Wording], report: Report) -> None:
    """The folder is used all the same: what is missing is said as it was written."""
    sources = list(dict.fromkeys(text.source for text in without))
    if not sources:
        return
    what = "1 text has no translation" if len(sources) == 1 else f"{len(sources)} texts have no translation"
    first = without[0]
    remedy = (
        f"such as {first.file}:{first.line}; warmline texts BUSINESS --language {tag} --write puts them here"
    )
    report.warning(catalogue_path(tag), 0, what, remedy)


TEXTS = Section("texts", (PATTERN,), _read)
"""Ask it for all texts that customers are told: `TEXTS.of(business)`."""
