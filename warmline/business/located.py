"""YAML in which every value knows its file and line.

Only the part of YAML that people write by hand is read, the same for every file of the folder:

* keys are text as written: `on:`, `NO:` and `7:` are "on", "NO" and "7";
* a plain value is null (`null`, `~` or nothing), a boolean (`true` or `false` and no other words),
  a whole number, a decimal number, or text. A number that would lose something (`007`, `+63917…`,
  more than 18 digits) stays text, and so do dates, times and `NO`;
* anchors and aliases work; tags, merge keys and several documents in one file are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from warmline.business.report import Report

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_VALUES = 100_000

TEXT_TAG = "tag:yaml.org,2002:str"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}", re.ASCII)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value of a file. `size` counts the values in it, `height` the levels below it."""

    file: str
    line: int
    size: int = field(default=1, kw_only=True)
    height: int = field(default=1, kw_only=True)

    def plain(self) -> Any:
        """The value as Python's own dicts, lists and scalars."""
        raise NotImplementedError

    def kind(self) -> str:
        """What it is, for a message: `a map`, `a list`, `text` …"""
        raise NotImplementedError

    def line_of(self, *path: str | int) -> int:
        """The line of what stands at `path` below this node, or of the nearest thing that is there."""
        line, node = self.line, self
        for step in path:
            below: Node | None = None
            if isinstance(node, Mapping) and step in node.items:
                line, below = node.lines[str(step)], node.items[str(step)]
            elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
                below = node.items[step]
                line = below.line
            if below is None:
                break
            node = below
        return line


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    """One value; `text` is how it was written."""

    value: str | int | float | bool | None
    text: str

    def plain(self) -> Any:
        return self.value

    def kind(self) -> str:
        if self.value is None:
            return "nothing"
        if isinstance(self.value, bool):
            return "true or false"
        return "text" if isinstance(self.value, str) else "a number"


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    """A list of values."""

    items: tuple[Node, ...]

    def plain(self) -> Any:
        return [item.plain() for item in self.items]

    def kind(self) -> str:
        return "a list"


@dataclass(frozen=True, slots=True, eq=False)
class Mapping(Node):
    """Values under names; `lines` says where each name stands."""

    items: dict[str, Node]
    lines: dict[str, int]

    def plain(self) -> Any:
        return {key: value.plain() for key, value in self.items.items()}

    def kind(self) -> str:
        return "a map"


