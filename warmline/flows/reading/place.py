"""Where a step is read: the words of its file, and what is known there to check them against."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, TypeVar

from warmline.business.decode import decode
from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked, line_of_text
from warmline.conditions.condition import Condition, ConditionRefused, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.errors import Refusal
from warmline.conditions.said import Said
from warmline.conditions.types import Type
from warmline.flows.model import Way
from warmline.flows.operations import Operation
from warmline.flows.sentences import NOTHING, Sentences
from warmline.flows.service import Service
from warmline.flows.variables import FlowFacts, Variable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """The variables that a flow gives to its caller, whichever way it ends, and at some of its ends."""

    always: tuple[Variable, ...] = ()
    perhaps: tuple[Variable, ...] = ()


@dataclass(slots=True)
class Around:
    """What all flows of a business are read against. `gives` are the variables that flows give to their callers."""

    checked: Checked
    service: Service
    operations: MappingOf[str, Operation]
    flows: MappingOf[str, Node]
    gives: dict[str, Given] = field(default_factory=dict)


@dataclass(slots=True)
class StepPlace:
    """One step as it is written: its keys, and below those the keys of its kind, as one map.

    `known` are the variables that are known whenever a session comes here, `secrets` what was entered by then.
    """

    around: Around
    flow: str
    name: str
    kind: str
    node: Mapping
    facts: FlowFacts | None = None
    known: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    """All words that are written in the flow."""
    guard: str = ""
    """The condition that holds whenever a session comes here, "" for none."""

    @property
    def called(self) -> str:
        """What the step is called in messages."""
        return f'step "{self.name}"'

    @property
    def checked(self) -> Checked:
        """What checks texts and expressions."""
        return self.around.checked

    def decode(self, kind: type[T]) -> T | None:
        """All of it as a struct; None after reporting why not."""
        return decode(self.node, kind, self.checked.report, self.called)

    def environment(self, *more: str) -> Environment:
        """What expressions see here; with `more`, where those variables are known as well."""
        assert self.facts is not None, "variables are found before expressions are read"
        return self.facts.environment(self.known | {*more})

    def at(self, *path: str | int) -> Node:
        """What stands at a path below the step; an empty value where nothing does."""
        node: Node = self.node
        for part in path:
            if isinstance(node, Mapping) and part in node.items:
                node = node.items[str(part)]
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                return Scalar(self.node.file, self.node.line_of(*path), None, "")
        return node

    def has(self, *path: str | int) -> bool:
        """Whether something stands at a path."""
        node = self.at(*path)
        return not (isinstance(node, Scalar) and node.value is None)

    def sentences(self, *path: str | int, known: tuple[str, ...] = ()) -> Sentences:
        """The texts at a path, one or a list; where `known` variables are known as well."""
        if not self.has(*path):
            return NOTHING
        node = self.at(*path)
        nodes = node.items if isinstance(node, Sequence) else (node,)
        found = [self.text(one, known=known) for one in nodes]
        return Sentences(tuple(said for said in found if said is not None))

    def text(self, node: Node, known: tuple[str, ...] = (), about: str = "") -> Said | None:
        """One text for customers."""
        about = about or f"{self.flow}, {self.name}"
        environment = self.environment(*known)
        return self.checked.said(node, environment, about, self._guard(environment))

    def label(self, text: str, node: Node) -> Said | None:
        """A text for customers that is written as a key."""
        return self.checked.said(Scalar(node.file, node.line, text, text), self.environment())

    def condition(self, *path: str | int) -> Condition | None:
        """The condition at a path; None where there is none, or after reporting what is wrong with it."""
        node = self.at(*path)
        if not self.has(*path):
            return None
        if not isinstance(node, Scalar):
            self.refuse(path, "this is no condition", 'write one: when: "invoice.total > 1000.0"')
            return None
        return self.checked.condition(node.text, self.environment(), node.file, line_of_text(node))

    def expression(
        self,
        *path: str | int,
        wanted: tuple[Type, ...] = (),
        environment: Environment | None = None,
        given: Condition | None = None,
    ) -> Expression | None:
        """The expression at a path, evaluated when `given` holds."""
        node = self.at(*path)
        if not isinstance(node, Scalar) or not self.has(*path):
            self.refuse(path, "an expression is missing", "write what it is: customer.account")
            return None
        env = environment or self.environment()
        given = given or self._guard(env)
        return self.checked.expression(node.text, env, node.file, line_of_text(node), *wanted, given=given)

    def _guard(self, environment: Environment) -> Condition | None:
        """What a branch has found out; a condition that is wrong is reported where it stands."""
        if not self.guard:
            return None
        try:
            return Condition(self.guard, environment)
        except (ConditionRefused, Refusal):
            return None

    def mentioned(self, names: Iterable[str]) -> frozenset[str]:
        """Those of some names of fields that are written anywhere in the flow; no more is kept of an answer."""
        return frozenset(name for name in names if name in self.words)

    def operation(self, key: str) -> Operation | None:
        """The operation that is named at a key; None after reporting that there is none."""
        node = self.at(key)
        name = node.text if isinstance(node, Scalar) else ""
        found = self.around.operations.get(name)
        if found is None:
            self.refuse((key,), f'there is no operation "{name}"', suggest(name, self.around.operations))
        return found

    def queue(self, name: str) -> str:
        """A queue; reported where there is none of this name."""
        if name and name not in self.around.service.queues:
            self.refuse(("queue",), f'there is no queue "{name}"', suggest(name, self.around.service.queues))
        return name

    def is_flow(self, name: str, *path: str | int) -> bool:
        """Whether there is a flow of this name; reported where not."""
        if name in self.around.flows:
            return True
        self.refuse(path, f'there is no flow "{name}"', suggest(name, self.around.flows))
        return False

    def tries(self, tries: int) -> int:
        """How often something is asked, from 1 to 9; reported where it is not."""
        if not 1 <= tries <= 9:
            self.refuse(("tries",), f"it cannot be asked {tries} times", "write 1 to 9; 3 is the default")
        return max(1, min(tries, 9))

    def refuse(self, path: tuple[str | int, ...], what: str, remedy: str) -> None:
        """Report what is wrong at a path below the step."""
        line = self.node.line_of(*path)
        self.checked.problem(self.node.file, line, f"{self.called}: {what}", remedy)

    def common(self, ways: tuple[Way, ...]) -> dict[str, Any]:
        """What every step is made of."""
        return {
            "name": self.name,
            "flow": self.flow,
            "file": self.node.file,
            "line": self.node.line,
            "ways": ways,
        }
