"""A small business with a few articles, for tests to search in or to break."""

from pathlib import Path

from tests.business.sound_business import FILES
from warmline.business.load import load, load_files
from warmline.business.model import Business, BusinessError, Problem
from warmline.knowledge.model import Article
from warmline.knowledge.reading import KNOWLEDGE

SAMPLE = Path(__file__).parent.parent.parent / "examples" / "mobile-operator"


def article(name: str, language: str = "en", title: str = "", text: str = "", **more: object) -> Article:
    """An article in which whatever a test does not care about is filled in."""
    written = text or f"All about {name}."
    return Article(name=name, language=language, title=title or name, text=written, summary=written, **more)  # type: ignore[arg-type]


def markdown(title: str = "Late fees", text: str = "There are none.", more: str = "") -> str:
    """A file of an article."""
    return f"---\ntitle: {title}\n{more}---\n{text}\n"


def business(files: dict[str, str]) -> Business:
    """A sound business (English, Filipino, Simplified Chinese) with these files beside its own."""
    own = {name: content.encode() for name, content in FILES.items()}
    return load_files({**own, **{name: content.encode() for name, content in files.items()}}, [KNOWLEDGE])


def problems(files: dict[str, str]) -> list[Problem]:
    """What is said of these files: why the business is refused, or what it is warned of."""
    try:
        return list(business(files).warnings)
    except BusinessError as error:
        return error.problems


def sample() -> Business:
    """The sample business, its articles alone."""
    return load(SAMPLE, [KNOWLEDGE])
