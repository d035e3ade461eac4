"""What a column of conditions asks: its header is an expression, its cells say what the answer must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from warmline.conditions.checking import check
from warmline.conditions.environment import Environment
from warmline.conditions.errors import MayBeAbsent, Refusal
from warmline.conditions.functions import OPERATORS
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Call, Choice, Expr, Has, Junction, Literal, Loop, Select, parts
from warmline.conditions.types import DYN, Record
from warmline.decisions.tables.cells import BadCell, Between, Cell, Compared, Presence, Value
from warmline.decisions.tables.kinds import Kind, kind_of

_OPERATORS = frozenset((*OPERATORS, "==", "!=", "in"))


@dataclass(frozen=True, slots=True)
class Question:
    """`written` is asked; `guards` say whether there is an answer, and are nothing where there always is."""

    written: str
    guards: tuple[str, ...]
    kind: Kind

    def must(self, cell: Cell) -> tuple[str, ...]:
        """Conditions that hold together exactly when the cell does. BadCell.

        Where there is no answer, only `unknown` holds.
        """
        if len(cell.choices) > 1 and (values := _values(cell)) is not None:
            asked = self.kind.one_of(self.written, values)
            loose = cell.none or " || " in asked
            return (*self.guards, f"{'!' if cell.none else ''}({asked})" if loose else asked)
        presences = [choice for choice in cell.choices if isinstance(choice, Presence)]
        if presences and not self.guards:
            word = "known" if presences[0].known else "unknown"
            raise BadCell(
                f'"{word}" asks for what is always there', f'leave it empty; for the text write "{word}"'
            )
        if len(cell.choices) == 1:
            return self._alone(cell.choices[0])
        known = any(choice.known for choice in presences)
        unknown = any(not choice.known for choice in presences)
        others = [one for one in cell.choices if not isinstance(one, Presence)]
        if known:
            return () if unknown else self.guards
        if not others:
            return (self._absent(),)
        asked = " || ".join(" && ".join(self._chosen(choice)) for choice in others)
        asked = f"({asked})" if len(others) > 1 else asked
        if unknown:
            return (f"({' || '.join((self._absent(), ' && '.join((*self.guards, asked))))})",)
        return (*self.guards, asked)

    def _alone(self, choice: Presence | Between | Compared) -> tuple[str, ...]:
        if isinstance(choice, Presence):
            return self.guards if choice.known else (self._absent(),)
        return (*self.guards, *self._chosen(choice))

    def _absent(self) -> str:
        both = " && ".join(self.guards)
        return f"!({both})" if len(self.guards) > 1 or " in " in both else f"!{both}"

    def _chosen(self, choice: Between | Compared) -> tuple[str, ...]:
        pairs = choice.parts if isinstance(choice, Compared) else ((">=", choice.low), ("<=", choice.high))
        return tuple(self.kind.compared(self.written, operator, value) for operator, value in pairs)


def question(header: str, environment: Environment, zone: tzinfo, decimal: str) -> Question:
    """What a header asks in an environment. Refusal or BadCell for the first thing that is wrong with it."""
    tree = parse(header)
    refusals = check(tree, header, environment)
    guards: list[str] = []
    for refusal in refusals:
        guard = _guard(refusal, tree, header, environment)
        if guard is None:
            raise refusal
        guards.append(guard)
    guards += _undeclared(tree, header)
    operator = isinstance(tree, Call) and not tree.method and tree.function in _OPERATORS
    loose = operator or isinstance(tree, Junction | Choice)
    written = enclosed(header) if loose or "//" in header else header
    return Question(written, tuple(dict.fromkeys(guards)), kind_of(tree.type, written, zone, decimal))


def enclosed(text: str) -> str:
    """An expression in parentheses, which a remark at its end does not swallow."""
    return f"({text}\n)" if "//" in text else f"({text})"


def _values(cell: Cell) -> list[Value] | None:
    """The values of a cell that names nothing else."""
    found = []
    for choice in cell.choices:
        if not isinstance(choice, Compared) or len(choice.parts) != 1 or choice.parts[0][0] != "==":
            return None
        found.append(choice.parts[0][1])
    return found


def _guard(refusal: Refusal, tree: Expr, header: str, environment: Environment) -> str | None:
    """What asks for a field that may be absent; None where something else is wrong, or it has no name out here."""
    if not isinstance(refusal, MayBeAbsent):
        return None
    part = next(one for one in _all(tree) if (one.start, one.end) == (refusal.start, refusal.end))
    guard = _presence(part, header)
    try:
        refused = check(parse(guard), guard, environment)
    except Refusal:
        return None
    return None if any(not isinstance(one, MayBeAbsent) for one in refused) else guard


def _undeclared(tree: Expr, header: str) -> Iterator[str]:
    """What asks for each field that nothing declares, inner ones first; nothing where the header itself decides."""
    several = list(_all(tree))
    if any(isinstance(part, Has | Junction | Choice | Loop) for part in several):
        return
    for part in reversed(several):
        match part:
            case Select(operand=operand, field=name, denoted=None):
                holder = operand.type
            case Call(function="[]", arguments=[operand, Literal(value=str() as name)]):
                holder = operand.type
            case _:
                continue
        if (
            holder == DYN
            or holder.name == "map"
            or (isinstance(holder, Record) and name not in holder.fields)
        ):
            yield _presence(part, header)


def _presence(part: Expr, header: str) -> str:
    """`has(a.b)`, or `"b" in a` for what is written as `a["b"]`."""
    if isinstance(part, Call):
        holder, name = (header[one.start : one.end] for one in part.arguments)
        return f"{name} in {holder}"
    return f"has({header[part.start : part.end]})"


def _all(expr: Expr) -> Iterator[Expr]:
    yield expr
    for part in parts(expr):
        yield from _all(part)
