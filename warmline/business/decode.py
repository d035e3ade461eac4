"""Located YAML into typed structs, with a problem for each thing that does not fit.

    report = Report()
    policy = decode(node, Policy, report, "policy")     # None if a problem was reported

The struct is the schema: its fields are the known keys, its types what may stand there. Beyond what
msgspec converts itself, two things make writing easier: where text is expected, a plain value is
taken as written (`code: 007`, `country: NO`), and where a list is expected, one value stands for a
list of one (`on: invoice.issued`).
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.report import Report
from warmline.business.suggest import suggest

T = TypeVar("T")

_LISTS = (inspect.ListType, inspect.VarTupleType, inspect.SetType, inspect.FrozenSetType)
_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")


def decode(node: Node, kind: type[T], report: Report, where: str) -> T | None:
    """The struct (or list, map, value) that `node` says, or None after reporting why not.

    `where` names the thing in messages: `business.yaml`, `field "plan"`.
    """
    reader = _Reader(report)
    value = reader.read(node, _described(kind), where)
    if reader.failed:
        return None
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at `$")
        steps = [name or int(index) for name, index in _STEP.findall(path.rstrip("`"))]
        report.problem(
            node.file, node.line_of(*steps), f"{where}: {said[:1].lower()}{said[1:]}", "see the reference"
        )
        return None


def expect_map(node: Node, report: Report, where: str) -> Mapping | None:
    """`node` if it is a map, also where nothing was written; None after reporting what it is."""
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar) and node.value is None:
        return Mapping(node.file, node.line, {}, {})
    report.problem(
        node.file, node.line, f"{where} needs a map, not {node.kind()}", "write name: value, a line each"
    )
    return None


_described: Callable[[Any], inspect.Type] = cache(inspect.type_info)


class _Reader:
    """Walks a node beside the type it should have; goes on after each problem."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.failed = False

    def read(self, node: Node, kind: inspect.Type, where: str) -> Any:
        if isinstance(kind, inspect.Metadata):
            return self.read(node, kind.type, where)
        if isinstance(kind, inspect.UnionType):
            return self._read_union(node, kind, where)
        if isinstance(kind, inspect.StructType):
            return self._read_struct(node, kind, where)
        if isinstance(kind, inspect.DictType):
            return self._read_dict(node, kind, where)
        if isinstance(kind, _LISTS):
            return self._read_list(node, kind.item_type, where)
        if isinstance(kind, (inspect.EnumType, inspect.LiteralType)):
            return self._read_choice(node, kind, where)
        if isinstance(kind, inspect.StrType):
            return self._read_text(node, where)
        if isinstance(kind, (inspect.BoolType, inspect.IntType, inspect.FloatType)):
            return self._read_value(node, kind, where)
        return node.plain()

    def _read_union(self, node: Node, kind: inspect.UnionType, where: str) -> Any:
        others = [option for option in kind.types if not isinstance(option, inspect.NoneType)]
        if len(others) < len(kind.types) and isinstance(node, Scalar) and node.value is None:
            return None
        if len(others) == 1:
            return self.read(node, others[0], where)
        return node.plain()

    def _read_struct(self, node: Node, kind: inspect.StructType, where: str) -> Any:
        if not isinstance(node, Mapping):
            return self._wrong(node, where, "a map", "its keys are: " + ", ".join(_keys(kind)))
        known = {field.encode_name: field for field in kind.fields}
        values: dict[str, Any] = {}
        for key, value in node.items.items():
            if key in known:
                values[key] = self.read(value, known[key].type, f"{where}, {key}")
            else:
                self._fail(
                    node.file, node.lines[key], f'"{key}" is not a key of {where}', suggest(key, known)
                )
        for key, field in known.items():
            if field.required and key not in node.items:
                self._fail(node.file, node.line, f'{where} has no "{key}"', f"add {key}: …")
        return values

    def _read_dict(self, node: Node, kind: inspect.DictType, where: str) -> Any:
        if not isinstance(node, Mapping):
            return self._wrong(node, where, "a map", "write name: value, a line each")
        return {
            key: self.read(value, kind.value_type, f"{where}, {key}") for key, value in node.items.items()
        }

    def _read_list(self, node: Node, item: inspect.Type, where: str) -> Any:
        if isinstance(node, Sequence):
            return [self.read(each, item, where) for each in node.items]
        if isinstance(node, Scalar) and node.value is not None:
            return [self.read(node, item, where)]
        return self._wrong(node, where, "a list", "write [one, two], or a line with a dash for each")

    def _read_choice(self, node: Node, kind: inspect.EnumType | inspect.LiteralType, where: str) -> Any:
        options = (
            [str(each.value) for each in kind.cls]
            if isinstance(kind, inspect.EnumType)
            else [str(value) for value in kind.values]
        )
        if not isinstance(node, Scalar):
            return self._wrong(node, where, "one of a few words", "known: " + ", ".join(options))
        if node.text not in options:
            self._fail(
                node.file, node.line, f'"{node.text}" is not known for {where}', suggest(node.text, options)
            )
        return node.plain() if node.plain() in [*_values(kind)] else node.text

    def _read_text(self, node: Node, where: str) -> Any:
        if isinstance(node, Scalar) and (node.value is not None or node.text):
            return node.text
        return self._wrong(
            node, where, "text", 'write it after the colon, in "quotes" if it has special signs'
        )

    def _read_value(self, node: Node, kind: inspect.Type, where: str) -> Any:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(kind, inspect.BoolType):
            if not isinstance(value, bool):
                return self._wrong(node, where, "true or false", "write true or false")
        elif isinstance(value, bool) or not isinstance(value, int | float):
            return self._wrong(node, where, "a number", "write digits, without quotes")
        elif isinstance(kind, inspect.IntType) and not isinstance(value, int):
            return self._wrong(node, where, "a whole number", "write digits, without a decimal point")
        return value

    def _wrong(self, node: Node, where: str, expected: str, remedy: str) -> None:
        self._fail(node.file, node.line, f"{where} needs {expected}, not {_shown(node)}", remedy)

    def _fail(self, file: str, line: int, what: str, remedy: str) -> None:
        self.failed = True
        self._report.problem(file, line, what, remedy)


def _keys(kind: inspect.StructType) -> list[str]:
    return [field.encode_name for field in kind.fields]


def _values(kind: inspect.EnumType | inspect.LiteralType) -> list[Any]:
    return [each.value for each in kind.cls] if isinstance(kind, inspect.EnumType) else list(kind.values)


def _shown(node: Node) -> str:
    if isinstance(node, Scalar) and node.value is not None:
        return f'"{node.text}"' if len(node.text) <= 40 else "a text"
    return node.kind()
