"""What the rooms below the desk say to people: the patterns of their messages, and where one is said that has none.

Errors for people derive from `Told` or carry a message in `said`; reasons, actions and sentences about conditions are
messages from the beginning. All of them are found in the source, so that none can be forgotten.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import warmline
from warmline.conditions.errors import EvaluationError
from warmline.conditions.reading import Misfit
from warmline.language.messages import Told

ROOT = Path(warmline.__file__).parent
SAID_AS_THEY_ARE = {
    *("NotFoundException", "ClientException", "RoleNeeded", "SignInNeeded", "CrossSite"),
    *("BadCursor", "StorageBusy"),
}
"""Errors of rooms that know no messages; they say a text without values."""
TO_PROGRAMS = (
    "cli",
    "connectors",
    "flows",
    "simulate",
    "site",
    "channels/line",
    "channels/texts",
    "log/wire.py",
)
"""Rooms and modules whose errors no page of the desk shows: they go to programs, authors of flows, the command line."""
SHOWN = ("flows/drawing",)
"""What the desk shows of them all the same."""
IN_FRONT = {"because": 1, "Level": 2}
"""What else says a text, with how many arguments stand in front of it."""


def _below(kind: type[Any]) -> Iterator[str]:
    yield kind.__name__
    for one in kind.__subclasses__():
        yield from _below(one)


@lru_cache(maxsize=1)
def errors() -> frozenset[str]:
    """The names of all errors whose words reach people."""
    import warmline.app.server  # noqa: F401 - it knows every room

    return (
        frozenset(name for kind in (Told, EvaluationError, Misfit) for name in _below(kind))
        | SAID_AS_THEY_ARE
    )


@lru_cache(maxsize=1)
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """All modules whose words may come to the desk."""
    return tuple(
        (path, ast.parse(path.read_text("utf-8")))
        for path in sorted(ROOT.rglob("*.py"))
        if not (name := path.relative_to(ROOT).as_posix()).startswith(TO_PROGRAMS) or name.startswith(SHOWN)
    )


def patterns(module: ast.Module) -> Iterator[str]:
    """The patterns of the messages of a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and node.name in errors():
            for one in node.body:
                if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == "remedy":
                    yield from _constants(one.value)
        if isinstance(node, ast.Call):
            name = _name(node)
            if name in ("message", "marked"):
                yield from _constants(node.args[0])
            elif name in errors() or name in IN_FRONT:
                for argument in node.args[IN_FRONT.get(name, 0) :]:
                    yield from _constants(argument)
    for _, node in _own_errors(module):
        yield from _constants(node.args[0])


def without_pattern(module: ast.Module) -> Iterator[int]:
    """The lines that say something to people which is put together, so that nobody can translate it."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    for node in calls:
        name = _name(node)
        if name in errors() or name in IN_FRONT:
            texts = node.args[IN_FRONT.get(name, 0) : IN_FRONT.get(name, 0) + 2]
            yield from (node.lineno for text in texts if _is_put_together(text))
        elif name == "message" and node.args and _is_put_together(node.args[0]):
            yield node.lineno
    for _, node in _own_errors(module):
        if _is_put_together(node.args[0]):
            yield node.lineno


def _own_errors(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """How the errors of a module hand their words up: `super().__init__("…")`."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and node.name in errors():
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args and ast.unparse(call.func) == "super().__init__":
                    yield node.name, call


def _is_put_together(text: ast.AST) -> bool:
    """Whether a text has no pattern: an f-string, a sum, `str(error)`, `"…".format(…)`."""
    if isinstance(text, ast.IfExp):
        return _is_put_together(text.body) or _is_put_together(text.orelse)
    if isinstance(text, ast.Call):
        return _name(text) in ("str", "format", "join", "replace")
    return isinstance(text, ast.JoinedStr | ast.BinOp)


def _constants(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Dict(values=values):
            for value in values:
                yield from _constants(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _constants(part)
        case ast.IfExp(body=one, orelse=other):
            yield from _constants(one)
            yield from _constants(other)


def _name(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))
