"""Texts as index terms: whatever means the same to who types it becomes the same term.

    terms("Nạp tiền")         # ["nap", "tien"]
    terms("帳單")              # ["帐", "单", "帐单"]
    terms("บิลแพง")            # ["บิล", "ลแพ", "แพง"]

Compatibility forms, case and accents are folded, đ is d, Traditional characters are Simplified ones. Chinese
and Thai, which put no spaces between words, become pairs: of characters, and of clusters (a consonant with the
vowels written around it). Single Chinese characters are terms, too. Tone marks of Thai count as accents: they are
what is mistyped first.
"""

import re
import unicodedata
from itertools import pairwise

from warmline.language.chinese import HAN, simplified

LONGEST = 40
"""Characters of a term; what is longer names nothing that anybody would type again."""
JOINT = "_"
"""Stands between the syllables of a pair: no term has it otherwise."""
_SYLLABIC = {"vi"}
_KANA = "\u3040-\u30ff"
_THAI = "\u0e01-\u0e4e"
_ACCENTS = re.compile("[\u0300-\u036f\u0e48-\u0e4c]")
_RUN = re.compile(
    f"(?P<han>[{HAN}{_KANA}]+)|(?P<thai>[{_THAI}]+)|(?P<word>(?:(?![{HAN}{_KANA}{_THAI}])[^\\W_])+)"
)
_CLUSTER = re.compile("[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45\u0e47\u0e4d\u0e4e]*")
_HYPHENATED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_HAS_HAN = re.compile(f"[{HAN}]")


def fold(text: str) -> str:
    """Text without the differences that nobody searches by: case, accents, width, Traditional or Simplified."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).replace("đ", "d")
    return plain.translate(simplified()) if _HAS_HAN.search(plain) else plain


def terms(text: str, language: str = "") -> list[str]:
    """The index terms of a text, in order, as often as they stand in it.

    In a language that writes its syllables apart (Vietnamese), pairs of them are terms, too: "nap tien".
    """
    found: list[str] = []
    before, end = "", -1
    for run in _RUN.finditer(folded := fold(text)):
        if run.lastgroup == "word":
            word = run[0][:LONGEST]
            found.append(word)
            if before and language in _SYLLABIC and folded[end : run.start()].isspace():
                found.append(before + JOINT + word)
            before, end = word, run.end()
        elif run.lastgroup == "han":
            found += run[0]
            found += _pairs(list(run[0]))
        else:
            clusters = _CLUSTER.findall(run[0])
            found += _pairs(clusters) if len(clusters) > 1 else clusters
    return found


def joined(text: str) -> list[str]:
    """Words with hyphens as one: Wi-Fi is also typed wifi."""
    return [found[0].replace("-", "")[:LONGEST] for found in _HYPHENATED.finditer(fold(text))]


def is_word(term: str) -> bool:
    """Whether a term is a word of letters with spaces around it, which can be mistyped by a letter."""
    return term.isalpha() and not re.match(f"[{HAN}{_KANA}{_THAI}]", term)


def parts(term: str) -> tuple[str, ...]:
    """What a pair of characters or syllables is made of; nothing for a term that is no pair."""
    if JOINT in term:
        return tuple(term.split(JOINT))
    return tuple(term) if len(term) == 2 and _HAS_HAN.match(term) else ()


def _pairs(single: list[str]) -> list[str]:
    return [first + second for first, second in pairwise(single)]