class _Unreadable(Exception):
    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not come yet."""

    line: int
    anchor: str | None
    mapping: bool
    children: list[Node] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)


def read_yaml(content: bytes, file: str, report: Report) -> Node | None:
    """The value that a file holds; None where it cannot be read, and the report says why.

    An empty file is a `Scalar` of None. A key that stands twice is reported and reading goes on.
    """
    try:
        return _compose(_decode(content), file, report)
    except _Unreadable as error:
        report.problem(file, error.line, error.what, error.remedy)
    except yaml.MarkedYAMLError as error:
        # Where a quotation mark or a bracket was opened helps more than where its end was missed.
        opened = "quoted" in (error.context or "") or "flow" in (error.context or "")
        mark = (error.context_mark if opened else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
        report.problem(file, line, *_explain(error, content, line, mark.column if mark else 0))
    except yaml.YAMLError as error:
        report.problem(file, 1, "is not readable as YAML", str(error).partition("\n")[0])
    return None


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _Unreadable(0, f"is larger than {MAX_BYTES:,} bytes", "split it into several files")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "is not UTF-8 text", "save the file as UTF-8") from None
    bad = _UNPRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise _Unreadable(line, f"holds the unprintable character U+{ord(bad[0]):04X}", "remove it")
    return text


def _compose(text: str, file: str, report: Report) -> Node:
    """Build the nodes from the events of the parser, without recursion, so that nothing overflows."""
    root: Node | None = None
    stack: list[_Open] = []
    anchors: dict[str, Node | None] = {}
    size = 0
    for event in _events(text):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _Unreadable(line, "holds a second document", "one file, one document: remove the ---")
            continue
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            _refuse_tag(event.tag, line)
            if len(stack) == MAX_DEPTH:
                raise _Unreadable(line, f"is nested more than {MAX_DEPTH} levels deep", "make it flatter")
            if event.anchor:
                anchors[event.anchor] = None
            stack.append(_Open(line, event.anchor, isinstance(event, yaml.MappingStartEvent)))
            continue
        anchor = None
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node, anchor = _scalar(event, file, line), event.anchor
            size += 1
        elif isinstance(event, yaml.AliasEvent):
            node = _aliased(event.anchor or "", anchors, line)
            size += node.size
            if len(stack) + node.height > MAX_DEPTH:
                raise _Unreadable(line, f"is nested more than {MAX_DEPTH} levels deep", "make it flatter")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            closed = stack.pop()
            node, anchor = _close(closed, file, report), closed.anchor
            size += 1
        else:
            continue
        if size > MAX_VALUES:
            raise _Unreadable(line, f"holds more than {MAX_VALUES:,} values", "split it into several files")
        if anchor:
            anchors[anchor] = node
        if not stack:
            root = node
        else:
            _add(stack[-1], node, line, file, report)
    return root if root is not None else Scalar(file, 1, None, "")


def _events(text: str) -> Iterator[Any]:
    return cast(Iterator[Any], yaml.parse(text, Loader=LOADER))


def _add(parent: _Open, node: Node, line: int, file: str, report: Report) -> None:
    if parent.mapping and len(parent.keys) == len(parent.children):
        if not isinstance(node, Scalar):
            raise _Unreadable(line, f"has {node.kind()} as a key", 'a key is text; "quote" {…} and […]')
        if not node.text:
            report.problem(file, line, "has a value without a key", "write a name before the colon")
        elif node.text == "<<":
            report.problem(file, line, "has a merge key (<<)", "write the keys out")
        parent.keys.append((node.text, line))
    else:
        parent.children.append(node)


def _close(closed: _Open, file: str, report: Report) -> Node:
    size = 1 + sum(child.size for child in closed.children)
    height = 1 + max((child.height for child in closed.children), default=0)
    if not closed.mapping:
        return Sequence(file, closed.line, tuple(closed.children), size=size, height=height)
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for (key, line), child in zip(closed.keys, closed.children, strict=True):
        if key in lines:
            report.problem(
                file, line, f'"{key}" stands twice', f"it is in line {lines[key]} already: keep one"
            )
        else:
            items[key], lines[key] = child, line
    return Mapping(file, closed.line, items, lines, size=size, height=height)


def _aliased(anchor: str, anchors: dict[str, Node | None], line: int) -> Node:
    if anchor not in anchors:
        remedy = f'write &{anchor} before it, or "quote" the text'
        raise _Unreadable(line, f"*{anchor} refers to nothing", remedy)
    node = anchors[anchor]
    if node is None:
        raise _Unreadable(line, f"*{anchor} refers to what it stands in", "write it out")
    return node


def _refuse_tag(tag: str | None, line: int) -> None:
    if tag not in (None, "!", TEXT_TAG):
        raise _Unreadable(line, f"has the tag {tag}", 'tags are not read; "quote" text that begins with !')


def _scalar(event: Any, file: str, line: int) -> Scalar:
    _refuse_tag(event.tag, line)
    text: str = event.value
    if event.style not in (None, "") or event.tag is not None:
        return Scalar(file, line, text, text)
    return Scalar(file, line, plain_value(text), text)


def plain_value(text: str) -> str | int | float | bool | None:
    """What a value means that stands there without quotes: null, a boolean, a number, or the text itself."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _explain(error: yaml.MarkedYAMLError, content: bytes, line: int, column: int) -> tuple[str, str]:
    """What the parser says, in words for somebody who does not know YAML."""
    said = error.problem or ""
    lines = content.decode("utf-8-sig").split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    character = written[column : column + 1]
    if "\t" in (character, *written[: len(written) - len(written.lstrip())]) or "tab character" in said:
        return "has a tab", "indent with spaces"
    if "cannot start any token" in said:
        return f"has {character} where a value begins", 'put the text in "quotes"'
    if "mapping values are not allowed" in said:
        return "has a colon where none can stand", 'put the text in "quotes", or check the indentation'
    if "unexpected end of stream" in said and "quoted" in (error.context or ""):
        return "has a quotation mark that is not closed", "close it on the line where the text ends"
    if error.context and "flow" in error.context:
        remedy = "check the brackets and commas before it; texts with : or , in them need quotes"
        return "has a [ or { that is not closed, or no comma", remedy
    if (
        "expected key" in said
        or "block end" in said
        or "document start" in said
        or "':'" in said
        or "'-'" in said
    ):
        return "is not indented like the lines before it, or has no colon", "line it up with its neighbours"
    return "is not readable as YAML", said or "check the indentation and the quotes"
