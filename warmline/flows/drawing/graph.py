"""What there is to draw of a flow: its steps in a few words, the ways between them, the ways out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from warmline.flows.drawing.traffic import Traffic
from warmline.flows.drawing.words import AGAIN, kind_of, what_it_does
from warmline.flows.model import RESERVED, Flow, Step
from warmline.language.messages import Value

FEW = 3
"""Neighbours on either side of a step that are shown of it alone."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way that leads to no other step of the flow."""

    label: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step. `words` is what it says or does, `calls` the flows that it leads into."""

    name: str
    kind: Value
    words: tuple[Value, ...]
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
            labels.setdefault(target, []).append(label)
    for target, several in labels.items():
        yield Edge(source=step.name, target=target, labels=tuple(several))


def _node(flow: Flow, step: Step) -> Node:
    exits = tuple(
        Exit(label, target)
        for label, target in _targets(flow, step)
        if target not in flow.steps and (target in RESERVED or target == AGAIN)
    )
    said = [str(one) for one in step.say]
    return Node(
        name=step.name,
        kind=kind_of(step),
        words=tuple(part for part in (what_it_does(step), *said) if part),
        exits=exits,
        calls=tuple(dict.fromkeys(step.calls())),
    )


def went(edge: Edge, traffic: Traffic) -> int:
    """How many went from one step to another."""
    return traffic.moves.get((edge.source, edge.target), 0)
