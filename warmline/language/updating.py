"""Bringing a catalogue up to date with what there is to translate: nothing of a translator's work is lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from warmline.language.formats import locale_of

_HEADER = re.compile(r'\ufeff?(?:#(?![~,:.|])[^\n]*\n|[ \t]*\n)*msgid ""\nmsgstr [^\n]*\n(?:"[^\n]*\n)*')
_WIDTH = 110
_NOT_OURS = {"python-format", "python-brace-format"}
"""What Babel makes of percent signs and braces; tools of translators would check them by other rules than ours."""


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """A text that customers are told, and where. `about` says what it is; `other` is its plural, "" without."""

    source: str
    other: str = ""
    about: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)


def updated(content: str, tag: str, texts: Iterable[ToTranslate]) -> str:
    """A catalogue (what its file holds, "" if there is none yet) with exactly these texts.

    Translations stay. One whose source changed a little is kept and marked fuzzy, with the source it was made for. What
    is no longer said stays at the end as `#~`, and comes back if it is said again. The header is left as it is.
    """
    wanted = Catalog(locale=locale_of(tag))
    for text in texts:
        id = (text.source, text.other) if text.other else text.source
        wanted.add(id, locations=text.places, auto_comments=[text.about] if text.about else [])
    catalogue = read_po(BytesIO(content.encode()), locale=locale_of(tag), abort_invalid=True)
    for key, message in list(catalogue.obsolete.items()):
        if wanted.get(message.id, message.context) is not None:
            del catalogue.obsolete[key]
            catalogue[message.id] = message
    catalogue.update(wanted, update_header_comment=False)
    for message in (*catalogue, *catalogue.obsolete.values()):
        message.flags -= _NOT_OURS
    written = BytesIO()
    write_po(written, catalogue, width=_WIDTH, omit_header=True, include_previous=True)
    header = _HEADER.match(content)
    begin = header[0].rstrip("\n") if header else _header(catalogue, tag)
    return f"{begin}\n\n{written.getvalue().decode().strip()}\n"


def _header(catalogue: Catalog, tag: str) -> str:
    rule = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {tag}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"'
    )
