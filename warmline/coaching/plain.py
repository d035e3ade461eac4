"""Texts as they are compared with word lists: one spelling for whatever is read alike.

    plain("I've TOLD you... sooooo many times!!", accents=False)    # " ive told you . so many times . "

Case, width, apostrophes and repeated letters are levelled, Traditional characters are Simplified ones, and the spaces
between words of Thai and Chinese are left out. Every word has a space on either side; a full stop stands wherever a
sentence ends.
"""

import re
import unicodedata
from functools import lru_cache

from warmline.language.chinese import HAN, simplified

LONGEST = 2_000
"""Characters that are looked at: whoever writes more has said it by then."""
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_ENDS = re.compile("[.!?;:。！？；…\n]+")
_KEPT = re.compile(r"[^\w.\u0e01-\u0e4e\u2600-\u27bf\U0001f300-\U0001faff]+|_")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_MARKS = re.compile("[\u0300-\u036f]")
_SELECTORS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u200d]")
_EMOJI = re.compile("([\u2600-\u27bf\U0001f300-\U0001faff])")
_UNSPACED = f"{HAN}\u0e01-\u0e4e"
_INNER_SPACE = re.compile(f"(?<=[{_UNSPACED}]) +(?=[{_UNSPACED}])")
_SEAM = re.compile(f"(?<=[{_UNSPACED}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{_UNSPACED}])")
_HAS_HAN = re.compile(f"[{HAN}]")
_ACCENTED = re.compile("[\u00e0-\u00f6\u00f8-\u00ff\u0103\u0111\u0129\u0169\u01a1\u01b0\u1ea0-\u1ef9]")
_PLACED = re.compile("(o)([àáảãạ])|(u)([ỳýỷỹỵ])")
_MOVED = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
"""Two customs of where a tone mark stands; the older one is taken."""


@lru_cache(maxsize=64)  # what somebody says is compared with several lists
def plain(text: str, *, accents: bool) -> str:
    """A text as it is compared, with the accents of Latin letters or without."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    folded = _SELECTORS.sub("", _APOSTROPHES.sub("", folded))
    if accents:
        folded = _PLACED.sub(lambda found: _MOVED[found[0]], folded)
    elif not folded.isascii():
        bare = _MARKS.sub("", unicodedata.normalize("NFD", folded)).replace("đ", "d")
        folded = unicodedata.normalize("NFC", bare)
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded)
        if _HAS_HAN.search(folded):
            folded = folded.translate(simplified())
        folded = _EMOJI.sub(r" \1 ", folded)
    folded = _KEPT.sub(" ", _ENDS.sub(" . ", folded))
    folded = _REPEATED.sub(r"\1", folded)
    if not folded.isascii():
        folded = _SEAM.sub(" ", _INNER_SPACE.sub("", folded))
    return f" {' '.join(folded.split())} "


def is_accented(text: str) -> bool:
    """Whether somebody writes Latin letters with their accents: then they matter, above all in Vietnamese."""
    return bool(_ACCENTED.search(unicodedata.normalize("NFC", text.casefold())))
