"""The words of an expression: names, numbers, texts, operators, each with its place."""

import re
from typing import NamedTuple

from warmline.conditions.errors import NotCel, NotSupported, TooLarge
from warmline.conditions.limits import MOST_CHARACTERS


class Token(NamedTuple):
    """One word. `kind` is name, int, uint, double, string, bytes, end, or the operator itself."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
    (?P<space>(?:[ \t\r\n\f]+|//[^\n]*)+)
  | (?P<text>(?:[rR][bB]|[bB][rR]|[rRbB])?(?:
        \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' ))
  | (?P<double>(?:\d+\.\d+|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)
  | (?P<whole>(?:0[xX][0-9a-fA-F]+|\d+)[uU]?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<operator>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_RAW = re.compile(
    r"""(?:[rR][bB]?|[bB][rR])(?:\"\"\".*?\"\"\"|'''.*?'''|"[^"\n\r]*"|'[^'\n\r]*')""", re.DOTALL
)

_HALF = re.compile(r"[\ud800-\udfff]")
"""A surrogate: what is left of a character that was cut, or of bytes that are not UTF-8."""

_SLIPS = {
    "=": "write == to compare",
    "&": "write && for and",
    "|": "write || for or",
    "“": 'write texts in straight quotes: "…"',
    "”": 'write texts in straight quotes: "…"',
    "‘": "write texts in straight quotes: '…'",
    "’": "write texts in straight quotes: '…'",
    "≥": "write >=",
    "≤": "write <=",
    "≠": "write !=",
    "×": "write *",
    ";": "a condition is one expression: put && between",
}


def tokens(text: str) -> list[Token]:
    """All words of an expression, the end included. TooLarge, NotCel."""
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(
            f"the expression has {len(text):,} characters, more than {MOST_CHARACTERS:,}",
            "divide it into several conditions",
            MOST_CHARACTERS,
            len(text),
        )
    half = _HALF.search(text)
    if half is not None:
        raise NotCel("half a character stands here", "write the text again", half.start(), half.end())
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _RAW.match(text, at) or _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, word, start = match.lastgroup or "text", match[0], at
        at = match.end()
        if kind == "space":
            continue
        if kind == "text":
            prefix = word[: word.index(word[-1])].lower()
            kind = "bytes" if "b" in prefix else "string"
        elif kind == "whole":
            kind = "uint" if word[-1] in "uU" else "int"
        elif kind == "operator":
            kind = word
        if kind in ("int", "uint", "double") and text[at : at + 1].isalpha():
            raise NotCel("a number runs into a name", "put a space or an operator between", start, at + 1)
        found.append(Token(kind, word, start, at))
    found.append(Token("end", "", len(text), len(text)))
    return found


def _unreadable(text: str, at: int) -> NotCel | NotSupported:
    char = text[at]
    if char in "\"'":
        return NotCel(
            "this text does not end, or has a \\ that means nothing",
            f"close it with {char}, and write \\\\ for a backslash",
            at,
            len(text),
        )
    if char == "`":
        return NotSupported("names in backquotes are not supported", 'write event["some name"]', at, at + 1)
    remedy = _SLIPS.get(char, "texts stand in quotes; names have letters, digits and _")
    return NotCel(f'"{char}" means nothing here', remedy, at, at + 1)
