"""Reading which operation of the company's systems is called, and what it is given."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from warmline.business.located import Mapping as MapNode
from warmline.business.located import Node, Scalar
from warmline.business.model import Business
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked, line_of_text
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.errors import ConditionError
from warmline.conditions.types import DOUBLE, INT, Type
from warmline.connectors.model import Operation
from warmline.connectors.reading import CONNECTORS
from warmline.decisions.operating import Doing, Operating, with_answer

_FIELD = re.compile(r"[a-z_][\w]*(\.[a-z_]\w*)+", re.ASCII)
RESULT = "result"
"""What the answer is called in what is told after something was done."""
Refuse = Callable[[str, str, str], None]
"""Reports that what stands at a key is wrong: the key, what is wrong, what to do about it."""


def operations_of(business: Business) -> Mapping[str, Operation]:
    """The operations that a business declares; none where it was read without its connectors."""
    return CONNECTORS.of(business) if CONNECTORS.name in business.sections else {}


def read_operating(
    node: MapNode,
    key: str,
    environment: Environment,
    checked: Checked,
    refuse: Refuse,
    given: Condition | None = None,
) -> Operating | None:
    """The operation that is named at `key` with its `with`; None after reporting what is wrong.

    A field that may be absent need not be guarded: without it, nothing is called.
    """
    operations = operations_of(checked.business)
    name = node.items[key]
    operation = operations.get(name.text) if isinstance(name, Scalar) else None
    if operation is None:
        what = f'there is no operation "{name.text if isinstance(name, Scalar) else ""}"'
        refuse(key, what, suggest(name.text if isinstance(name, Scalar) else "", operations))
        return None
    if operation.changes != (key == "do"):
        what = "only looks something up" if key == "do" else "changes something"
        refuse(key, f"{operation.name} {what}", "write an operation that " + _KINDS[key])
        return None
    written = node.items.get("with")
    values = written.items if isinstance(written, MapNode) else {}
    takes = operation.arguments.fields
    found = []
    for argument, value in values.items():
        if argument not in takes:
            refuse("with", f'{operation.name} takes no "{argument}"', suggest(argument, takes))
            continue
        text = value.text.strip() if isinstance(value, Scalar) else ""
        kind = takes[argument].type
        guard = _guard(text, environment) or given
        kinds: tuple[Type, ...] = (kind, INT) if kind == DOUBLE else (kind,)
        expression = checked.expression(
            text, environment, value.file, line_of_text(value), *kinds, given=guard
        )
        if expression is not None:
            found.append((argument, expression))
    missing = [one for one, field in takes.items() if one not in values and not field.optional]
    for one in missing:
        refuse("with", f'{operation.name} needs "{one}"', f"write with: {{{one}: …}}")
    return None if missing else Operating(operation, tuple(found))


_KINDS = {"do": "does something: a POST or a PATCH", "look_up": "looks something up: a GET"}


def read_doing(
    node: MapNode, called: str, checked: Checked, refuse: Refuse, given: Condition | None
) -> Doing | None:
    """How an offer is carried out, where it says so; None where it does not, or after reporting what is wrong."""
    if "do" not in node.items:
        for key in ("with", "receipt"):
            if key in node.items:
                refuse(key, f"{key} stands without do", "name the operation: do: billing.credit")
        return None
    operating = read_operating(node, "do", checked.environment(), checked, refuse, given)
    if operating is None:
        return None
    receipt: Node | None = node.items.get("receipt")
    environment = with_answer(checked.environment(), RESULT, operating.operation)
    said = checked.said(receipt, environment, f"{called}, receipt", given) if receipt is not None else None
    return Doing(operating, said)


def _guard(text: str, environment: Environment) -> Condition | None:
    """That a field is there, where an expression is a field and nothing else."""
    if _FIELD.fullmatch(text):
        with suppress(ConditionError):  # what is wrong with it is reported where it is read
            return Condition(f"has({text})", environment)
    return None
