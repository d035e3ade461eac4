"""How a word of a name sounds, roughly: what people mishear or spell otherwise falls together."""

import re
from functools import lru_cache

_LATIN = (
    ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ch", "x"), ("sh", "x"), ("th", "t"), ("ll", "y"), ("gh", "g"), ("tz", "s"),
    ("ng", "n"), ("ce", "se"), ("ci", "si"), ("ge", "he"), ("gi", "hi"), ("c", "k"), ("q", "k"), ("z", "s"), ("v", "b"),
    ("f", "p"), ("j", "h"), ("w", "u"), ("y", "i"), ("h", ""),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+")
_THAI = str.maketrans(
    {
        sign: heard
        for heard, signs in {
            "ส": "ซศษ", "ย": "ญ", "น": "ณ", "ล": "ฬร", "ท": "ธฑฒถฐตฏดฎ", "ค": "ฆข", "พ": "ภผ", "ฟ": "ฝ", "ช": "ฌฉ",
        }.items()
        for sign in signs
    }
)  # fmt: skip
_SILENCED = re.compile("[\u0e01-\u0e2e][\u0e34-\u0e3a]?\u0e4c")
"""A consonant under the sign that makes it silent."""
_NOT_CONSONANT = re.compile("[^\u0e01-\u0e2e]")


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The sound of a word of a name, already without accents: its consonants, those alike written alike."""
    if word.isascii():
        return _latin(word)
    if any("\u0e01" <= sign <= "\u0e2e" for sign in word):
        return _DOUBLED.sub(r"\1", _NOT_CONSONANT.sub("", _SILENCED.sub("", word)).translate(_THAI))
    return word


def _latin(word: str) -> str:
    for written, heard in _LATIN:
        word = word.replace(written, heard)
    if not word:
        return ""
    first = "a" if word[0] in "aeiou" else word[0]
    return _DOUBLED.sub(r"\1", first + word[1:].translate(_VOWELS))
