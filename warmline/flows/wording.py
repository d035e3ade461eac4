"""Warmline's own sentences in flows: said in the language of the session."""

from functools import lru_cache

from warmline.language.words import Words

_words = lru_cache(maxsize=64)(Words)


def word(language: str, sentence: str, **values: object) -> str:
    """A sentence, with values in its braces."""
    return _fixed(language, sentence) if not values else _words(language).text(sentence, **values)


def plural(language: str, one: str, other: str, number: int, **values: object) -> str:
    """A sentence in the form for a number."""
    return _words(language).plural(one, other, number, **values)


@lru_cache(maxsize=2_000)
def _fixed(language: str, sentence: str) -> str:
    return _words(language).text(sentence)
