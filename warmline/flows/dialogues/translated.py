"""Whether a session in another language says the same as the one in the language that texts are written in."""

import re
from collections.abc import Iterator

from warmline.business.model import Business
from warmline.flows.dialogues.side import Side
from warmline.flows.effects import Do, LookUp, Outcome
from warmline.flows.prompts import Prompt

SAME = (LookUp, Do, Outcome)
"""What must be wanted with the very same arguments, whichever language is spoken."""
_WORD = re.compile(r"[A-Za-z]{4,}")


def untranslated(written: Side, other: Side, business: Business) -> Iterator[str]:
    """What the other session says differently in kind, or in the words of the first."""
    language = other.session.language
    if len(written.heard) != len(other.heard):
        yield f"says {len(other.heard)} things in {language}, and {len(written.heard)} as written"
        return
    if written.session.stack != other.session.stack:
        yield f"is at {_at(other)} in {language}, and at {_at(written)} as written"
        return
    wanted, others = ([one for one in side.wanted if isinstance(one, SAME)] for side in (written, other))
    if wanted != others:
        yield f"wants {others} in {language}, and {wanted} as written"
    for one, another in zip(written.heard, other.heard, strict=True):
        yield from _prompts(one, another, language, business)


def _prompts(written: Prompt, other: Prompt, language: str, business: Business) -> Iterator[str]:
    names, others = ([option.name for option in prompt.options] for prompt in (written, other))
    if names != others:
        yield f"offers {', '.join(others)} in {language}, and {', '.join(names)} as written"
        return
    if len(written.texts) != len(other.texts):
        yield f"says {len(other.texts)} texts in {language}, and {len(written.texts)} as written"
        return
    pairs: list[tuple[str, str]] = []
    if not written.article:  # articles are found in the language of their reader, or in another
        pairs += zip(written.texts, other.texts, strict=True)
    pairs += [(one.label, two.label) for one, two in zip(written.options, other.options, strict=True)]
    pairs += [(one[0], two[0]) for one, two in zip(written.receipt, other.receipt, strict=True)]
    catalogue = business.catalogues.get(language)
    for text, said in pairs:
        if text == said and _WORD.search(text) and (catalogue is None or catalogue.find(text) is None):
            yield f'says "{text[:60]}" in {language} as it is written'


def _at(side: Side) -> str:
    stack = side.session.stack
    return f"{stack[-1].flow}.{stack[-1].step}" if stack else "the end"
