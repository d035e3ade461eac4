"""Suggestions for a word that is not known: the nearest known one, and what is known."""

from collections.abc import Iterable
from difflib import get_close_matches

LISTED = 16


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that `word` most resembles, whatever its case, or "" if none comes near."""
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    found = get_close_matches(word[:100].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """A remedy: `did you mean invoices? known: invoices, payments`.

    A long list is left out where there is a good guess, and cut where there is none.
    """
    words = list(known)
    guess = nearest(word, words)
    if guess and len(words) > LISTED:
        return f"did you mean {guess}?"
    listed = ", ".join(words[:LISTED])
    if len(words) > LISTED:
        listed += f" and {len(words) - LISTED} more"
    return f"did you mean {guess}? known: {listed}" if guess else f"known: {listed or 'none'}"
