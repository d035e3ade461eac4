"""Texts with parts in braces: `You are number {n}.` is plain text, a part in braces, plain text."""

import re
from collections.abc import Iterator

_BRACE = re.compile(r"\{\{|\}\}|[{}]")


class Unbalanced(ValueError):
    """A brace has no partner; `start` and `end` say which."""

    def __init__(self, what: str, remedy: str, start: int) -> None:
        super().__init__(what)
        self.what, self.remedy, self.start, self.end = what, remedy, start, start + 1


def split(written: str) -> Iterator[tuple[str, bool]]:
    """The plain parts, and what stands in braces (True), in order. `{{` and `}}` stand for braces themselves.

    Raises Unbalanced where braces do not close.
    """
    plain: list[str] = []
    at = 0
    while brace := _BRACE.search(written, at):
        start, at = brace.span()
        plain.append(written[brace.pos : start])
        if written[start:at] == "{":
            end = _closing(written, at)
            if any(plain):
                yield "".join(plain), False
            plain = []
            yield written[at:end].strip(), True
            at = end + 1
        elif written[start:at] == "}":
            raise Unbalanced(
                "a brace closes that was not opened", "open it with {, or write }} for a brace itself", start
            )
        else:
            plain.append(written[start])
    plain.append(written[at:])
    if any(plain):
        yield "".join(plain), False


def in_braces(written: str) -> list[str]:
    """What stands in braces, in order, spaces outside of quotes not counted. Raises Unbalanced."""
    return [_without_spaces(part) for part, braced in split(written) if braced]


def _closing(written: str, begin: int) -> int:
    """Where the brace closes that was opened in front of `begin`: maps and quoted texts are passed over."""
    depth, quote, at = 0, "", begin
    while at < len(written):
        char = written[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise Unbalanced(
        "a brace is opened and never closed", "close it with }, or write {{ for a brace itself", begin - 1
    )


def _without_spaces(expression: str) -> str:
    """An expression as it compares with another, whatever its spacing."""
    quote, kept = "", []
    for char in expression:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        if quote or not char.isspace():
            kept.append(char)
    return "".join(kept)
