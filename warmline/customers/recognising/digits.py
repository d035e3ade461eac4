"""Digits as they are said and typed: "seven oh one", 七零一, "７０1", "7O1"."""

import re
import unicodedata

from warmline.customers.matching.clean import text

_WORDS = """
zero oh o nought sero | one isa uno mot | two dalawa dos hai | three tatlo tres ba | four apat kuwatro bon tu |
five lima singko nam lam | six anim sais sau | seven pito siyete bay | eight walo otso tam | nine siyam nuwebe chin
"""
_WORD = {word: str(value) for value, words in enumerate(_WORDS.split("|")) for word in words.split()} | {
    "khong": "0"
}
_SIGNS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_THAI = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_LOOK_ALIKE = str.maketrans("oilszbgq", "01152869")
_TOKEN = re.compile(r"[a-z]+|[0-9]+")


def plain(said: str) -> str:
    """With every digit of whatever script as 0 to 9."""
    folded = unicodedata.normalize("NFKC", said)
    return "".join(
        str(value) if (value := unicodedata.decimal(sign, None)) is not None else sign for sign in folded
    )


def spoken(said: str) -> str:
    """The digits alone, those in words among them; other words are passed over."""
    marked = plain(said).translate(_SIGNS)
    for value, word in enumerate(_THAI):
        marked = marked.replace(word, str(value))
    tokens = _TOKEN.findall(text(marked) or "")
    return "".join(token if token.isdecimal() else _WORD.get(token, "") for token in tokens)


def typed(said: str) -> str:
    """Letters and digits alone, letters that look like a digit read as it: O as 0, l as 1."""
    bare = "".join(sign for sign in plain(said).casefold() if sign.isalnum())
    return bare.translate(_LOOK_ALIKE)
