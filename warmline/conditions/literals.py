"""Constants as they are written: numbers and texts with their escapes."""

import re
from typing import Any

from warmline.conditions.errors import NotCel
from warmline.conditions.tokens import Token
from warmline.conditions.values import MOST_INT, MOST_UINT, UInt

_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "`": "`",
    "?": "?",
}
_ESCAPE = re.compile(
    r"\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))?", re.DOTALL
)


def constant(token: Token, sign: str = "") -> Any:
    """The value of a number or a text; `sign` is the minus in front of a number. NotCel if it is none."""
    if token.kind == "double":
        value = float(sign + token.text)
        if value in (float("inf"), float("-inf")):
            raise NotCel("this number is too large", "write a smaller one", token.start, token.end)
        return value
    if token.kind in ("int", "uint"):
        return _whole(token, sign)
    prefix = token.text[: token.text.index(token.text[-1])].lower()
    body = token.text[len(prefix) :]
    quotes = 3 if len(body) >= 6 and body[:3] == body[0] * 3 else 1
    body = body[quotes:-quotes].replace("\r\n", "\n").replace("\r", "\n")
    if token.kind == "bytes":
        return body.encode() if "r" in prefix else _bytes(body, token)
    return body if "r" in prefix else _text(body, token)


def _whole(token: Token, sign: str) -> int:
    digits = token.text.rstrip("uU")
    value = int(digits[2:], 16) if digits[:2] in ("0x", "0X") else _decimal(digits)
    value = -value if sign else value
    if token.kind == "uint":
        if not 0 <= value <= MOST_UINT:
            raise NotCel(
                "this number does not fit into 64 bits", "write a smaller one", token.start, token.end
            )
        return UInt(value)
    if not -MOST_INT - 1 <= value <= MOST_INT:
        raise NotCel("this number does not fit into 64 bits", "write a smaller one", token.start, token.end)
    return value


def _decimal(digits: str) -> int:
    """Digits as a number; of more than any 64 bits hold, only that there are too many."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= 20 else MOST_UINT + 1


def _text(body: str, token: Token) -> str:
    def replaced(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code is not None or match[4] is not None:
            point = int(code, 16) if code is not None else int(match[4], 8)
            if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
                raise _no_escape(match, token)
            return chr(point)
        if match[5] not in _SIMPLE:
            raise _no_escape(match, token)
        return _SIMPLE[match[5]]

    return _ESCAPE.sub(replaced, body)


def _bytes(body: str, token: Token) -> bytes:
    made = bytearray()
    at = 0
    for match in _ESCAPE.finditer(body):
        made += body[at : match.start()].encode()
        at = match.end()
        if match[1] is not None:
            made.append(int(match[1], 16))
        elif match[4] is not None:
            made.append(int(match[4], 8))
        elif match[5] is not None and match[5] in _SIMPLE:
            made += _SIMPLE[match[5]].encode()
        else:
            raise _no_escape(match, token)
    return bytes(made + body[at:].encode())


def _no_escape(match: re.Match[str], token: Token) -> NotCel:
    return NotCel(
        f"{match[0]} means nothing in a text",
        "write \\\\ for a backslash, \\n for a new line",
        token.start,
        token.end,
    )
