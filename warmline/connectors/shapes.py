"""Reading what an operation takes or gives: names with types, from the YAML of the business.

total: money
change: money?                              may be absent; `change?: money` says the same
reasons: [text]                             a list
slots: [{at: time, place: text}]            a list of things with fields
paid: {from: receipt.amount, type: money}   stands elsewhere in the answer; `to` for what is sent
"""

import re

from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.report import Report
from warmline.business.suggest import suggest
from warmline.connectors.values import WORDS, Fields, Kind, Kinds, Part, Path

MOST_FIELDS = 60
LAST_ENTRY = 20
"""The last entry of a list that a path may lead to."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_RESERVED = re.compile(
    "as|break|const|continue|else|false|for|function|if|import|in|let|loop|namespace|null|package"
    "|return|true|var|void|while"
)
_STEP = re.compile(r"[A-Za-z_$][\w$-]*|[0-9]{1,2}", re.ASCII)


class Shapes:
    """Reads fields of requests (`leads` is `to`) or of answers (`from`)."""

    def __init__(self, kinds: Kinds, report: Report, leads: str) -> None:
        self._kinds = kinds
        self._report = report
        self._leads = leads

    def fields(self, node: Node | None, called: str, where: str, *, top: bool = True) -> Fields | None:
        """Named fields; none where nothing is written. None after reporting what is wrong."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return Fields(called, {}, self._kinds)
        if not isinstance(node, Mapping):
            self._refuse(node, f"{where} needs a map, not {node.kind()}", "write name: type, a line each")
            return None
        if len(node.items) > MOST_FIELDS:
            self._refuse(node, f"{where} has more than {MOST_FIELDS} fields", "leave out what no flow uses")
            return None
        parts: dict[str, Part] = {}
        for written, value in node.items.items():
            name = written.removesuffix("?")
            if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
                remedy = "begin with a letter; use a-z, 0-9 and _; not a word of CEL such as in or true"
                if self._leads == "from":
                    remedy += f"; another name: when: {{from: {name}, type: …}}"
                self._refuse(value, f'{where}: "{name}" is not a name for a field', remedy)
                continue
            part = self._part(name, value, f"{where}, {name}", f"{called}.{name}", top)
            if part is not None:
                optional = part.optional or written.endswith("?")
                parts[name] = Part(part.kind, optional, part.path)
        return Fields(called, parts, self._kinds) if len(parts) == len(node.items) else None

    def _part(self, name: str, node: Node, where: str, called: str, top: bool) -> Part | None:
        if isinstance(node, Mapping) and set(node.items) == {self._leads, "type"}:
            path = self._path(node.items[self._leads], where, top)
            inside = self._part(name, node.items["type"], where, called, top)
            return None if path is None or inside is None else Part(inside.kind, inside.optional, path)
        optional = False
        if isinstance(node, Scalar):
            kind = self._word(node, where)
            optional = node.text.endswith("?")
        else:
            kind = self._compound(node, where, called)
        return None if kind is None else Part(kind, optional, (name,))

    def _compound(self, node: Node, where: str, called: str) -> Kind | None:
        if isinstance(node, Sequence):
            if len(node.items) != 1:
                what = f"{where} is a list of {len(node.items)} types"
                self._refuse(node, what, "write the one type of its entries: [text], or [{name: type}]")
                return None
            (entry,) = node.items
            kind = (
                self._word(entry, where)
                if isinstance(entry, Scalar)
                else self._compound(entry, where, f"an entry of {called}")
            )
            return None if kind is None else self._kinds.list(kind)
        fields = self.fields(node, called, where, top=False)
        return None if fields is None else self._kinds.record(fields)

    def _word(self, node: Scalar, where: str) -> Kind | None:
        word = node.text.removesuffix("?")
        if word in ("list", "map"):
            remedy = (
                "write the type of its entries: [text], [{name: type}]" if word == "list" else "{name: type}"
            )
            self._refuse(node, f"{where}: {word} does not say of what", remedy)
            return None
        if word not in WORDS:
            self._refuse(node, f'{where}: "{node.text}" is not a type', suggest(word, WORDS))
            return None
        return self._kinds.plain(word)

    def _path(self, node: Node, where: str, top: bool) -> Path | None:
        steps = node.text.split(".") if isinstance(node, Scalar) else []
        if self._leads == "to" and not top:
            self._refuse(node, f"{where}: only an argument itself can be put elsewhere", "leave to out")
            return None
        if not steps or not all(_STEP.fullmatch(step) for step in steps) or steps[0].isdigit():
            remedy = "write the names on the way, with dots between: invoices.0.total"
            self._refuse(node, f"{where}: this leads nowhere", remedy)
            return None
        path = tuple(int(step) if step.isdigit() else step for step in steps)
        if any(isinstance(step, int) and step > LAST_ENTRY for step in path):
            self._refuse(node, f"{where}: leads too far into a list", f"use 0 to {LAST_ENTRY}")
            return None
        return path

    def _refuse(self, node: Node, what: str, remedy: str) -> None:
        self._report.problem(node.file, node.line, what, remedy)
