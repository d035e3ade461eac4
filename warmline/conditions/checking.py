"""Checks a tree against the declared variables: names, types, fields that may be absent; and notes what it found.

Afterwards each part has its type, each variable its slot, and each call the function that its types choose.
All that is wrong is found in one go: a part that was refused counts as of any type for the parts around it.
"""

from warmline.business.suggest import nearest
from warmline.conditions.calls import Calls
from warmline.conditions.environment import Environment
from warmline.conditions.errors import MayBeAbsent, Refusal, UnknownName, WrongType
from warmline.conditions.guards import NOTHING, Facts, key, when
from warmline.conditions.remedies import did_you_mean, elsewhere, for_result
from warmline.conditions.tree import (
    Call,
    Choice,
    Expr,
    Has,
    Junction,
    ListOf,
    Literal,
    Loop,
    MapOf,
    Name,
    Select,
)
from warmline.conditions.types import (
    BOOL,
    DYN,
    TYPE,
    FieldType,
    Record,
    Type,
    fits,
    in_words,
    join,
    list_of,
    map_of,
)
from warmline.conditions.values import NAMES, TypeName, name_of

_SIMPLE_TYPES = frozenset(name for name in NAMES.values() if "." not in name)
_LONG_TYPES = frozenset(name for name in NAMES.values() if "." in name)
_SLIP = 0.8
"""How much a name must resemble a declared one to be taken for a slip, where names of one's own are welcome."""
_KEYS = ("int", "uint", "bool", "string", "dyn")


def check(expr: Expr, source: str, environment: Environment, given: Expr | None = None) -> list[Refusal]:
    """All that is wrong with an expression, in the order of the text; `given` holds whenever it is evaluated."""
    checker = _Checker(source, environment)
    checker.check(expr, NOTHING if given is None else when(given, True, checker.slot))
    return sorted(checker.refusals, key=lambda refusal: (refusal.start, refusal.end))


