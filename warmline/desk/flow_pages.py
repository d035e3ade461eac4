"""Flows as pictures, with how many customers went which way."""

from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from warmline.contacts import ways
from warmline.desk.desk import Desk
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.places import flow_title
from warmline.desk.screen import Screen, number_in
from warmline.flows.drawing.graph import Graph, graph_of
from warmline.flows.drawing.lines import Teller, in_words
from warmline.flows.drawing.svg import svg_of
from warmline.flows.drawing.traffic import Traffic
from warmline.flows.drawing.words import label_of, out_to
from warmline.flows.model import BUILT_IN, Flow
from warmline.language.messages import Value, marked
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

WINDOWS = marked({1: "since yesterday", 7: "in 7 days", 30: "in 30 days", 90: "in 90 days"})
DID = marked(
    {
        "solved": "solved",
        "closed": "closed",
        "gave_back": "given back",
        "passed_on": "passed on",
        "offered": "offered something",
        "acted": "did something",
    }
)
"""What people did who stepped in."""
ROLES = (Role.AGENT, *LOG_ROLES)


class Way(NamedTuple):
    """A way out of a step: when it is taken, where it leads, the step there ("" out of the flow), how many took it."""

    labels: tuple[Value, ...]
    to: Value
    step: str
    number: int


class Row(NamedTuple):
    """One step in the table: what the picture says, for whoever reads it instead. `people` is what those did who
    stepped in there, with how often."""

    name: str
    title: str
    kind: Value
    words: tuple[Value, ...]
    calls: tuple[tuple[str, str], ...]
    ways: list[Way]
    number: int
    people: list[str]


@get("/flows", include_in_schema=False, **staff(*ROLES))
async def flows_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """All flows of the business."""
    screen = Screen(request, desk)
    days = _days(request)
    begun = await desk.storage.read(lambda reader: ways.begun(reader, _since(screen, days)))
    flows = [
        (flow, flow_title(desk.book, name), begun.get(name, 0))
        for name, flow in desk.book.flows.items()
        if name != BUILT_IN
    ]
    flows.sort(key=lambda one: (-one[2], one[1]))
    return screen.page("flows/index.html", flows=flows, days=days, windows=WINDOWS)


@get("/flows/{name:str}", include_in_schema=False, **staff(*ROLES))
async def flow_page(request: AnyRequest, name: FromPath[str], desk: Injected) -> Response[str]:
    """One of them."""
    screen = Screen(request, desk)
    flow = desk.book.flows.get(name)
    if flow is None or name == BUILT_IN:
        raise NotFoundException("There is no such flow in the business.")
    days = _days(request)
    since = _since(screen, days)
    traffic, people = await desk.storage.read(
        lambda reader: (ways.traffic(reader, name, since), ways.people_did(reader, name, since))
    )
    graph, title, say = graph_of(flow), flow_title(desk.book, name), screen.language
    picture = svg_of(
        graph,
        title=title,
        traffic=traffic,
        href=lambda step: f"#step-{step}",
        teller=Teller(say=say.said, number=say.number, written=desk.business.languages[0]),
        alone=False,
    )
    return screen.page(
        "flows/one.html",
        flow=flow,
        title=title,
        picture=picture,
        rows=_rows(desk, flow, graph, traffic, {step: _did(screen, did) for step, did in people.items()}),
        days=days,
        windows=WINDOWS,
        anybody=bool(traffic.steps),
    )


def _did(screen: Screen, did: dict[str, int]) -> list[str]:
    """What people did, the most often first: "solved 5"."""
    say = screen.language
    by_number = sorted(did.items(), key=lambda one: (-one[1], one[0]))
    return [f"{say.text(DID.get(what, what))} {say.number(number)}" for what, number in by_number]


def _rows(desk: Desk, flow: Flow, graph: Graph, traffic: Traffic, people: dict[str, list[str]]) -> list[Row]:
    return [
        Row(
            name=node.name,
            title=in_words(node.name),
            kind=node.kind,
            words=node.words,
            calls=tuple((name, flow_title(desk.book, name)) for name in node.calls),
            ways=_ways(flow, graph, node.name, traffic),
            number=traffic.steps.get(node.name, 0),
            people=people.get(node.name, []),
        )
        for node in graph.nodes
    ]


def _ways(flow: Flow, graph: Graph, name: str, traffic: Traffic) -> list[Way]:
    """The ways out of a step; those of a menu by option, as far as they were counted so."""
    found = []
    for edge in graph.edges:
        if edge.source != name:
            continue
        chosen = [label for label in edge.labels if (name, label) in traffic.choices]
        to = in_words(edge.target)
        found += [Way(_labels(one), to, edge.target, traffic.choices[name, one]) for one in chosen]
        rest = [label for label in edge.labels if label not in chosen]
        if rest:
            moved = 0 if chosen else traffic.moves.get((name, edge.target), 0)
            found.append(Way(_labels(*rest), to, edge.target, moved))
    node = next(one for one in graph.nodes if one.name == name)
    found += [
        Way(_labels(one.label), out_to(one.target), "", traffic.choices.get((name, one.label), 0))
        for one in node.exits
    ]
    return found


def _labels(*ways: str) -> tuple[Value, ...]:
    """When ways are taken; the usual one has no label."""
    return tuple(label_of(way) for way in ways if way)


def _days(request: AnyRequest) -> int:
    asked = number_in(request.query_params.get("days"), 7)
    return asked if asked in WINDOWS else 7


def _since(screen: Screen, days: int) -> int:
    return screen.language.now - days * ways.DAY


ROUTES = [flows_page, flow_page]
