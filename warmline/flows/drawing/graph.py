"""What there is to draw of a flow: its steps in a few words, the ways between them, the ways out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from warmline.flows.drawing.traffic import Traffic
from warmline.flows.model import BACK, CALLBACK, END, HANDOVER, RESERVED, START, Flow, Step
from warmline.flows.steps.ask import Ask
from warmline.flows.steps.call import Call
from warmline.flows.steps.do import Do
from warmline.flows.steps.handover import HandOver
from warmline.flows.steps.identify import Identify
from warmline.flows.steps.look_up import LookUp
from warmline.flows.steps.menu import Menu
from warmline.flows.steps.offer import Offer
from warmline.flows.steps.verify import Verify

AGAIN = "again"
OUT = {
    END: "the end",
    HANDOVER: "a person",
    CALLBACK: "a callback",
    BACK: "back",
    START: "the beginning",
    AGAIN: "here again",
}
"""What ways out of a flow are called in a picture; they are written in the step, so that lines stay few."""
FEW = 3
"""Neighbours on either side of a step that are shown of it alone."""
OTHERWISE = {"otherwise": "anything else"}
"""Labels that say more in other words."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way that leads to no other step of the flow."""

    label: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step. `words` is what it says or does, `calls` the flows that it leads into."""

    name: str
    kind: str
    words: tuple[str, ...]
    exits: tuple[Exit, ...]
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The ways from one step to another, by their labels ("" for the usual one)."""

    source: str
    target: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A flow to be drawn. The first node is where it begins."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(flow: Flow) -> Graph:
    """The whole of a flow."""
    names = [flow.start, *(name for name in flow.steps if name != flow.start)]
    steps = [flow.steps[name] for name in names if name in flow.steps]
    return Graph(
        nodes=tuple(_node(flow, step) for step in steps),
        edges=tuple(edge for step in steps for edge in _edges(flow, step)),
    )


def around(graph: Graph, name: str) -> Graph:
    """The part of a flow near one step: where somebody came from, where they can go; of many, the first few."""
    before = [edge for edge in graph.edges if edge.target == name][:FEW]
    after = [edge for edge in graph.edges if edge.source == name][:FEW]
    edges = tuple(before + after)
    near = {name, *(edge.source for edge in before), *(edge.target for edge in after)}
    nodes = [node for node in graph.nodes if node.name in near]
    nodes.sort(key=lambda node: not any(edge.source == node.name for edge in edges if edge.target == name))
    return Graph(nodes=tuple(nodes), edges=edges)


def _targets(flow: Flow, step: Step) -> Iterable[tuple[str, str]]:
    """Label and target of each way out of a step, the same one once."""
    found = ((way.label, AGAIN if way.target == step.name else way.target) for way in step.ways)
    return dict.fromkeys((label, target) for label, target in found if target)


def _edges(flow: Flow, step: Step) -> Iterable[Edge]:
    labels: dict[str, list[str]] = {}
    for label, target in _targets(flow, step):
        if target in flow.steps:
            labels.setdefault(target, []).append(OTHERWISE.get(label, label))
    for target, several in labels.items():
        yield Edge(source=step.name, target=target, labels=tuple(several))


def _node(flow: Flow, step: Step) -> Node:
    exits = tuple(
        Exit(OTHERWISE.get(label, label), target)
        for label, target in _targets(flow, step)
        if target not in flow.steps and (target in RESERVED or target == AGAIN)
    )
    said = [str(one) for one in step.say]
    return Node(
        name=step.name,
        kind=step.kind.replace("_", " "),
        words=tuple(part for part in (_does(step), *said) if part),
        exits=exits,
        calls=tuple(dict.fromkeys(step.calls())),
    )


def _does(step: Step) -> str:
    """What a step does besides saying something."""
    match step:
        case LookUp() | Do():
            return step.operation.name
        case Ask():
            return f"{step.what} ({step.as_})" + (", secret" if step.secret else "")
        case Identify():
            return "by " + ", ".join(step.by)
        case Verify():
            return f"by {step.by}"
        case Offer():
            return step.situation
        case Call():
            return step.callee
        case HandOver():
            return step.queue
        case Menu():
            return "most likely first" if step.ranked else ""
    return ""


def went(edge: Edge, traffic: Traffic) -> int:
    """How many went from one step to another."""
    return traffic.moves.get((edge.source, edge.target), 0)
