"""What the desk says, in its six languages: gettext catalogues that are read when a language is first spoken.

English is what the texts are written in. `texts/<language>.po` holds the others; `python -m tests.desk.texts` puts in
what is new and takes out what nobody says any more.
"""

import re
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from warmline.language.words import LANGUAGES

FOLDER = Path(__file__).parent / "texts"
SCRIPTS = Path(__file__).parent / "static" / "js"
IN_A_SCRIPT = re.compile(r"""\bspoken\(\s*"((?:[^"\\]|\\.)*)\"""")


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> NullTranslations:
    """The catalogue of one of `LANGUAGES`; texts that it lacks are said in English."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=1)
def of_scripts() -> tuple[str, ...]:
    """What the scripts of the desk say, in English."""
    found = {text for path in SCRIPTS.glob("*.js") for text in IN_A_SCRIPT.findall(path.read_text("utf-8"))}
    return tuple(sorted(found))


def in_scripts(spoken: NullTranslations) -> dict[str, str]:
    """The same with its translations, for a page to carry."""
    return {text: spoken.gettext(text) for text in of_scripts()}
