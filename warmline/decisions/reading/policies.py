"""Reading policies: a YAML file holds one, or a list of them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.suggest import nearest, suggest
from warmline.conditions.checked import Checked, line_of_text
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.types import TIMESTAMP
from warmline.decisions.actions.base import Action, Place
from warmline.decisions.actions.names import HOW, NAME
from warmline.decisions.actions.proposals import Proposal
from warmline.decisions.actions.registry import ACTIONS, PROPOSALS
from warmline.decisions.model import ANY, DAY, Delay, Policy
from warmline.events.catalogue import CATALOGUE

PATTERN = "policies/**/*.yaml"
NEVER_SEEN = {
    "customer.linked": "it says who is who, of people rather than about them; watch what the customer does",
    "customer.unlinked": "it says who is who, of people rather than about them; watch what the customer does",
    "customer.erased": "nobody is left whom it could be about; tell outside systems by a webhook of webhooks.yaml",
    "policy.due": "write after: in the policy that waits",
    "reach.postponed": "what waited for the end of quiet hours is done by the policy that wanted it",
}
"""Events on which a policy would be loaded and never asked, and what to do instead."""
_KEYS = ("policy", "why", "on", "when", "do", "after", "within", "priority")


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    policy: str
    why: str
    on: Any
    do: Any
    when: Any = None
    after: Any = None
    within: str = "1d"
    priority: int = 50


class _Asked(msgspec.Struct, forbid_unknown_fields=True):
    asked: tuple[str, ...]


class _After(msgspec.Struct, forbid_unknown_fields=True):
    wait: str
    from_: str = msgspec.field(name="from", default="")


def read_policies(folder: Folder, checked: Checked) -> list[Policy]:
    """All policies in the YAML files below `policies/`, in the order of files and lines."""
    found = []
    for path in folder.matching(PATTERN):
        node = folder.yaml(path, checked.report)
        for one in each(node):
            policy = _read(one, checked)
            if policy is not None:
                found.append(policy)
    return found


def each(node: Node | None) -> Iterator[Node]:
    """What a file holds: one thing, or each of a list of them."""
    if isinstance(node, Sequence):
        yield from node.items
    elif node is not None and not (isinstance(node, Scalar) and node.value is None):
        yield node


def _read(node: Node, checked: Checked) -> Policy | None:
    name = node.items["policy"] if isinstance(node, Mapping) and "policy" in node.items else None
    called = f'policy "{name.text}"' if isinstance(name, Scalar) else "a policy"
    written = decode(node, _Written, checked.report, called)
    if written is None or not isinstance(node, Mapping):
        return None
    if not NAME.fullmatch(written.policy):
        checked.problem(node.file, node.line, f'"{written.policy}" is not a name for a policy', HOW)
    if not written.why.strip():
        checked.problem(
            node.file, node.line_of("why"), f"{called} does not say why", "add why: in plain words"
        )
    on, asked = _occasion(node.items["on"], called, checked)
    environment = checked.environment(on)
    when = _condition(node, environment, checked)
    place = Place(written.policy, checked, environment, when)
    do, proposes = done(node.items["do"], bool(asked), place)
    within = checked.length(written.within, node.file, node.line_of("within"))
    return Policy(
        name=written.policy,
        why=written.why.strip(),
        place=f"{node.file}:{node.line}",
        environment=environment,
        do=tuple(do),
        proposes=tuple(proposes),
        on=on,
        asked=asked,
        when=when,
        after=_delay(node, bool(asked), environment, checked),
        within=within or DAY,
        priority=written.priority,
        digest=digest(node.plain()),
    )


def digest(written: Any) -> str:
    """Changes whenever anything that is written changes."""
    return sha256(msgspec.json.encode(written)).hexdigest()[:12]


def _occasion(node: Node, called: str, checked: Checked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The event types or the situations."""
    if isinstance(node, Mapping):
        asked = decode(node, _Asked, checked.report, f"{called}, on")
        for index, one in enumerate(asked.asked if asked else ()):
            if not NAME.fullmatch(one):
                line = node.line_of("asked", index)
                checked.problem(node.file, line, f'"{one}" is not a name for a situation', HOW)
        return (), asked.asked if asked else (ANY,)
    types = decode(node, tuple[str, ...], checked.report, f"{called}, on")
    if not types:
        remedy = "name event types: [invoice.issued], or situations: {asked: any}"
        checked.problem(node.file, node.line, f"{called} happens on nothing", remedy)
    for index, one in enumerate(types or ()):
        check_event_type(one, node.file, node.line_of(index), checked)
    return types or (), ()


