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

from warmline.language.chinese import HAN, simplified

LONGEST = 40
"""Characters of a term; what is longer names nothing that anybody would type again."""
_KANA = "\u3040-\u30ff"
_THAI = "\u0e01-\u0e4e"
_ACCENTS = re.compile("[\u0300-\u036f\u0e48-\u0e4c]")
_RUN = re.compile(
    f"(?P<han>[{HAN}{_KANA}]+)|(?P<thai>[{_THAI}]+)|(?P<word>(?:(?![{HAN}{_KANA}{_THAI}])[^\\W_])+)"
)
_CLUSTER = re.compile("[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45\u0e47\u0e4d\u0e4e]*")
_HAS_HAN = re.compile(f"[{HAN}]")


def fold(text: str) -> str:
    """Text without the differences that nobody searches by: case, accents, width, Traditional or Simplified."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).replace("đ", "d")
    return plain.translate(simplified()) if _HAS_HAN.search(plain) else plain


def terms(text: str) -> list[str]:
    """The index terms of a text, in order, as often as they stand in it."""
    found: list[str] = []
    for run in _RUN.finditer(fold(text)):
        if run.lastgroup == "word":
            found.append(run[0][:LONGEST])
        elif run.lastgroup == "han":
            found += run[0]
            found += _pairs(list(run[0]))
        else:
            clusters = _CLUSTER.findall(run[0])
            found += _pairs(clusters) if len(clusters) > 1 else clusters
    return found


def is_word(term: str) -> bool:
    """Whether a term is a word of letters with spaces around it, which can be mistyped by a letter."""
    return term.isalpha() and not re.match(f"[{HAN}{_KANA}{_THAI}]", term)


def is_part(term: str) -> bool:
    """Whether a term is a single character of Chinese, which says little beside a pair."""
    return len(term) == 1 and _HAS_HAN.match(term) is not None


def _pairs(parts: list[str]) -> list[str]:
    return [first + second for first, second in zip(parts, parts[1:], strict=False)]
