"""The cells of actions, made into what a policy in YAML would say under `do`."""

import re
from collections.abc import Iterable

from warmline.business.located import Mapping, Node, Scalar, Sequence, plain_value, read_yaml
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.decisions.tables.cells import ANYTHING
from warmline.decisions.tables.headings import Doing
from warmline.decisions.tables.sheet import Row, Sheet

FIRST = {
    "remember": "situation",
    "notify": "text",
    "advise": "action",
    "case": "what",
    "call": "webhook",
    "flow": "flow",
    "route": "queue",
}
"""What a value alone is, of the actions that have several."""
SEVERAL = ("remember", "forget", "offer")
"""Actions whose cell may name several, as `a | b`."""

_KEY = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.-]*)\s*:(?:\s+|$)", re.ASCII)
_PAIR = re.compile(r'\s*[A-Za-z][A-Za-z0-9_.-]*\s*:\s+"(?:[^"]|"")*"', re.ASCII)
_FLOW = re.compile(r"\{\s*[\"']?[A-Za-z][A-Za-z0-9_.-]*[\"']?\s*:(\s.*)?\}", re.ASCII | re.DOTALL)
_TRUTHS = {"yes": True, "no": False}


def actions(sheet: Sheet, row: Row, doing: Iterable[Doing], business: Business, report: Report) -> Sequence:
    """The actions of a row: a list of `{kind: what belongs to it}`, as it would stand under `do`."""
    by_kind: dict[str, dict[str, Node]] = {}
    for one in doing:
        text = row.cells[one.heading.column]
        if text not in ANYTHING:
            value = _node(text, sheet.file, row.line, report, pairs=not one.key)
            by_kind.setdefault(one.kind, {})[one.key] = value
    done: list[Node] = []
    for kind, values in by_kind.items():
        for value in _each(kind, values, sheet.file, row.line):
            known = _with_truths(value, business) if kind == "set" else value
            done.append(_mapping(sheet.file, row.line, {kind: known}))
    return Sequence(sheet.file, row.line, tuple(done))


def _each(kind: str, values: dict[str, Node], file: str, line: int) -> Iterable[Node]:
    """The values of the actions of a kind: what stands in its own column, with what columns for parts of it add."""
    extra = {key: value for key, value in values.items() if key}
    whole = values.get("")
    if isinstance(whole, Mapping):
        yield _mapping(file, line, {**whole.items, **extra})
    elif isinstance(whole, Scalar) and (extra or kind in ("advise", "case", "call")) and kind in FIRST:
        for text in _names(kind, whole):
            yield _mapping(file, line, {FIRST[kind]: text, **extra})
    elif isinstance(whole, Scalar):
        yield from _names(kind, whole)
    elif whole is not None:
        yield whole
    else:
        yield _mapping(file, line, extra)


def _names(kind: str, whole: Scalar) -> Iterable[Scalar]:
    if kind not in SEVERAL:
        return [whole]
    return [_scalar(whole.file, whole.line, part.strip()) for part in whole.text.split("|")]


def _node(text: str, file: str, line: int, report: Report, pairs: bool) -> Node:
    """A cell as a value of YAML: `{a: b}` as YAML reads it, `a: b; c: d` as a map, anything else as one value."""
    if _FLOW.fullmatch(text):
        return _flow(text, file, line, report)
    if not pairs or not _KEY.match(text):
        return _scalar(file, line, text)
    items: dict[str, Node] = {}
    for part in _parts(text):
        key = _KEY.match(part)
        if key is None:
            remedy = 'write key: value; key: value, and a text with a semicolon in "quotes"'
            report.problem(file, line, f'"{part[:60]}" has no key', remedy)
        elif key[1] in items:
            report.problem(file, line, f'"{key[1]}" stands twice in one cell', "keep one")
        else:
            items[key[1]] = _scalar(file, line, part[key.end() :].strip())
    return _mapping(file, line, items)


def _flow(text: str, file: str, line: int, report: Report) -> Node:
    inside = Report()
    node = read_yaml(text.encode(), file, inside)
    for found in inside.sorted():
        report.problem(file, line, found.what, found.remedy)
    return Scalar(file, line, None, "") if node is None else _at(node, line)


def _at(node: Node, line: int) -> Node:
    """A value that was read from a cell, with the line of its row."""
    match node:
        case Mapping(items=items):
            return _mapping(node.file, line, {key: _at(value, line) for key, value in items.items()})
        case Sequence(items=several):
            return Sequence(node.file, line, tuple(_at(value, line) for value in several))
        case Scalar(value=value, text=text):
            return Scalar(node.file, line, value, text)
    raise AssertionError("YAML is made of maps, lists and scalars")


def _mapping(file: str, line: int, items: dict[str, Node]) -> Mapping:
    return Mapping(file, line, items, dict.fromkeys(items, line))


def _scalar(file: str, line: int, text: str) -> Scalar:
    if len(text) > 1 and text[0] == text[-1] == '"':
        inside = text[1:-1].replace('""', '"')
        return Scalar(file, line, inside, inside)
    return Scalar(file, line, plain_value(text), text)


def _parts(text: str) -> Iterable[str]:
    """The pairs of a cell, parted by semicolons that stand in no quoted value."""
    begin = 0
    while True:
        quoted = _PAIR.match(text, begin)
        end = text.find(";", quoted.end() if quoted else begin)
        part = text[begin:].strip() if end < 0 else text[begin:end].strip()
        if part:
            yield part
        if end < 0:
            return
        begin = end + 1


def _with_truths(node: Node, business: Business) -> Node:
    """yes and no as true and false, where the field of the profile that reads the trait is one of those."""
    if not isinstance(node, Mapping):
        return node
    items: dict[str, Node] = {}
    for name, value in node.items.items():
        truth = _TRUTHS.get(value.text.casefold()) if isinstance(value, Scalar) else None
        items[name] = value
        if truth is not None and _is_truth(name, business):
            items[name] = Scalar(value.file, value.line, truth, str(truth).lower())
    return _mapping(node.file, node.line, items)


def _is_truth(trait: str, business: Business) -> bool:
    paths = (
        path
        for field in business.fields.values()
        if field.type == "boolean"
        for way in (field.last, field.first)
        if way and (path := way.get("customer.identified"))
    )
    return any(f"traits.{trait}" in [part.strip() for part in path.split("|")] for path in paths)