def check_event_type(name: str, file: str, line: int, checked: Checked) -> None:
    """Types of one's own are welcome; what looks like a slip of the pen is refused."""
    if not name.strip():
        checked.problem(file, line, "an event type is empty", "name one, such as invoice.issued")
    elif name in NEVER_SEEN:
        checked.problem(file, line, f"no policy sees {name}", NEVER_SEEN[name])
    elif name not in CATALOGUE and (guess := nearest(name, CATALOGUE, 0.8)):
        checked.problem(file, line, f'"{name}" is not an event type', f"did you mean {guess}?")


def _condition(node: Mapping, environment: Environment, checked: Checked) -> Condition | None:
    when = node.items.get("when")
    if when is None:
        return None
    if not isinstance(when, Scalar) or not when.text.strip():
        checked.problem(
            node.file, when.line, "when is not a condition", 'write one: when: "event.total > 1000"'
        )
        return None
    return checked.condition(when.text, environment, node.file, line_of_text(when))


def _delay(node: Mapping, asked: bool, environment: Environment, checked: Checked) -> Delay | None:
    after = node.items.get("after")
    if after is None:
        return None
    if asked:
        remedy = "remove after; only policies on events can wait"
        checked.problem(node.file, after.line, "a question is answered at once", remedy)
        return None
    if isinstance(after, Mapping):
        written = decode(after, _After, checked.report, "after")
        if written is None:
            return None
        wait = checked.length(written.wait, node.file, after.line_of("wait"))
        since = None
        if written.from_:
            line = after.line_of("from")
            since = checked.expression(written.from_, environment, node.file, line, TIMESTAMP)
        return None if wait is None else Delay(wait=wait, since=since)
    text = after.text if isinstance(after, Scalar) else ""
    wait = checked.length(text, node.file, after.line)
    return None if wait is None else Delay(wait=wait)


def done(node: Node, asked: bool, place: Place) -> tuple[list[Action], list[Proposal]]:
    """What a policy does, or proposes."""
    entries = node.items if isinstance(node, Sequence) else (node,)
    do: list[Action] = []
    proposes: list[Proposal] = []
    for entry in entries:
        if not isinstance(entry, Mapping) or len(entry.items) != 1:
            place.refuse(
                entry, "an action is one word and what belongs to it", "write - remember: bill_shock"
            )
            continue
        ((kind, value),) = entry.items.items()
        line = Node(entry.file, entry.lines[kind])
        if asked and kind in PROPOSALS:
            if proposal := PROPOSALS[kind](value, place):
                proposes.append(proposal)
        elif not asked and kind in ACTIONS:
            if action := ACTIONS[kind](value, place):
                do.append(action)
        elif kind in PROPOSALS:
            remedy = "remember a situation here, and propose it in a policy that is asked: on: {asked: …}"
            place.refuse(line, f'"{kind}" answers a question, and an event is none', remedy)
        elif kind in ACTIONS:
            place.refuse(line, f'"{kind}" is done on events, not in answer to a question', "advise or offer")
        else:
            known = PROPOSALS if asked else ACTIONS
            place.refuse(line, f'"{kind}" is not an action', suggest(kind, known))
    if not entries:
        place.refuse(node, "it does nothing", "list what it does: do: [remember: bill_shock]")
    return do, proposes