class _Checker:
    def __init__(self, source: str, environment: Environment) -> None:
        self.refusals: list[Refusal] = []
        self._source = source
        self._environment = environment
        self._scope: list[tuple[str, int, Type]] = []
        self._calls = Calls(source, self.refusals)

    def check(self, expr: Expr, facts: Facts) -> Type:
        """The type of an expression; noted on it."""
        expr.type = self._type(expr, facts)
        return expr.type

    def _type(self, expr: Expr, facts: Facts) -> Type:
        match expr:
            case Literal(value=value):
                return Type(name_of(value))
            case Name():
                return self._name(expr)
            case Select():
                return self._select(expr, facts)
            case Has():
                return self._has(expr, facts)
            case Call():
                return self._call(expr, facts)
            case Junction():
                return self._junction(expr, facts)
            case Choice():
                return self._choice(expr, facts)
            case ListOf(elements=elements):
                return list_of(self._joined([self._value(element, facts) for element in elements]))
            case MapOf():
                return self._map(expr, facts)
            case Loop():
                return self._loop(expr, facts)

    def _value(self, expr: Expr, facts: Facts) -> Type:
        """The type of something that is used as a whole: not of a thing with fields."""
        kind = self.check(expr, facts)
        if isinstance(kind, Record):
            names = list(kind.fields)
            shown = self._written(expr)
            example = f": {shown}.{names[0]}" if names else ""
            self._refuse(
                WrongType, f"{shown} is a thing with fields, not a value", f"name a field{example}", expr
            )
            return DYN
        return kind

    # -- names

    def slot(self, name: Name) -> int:
        """The slot of a variable where the checker is now."""
        if not name.whole:
            for known, slot, _ in reversed(self._scope):
                if known == name.name:
                    return slot
        return self._environment.slots.get(name.name, 0)

    def _name(self, expr: Name) -> Type:
        slot = self.slot(expr)
        expr.slot = slot
        if slot >= self._environment.first_free:
            return next(kind for _, known, kind in reversed(self._scope) if known == slot)
        if slot:
            self._environment.used.add(expr.name)
            return self._environment.variables[expr.name]
        if expr.name in _SIMPLE_TYPES:
            expr.denoted = TypeName(expr.name)
            return TYPE
        found = elsewhere(expr.name, self._environment.variables)
        names = [*self._environment.variables, *(name for name, _, _ in self._scope)]
        remedy = f"did you mean {found}?" if found else did_you_mean(expr.name, names)
        if not found and remedy.startswith("known:"):
            remedy += f'; a text stands in quotes: "{expr.name}"'
        self._refuse(UnknownName, f'there is no variable "{expr.name}"', remedy, expr)
        return DYN

    def _select(self, expr: Select, facts: Facts) -> Type:
        if self._written(expr) in _LONG_TYPES:
            expr.denoted = TypeName(self._written(expr))
            return TYPE
        field = self._field(expr, expr.operand, expr.field, facts)
        if field is None:
            return DYN
        if field.optional:
            self._guarded(expr, expr.operand, expr.field, facts)
        return field.type

    def _guarded(self, expr: Expr, operand: Expr, name: str, facts: Facts) -> None:
        way = key(operand, self.slot)
        if way is not None and (*way, name) in facts:
            return
        shown = f"{self._written(operand)}.{name}"
        if way is None:
            remedy = "guard it where it has a name: list.exists(x, has(x.field) && x.field == …)"
        else:
            remedy = f"guard it: has({shown}) && …"
        self._refuse(MayBeAbsent, f"{shown} may be absent", remedy, expr)

    def _has(self, expr: Has, facts: Facts) -> Type:
        self._field(expr, expr.operand, expr.field, facts)
        return BOOL

    def _field(self, expr: Expr, operand: Expr, name: str, facts: Facts) -> FieldType | None:
        """What is declared of a field; None where nothing is, or it was refused."""
        kind = self.check(operand, facts)
        if isinstance(kind, Record):
            return self._field_of(expr, operand, kind, name)
        if kind.name == "map" and kind.parameters:
            if not fits(kind.parameters[0], Type("string")):
                self._refuse(WrongType, "the keys of this map are not texts", "write map[key]", expr)
                return None
            return FieldType(kind.parameters[1], False, _unread)
        if kind != DYN:
            what = f"{self._written(operand)} is {in_words(kind)}, and has no field {name}"
            remedy = "use exists(), all() or an index: list[0]" if kind.name == "list" else "leave it out"
            if kind.name in ("list", "string") and name in ("length", "size", "count", "len"):
                remedy = f"write size({self._written(operand)})"
            self._refuse(UnknownName, what, remedy, expr)
        return None

    def _field_of(self, expr: Expr, operand: Expr, kind: Record, name: str) -> FieldType | None:
        field = kind.fields.get(name)
        if field is not None:
            return field
        before = self._written(operand)
        remedy = did_you_mean(name, kind.fields, before + ".")
        slip = nearest(name, kind.fields, _SLIP)
        if kind.dynamic and not slip:
            return None
        found = "" if slip else elsewhere(name, self._environment.variables)
        if found:
            remedy = f"did you mean {found}?"
        elif kind.open and remedy.startswith("known:"):
            remedy += f'; a property of your own: {before}["{name}"]'
        self._refuse(UnknownName, f"{kind.name} has no field {name}", remedy, expr)
        return None

    # -- calls

    def _call(self, expr: Call, facts: Facts) -> Type:
        if expr.function in ("[]", "in"):
            holder = expr.arguments[0 if expr.function == "[]" else 1]
            kind = self.check(holder, facts)
            if isinstance(kind, Record):
                return self._by_name(expr, holder, kind, facts)
        given = [self._value(argument, facts) for argument in expr.arguments]
        return self._calls.check(expr, given)

    def _by_name(self, expr: Call, holder: Expr, kind: Record, facts: Facts) -> Type:
        """`event["name"]` and `"name" in event`."""
        name = expr.arguments[1 if expr.function == "[]" else 0]
        if not fits(self._value(name, facts), Type("string")):
            self._refuse(
                WrongType, "fields are named by texts", f'write {self._written(holder)}["name"]', name
            )
            return DYN
        if expr.function == "in":
            return BOOL
        written = name.value if isinstance(name, Literal) else None
        if isinstance(written, str) and written in kind.fields:
            field = kind.fields[written]
            if field.optional:
                self._guarded(expr, holder, written, facts)
            return field.type
        if not kind.open:
            remedy = did_you_mean(written or "", kind.fields, self._written(holder) + ".")
            self._refuse(UnknownName, f"{kind.name} has declared fields only", remedy, expr)
        return DYN

    def _junction(self, expr: Junction, facts: Facts) -> Type:
        truth = expr.operator == "&&"
        proved = [when(operand, truth, self.slot) for operand in expr.operands]
        for index, operand in enumerate(expr.operands):
            others = NOTHING.union(*proved[:index], *proved[index + 1 :])
            self._boolean(operand, facts | others, expr.operator)
        return BOOL

    def _boolean(self, expr: Expr, facts: Facts, where: str) -> None:
        kind = self._value(expr, facts)
        if not fits(kind, BOOL):
            what = f"{self._written(expr)} is {in_words(kind)}, and {where} takes true or false"
            self._refuse(WrongType, what, for_result(kind, expr, self._source), expr)

    def _choice(self, expr: Choice, facts: Facts) -> Type:
        self._boolean(expr.condition, facts, "?:")
        yes = self._value(expr.yes, facts | when(expr.condition, True, self.slot))
        no = self._value(expr.no, facts | when(expr.condition, False, self.slot))
        if fits(yes, no) or fits(no, yes):
            return join(yes, no)
        what = f"{self._written(expr.yes)} is {in_words(yes)}, and {self._written(expr.no)} is {in_words(no)}"
        self._refuse(WrongType, what, "let both sides of : be of the same type", expr)
        return DYN

    def _map(self, expr: MapOf, facts: Facts) -> Type:
        keys = [self._value(entry, facts) for entry, _ in expr.entries]
        values = [self._value(value, facts) for _, value in expr.entries]
        for (entry, _), kind in zip(expr.entries, keys, strict=True):
            if kind.name not in _KEYS:
                what = f"{in_words(kind)} cannot be the key of a map"
                self._refuse(WrongType, what, "use a text, a whole number, true or false", entry)
        return map_of(self._joined(keys), self._joined(values))

    def _loop(self, expr: Loop, facts: Facts) -> Type:
        over = self._value(expr.over, facts)
        if over.name in ("list", "map") and over.parameters:
            element = over.parameters[0]
        else:
            if over != DYN:
                what = f"{self._written(expr.over)} is {in_words(over)}: {expr.macro}() goes over a list or a map"
                self._refuse(WrongType, what, "name a list", expr.over)
            element = DYN
        expr.slot = self._environment.first_free + len(self._scope)
        self._scope.append((expr.variable, expr.slot, element))
        proved = NOTHING
        if expr.predicate is not None:
            self._boolean(expr.predicate, facts, f"{expr.macro}()")
            proved = when(expr.predicate, True, self.slot)
        result = BOOL
        if expr.result is not None:
            result = list_of(self._value(expr.result, facts | proved))
        elif expr.macro == "filter":
            result = list_of(element)
        self._scope.pop()
        return result

    def _joined(self, kinds: list[Type]) -> Type:
        found = kinds[0] if kinds else DYN
        for kind in kinds[1:]:
            found = join(found, kind)
        return found

    def _written(self, expr: Expr) -> str:
        text = " ".join(self._source[expr.start : expr.end].split())
        return text if len(text) <= 60 else text[:59] + "…"

    def _refuse(self, kind: type[Refusal], what: str, remedy: str, expr: Expr) -> None:
        start = expr.start
        if kind is UnknownName and isinstance(expr, Select):
            start = expr.end - len(expr.field)
        self.refusals.append(kind(what, remedy, start, expr.end))


def _unread(raw: object) -> object:
    return raw
