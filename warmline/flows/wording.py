"""Warmline's own sentences in flows: said in the language of the session."""


def word(language: str, sentence: str, **values: object) -> str:
    """A sentence, with values in its braces."""
    return sentence.format(**values) if values else sentence
