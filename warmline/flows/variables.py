"""What a flow learns while it runs: named, typed, with the level it may be told at."""

from collections.abc import Container, Mapping
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
from warmline.conditions.told import SITUATIONS, Told
from warmline.conditions.types import STRING, FieldType, Record, Type
from warmline.flows.world import World

GIVEN = "given"
"""The thing whose fields are the variables of a flow, for where one may not be known: `has(given.amount)`."""
TAKEN = frozenset({"customer", "contact", "now", "situations", "event", "value", "secret", GIVEN})
"""Names that no variable can have."""


@dataclass(frozen=True, slots=True)
class Variable:
    """Something a flow learns. `disclosure` is how well a customer must be known to be told of it.

    `said` is what the customer has said themselves, and nobody else has told of them.
    """

    name: str
    field: FieldType
    disclosure: Disclosure = Disclosure.ANONYMOUS
    said: bool = False


def thing(facts: Facts, record: Record) -> FieldType:
    """A variable that is a thing with fields, read from a JSON object."""

    def read(raw: object) -> Known:
        if not isinstance(raw, dict):
            raise Misfit("is not a map")
        return facts.thing(record, raw.get)

    return FieldType(record, False, read)


class FlowFacts:
    """All that the expressions of one flow may see, and how a frame of it is made."""

    def __init__(
        self, facts: Facts, variables: Mapping[str, Variable], words: Container[str] = frozenset()
    ) -> None:
        """`words` are those that are written in the flow: facts that it does not mention are not looked up."""
        self._facts = facts
        self._variables = dict(variables)
        fields = {name: _optional(one.field) for name, one in variables.items()}
        self._given = Record(GIVEN, (), fields)
        self._maybe = {name: _loose(one.field.type) for name, one in variables.items()}
        kinds: dict[str, Type] = {GIVEN: self._given}
        kinds |= {name: one.field.type for name, one in variables.items()}
        money = [name for name, one in variables.items() if is_money(one.field)]
        self.whole = facts.with_variables(kinds, money)
        """Everything, as if all of it were known."""
        slots = self.whole.slots
        self._plain = [name for name in slots if name not in variables]
        self._slots = slots
        self._uses = {name: name in words for name in self._plain}
        self._empty: Frame = [MOST_WORK, *(self._nothing_of(name) for name in slots), *[None] * DEEPEST]

    def _nothing_of(self, name: str) -> Any:
        """What stands for a variable that is not known: of a thing, one without any field."""
        kind = self.whole.variables[name]
        return self._facts.thing(kind, _nothing) if isinstance(kind, Record) else None

    def environment(self, known: frozenset[str]) -> Environment:
        """What is seen where these variables are known: of a thing that may not be, each field may be absent."""
        kinds = {name: self.whole.variables[name] for name in self._plain}
        for name, one in self._variables.items():
            if name in known:
                kinds[name] = one.field.type
            elif isinstance(one.field.type, Record):
                kinds[name] = self._maybe[name]
        return self.whole.part(kinds)

    def frame(self, world: World, contact: Find, values: Mapping[str, Any], told: Told | None) -> Frame:
        """The facts of one moment for the expressions of the flow, all of them or what may be `told`."""
        facts, slots, uses = self._facts, self._slots, self._uses
        frame = self._empty.copy()
        frame[slots["now"]] = timestamp(world.now * 1_000)
        find = world.customer if told is None else told.masked(world.customer)
        if uses["customer"]:
            frame[slots["customer"]] = facts.customer(find)
        if uses["contact"]:
            frame[slots["contact"]] = facts.contact(contact)
        if uses["situations"]:
            frame[slots["situations"]] = [one["id"] for one in find(SITUATIONS) or ()]
        known = {}
        for name, raw in values.items():
            one = self._variables.get(name)
            if one is not None and raw is not None and (told is None or one.disclosure <= told.level):
                known[name] = raw
                frame[slots[name]] = _read(one, raw)
        if uses[GIVEN]:
            frame[slots[GIVEN]] = facts.thing(self._given, known.get)
        return frame


def _read(one: Variable, raw: Any) -> Any:
    try:
        return one.field.read(raw)
    except (Misfit, EvaluationError):
        return None


def text_variable(name: str) -> Variable:
    """A variable that is a text."""
    return Variable(name, FieldType(STRING, False, str), said=True)


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
