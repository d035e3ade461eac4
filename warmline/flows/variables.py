"""What a flow learns while it runs: named, typed, with the level it may be told at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warmline.business.model import Disclosure
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import Facts
from warmline.conditions.known import Find, Known
from warmline.conditions.limits import DEEPEST, MOST_WORK
from warmline.conditions.reading import Misfit, is_money
from warmline.conditions.times import timestamp
from warmline.conditions.types import STRING, FieldType, Record, Type
from warmline.flows.world import World

GIVEN = "given"
"""The thing whose fields are the variables of a flow, for where one may not be known: `has(given.amount)`."""
TAKEN = frozenset({"customer", "contact", "now", "situations", "event", "value", "secret", GIVEN})
"""Names that no variable can have."""


@dataclass(frozen=True, slots=True)
class Variable:
    """Something a flow learns. `disclosure` is how well a customer must be known to be told of it."""

    name: str
    field: FieldType
    disclosure: Disclosure = Disclosure.ANONYMOUS


def thing(facts: Facts, record: Record) -> FieldType:
    """A variable that is a thing with fields, read from a JSON object."""

    def read(raw: object) -> Known:
        if not isinstance(raw, dict):
            raise Misfit("is not a map")
        return facts.thing(record, raw.get)

    return FieldType(record, False, read)


class FlowFacts:
    """All that the expressions of one flow may see, and how a frame of it is made."""

    def __init__(self, facts: Facts, variables: Mapping[str, Variable]) -> None:
        self._facts = facts
        self._variables = tuple(variables.values())
        self._given = Record(GIVEN, (), {one.name: _optional(one.field) for one in self._variables})
        self._maybe = {one.name: _loose(one.field.type) for one in self._variables}
        kinds: dict[str, Type] = {GIVEN: self._given}
        kinds |= {one.name: one.field.type for one in self._variables}
        money = [one.name for one in self._variables if is_money(one.field)]
        self.whole = facts.with_variables(kinds, money)
        """Everything, as if all of it were known."""
        self._plain = [name for name in self.whole.variables if name not in variables]
        self._room = [None] * DEEPEST

    def environment(self, known: frozenset[str]) -> Environment:
        """What is seen where these variables are known: of a thing that may not be, each field may be absent."""
        kinds = {name: self.whole.variables[name] for name in self._plain}
        for one in self._variables:
            if one.name in known:
                kinds[one.name] = one.field.type
            elif isinstance(one.field.type, Record):
                kinds[one.name] = self._maybe[one.name]
        return self.whole.part(kinds)

    def frame(self, world: World, contact: Find, values: Mapping[str, Any], told: "Told | None") -> Frame:
        """The facts of one moment for the expressions of the flow, all of them or what may be `told`."""
        facts = self._facts
        customer = world.customer
        find: Find = customer
        if told is not None:
            find = told.masked(customer)
            level = told.level
            hidden = [one.name for one in self._variables if one.disclosure > level and one.name in values]
            if hidden:
                values = {name: value for name, value in values.items() if name not in hidden}
        frame: Frame = [
            MOST_WORK,
            facts.customer(find),
            facts.contact(contact),
            timestamp(world.now * 1_000),
            [one["id"] for one in customer("situations") or ()],
            facts.thing(self._given, values.get),
        ]
        for one in self._variables:
            frame.append(self._value(one, values))
        frame += self._room
        return frame

    def _value(self, one: Variable, values: Mapping[str, Any]) -> Any:
        raw = values.get(one.name)
        kind = one.field.type
        if raw is None:
            return self._facts.thing(kind, _nothing) if isinstance(kind, Record) else None
        try:
            return one.field.read(raw)
        except (Misfit, EvaluationError):
            return None


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told to somebody who is known at `level`; `levels` are those of the fields of a profile."""

    level: Disclosure
    levels: Mapping[str, Disclosure]

    def masked(self, find: Find) -> Find:
        """Gives what may be told; the rest seems not to be there."""
        levels, level = self.levels, self.level
        return lambda name: find(name) if levels.get(name, Disclosure.STAFF) <= level else None


def text_variable(name: str) -> Variable:
    """A variable that is a text."""
    return Variable(name, FieldType(STRING, False, str))


def _optional(field: FieldType) -> FieldType:
    return FieldType(field.type, True, field.read)


def _loose(kind: Type) -> Type:
    """A thing each field of which may be absent."""
    if not isinstance(kind, Record):
        return kind
    fields = {name: _optional(field) for name, field in kind.fields.items()}
    return Record(kind.name, (), fields, kind.open, kind.dynamic)


def _nothing(name: str) -> Any:
    return None
