"""Pictures of flows: everything is placed, nothing overlaps, lines lead from box to box, and the SVG is well-formed."""

from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.server import SAMPLE
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.cli.errors import CommandError
from warmline.cli.main import app
from warmline.flows.drawing.graph import around, graph_of
from warmline.flows.drawing.layout import Box, Layout, layout
from warmline.flows.drawing.svg import svg_of
from warmline.flows.drawing.traffic import Traffic
from warmline.flows.model import Book
from warmline.flows.reading.section import FLOWS

NAMES = [f"s{number}" for number in range(9)]


def sample() -> Book:
    return FLOWS.of(load(SAMPLE, SECTIONS))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[tuple[str, str]]]:
    """Boxes of different sizes, and lines of any kind between different ones."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    sizes = st.floats(20, 300)
    boxes = [Box(name, draw(sizes), draw(sizes)) for name in names]
    pairs = [(a, b) for a in names for b in names if a != b]
    lines = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=16)) if pairs else []
    return boxes, lines


def overlapping(boxes: list[Box], placed: Layout) -> list[tuple[str, str]]:
    found = []
    for index, a in enumerate(boxes):
        for b in boxes[index + 1 :]:
            (ax, ay), (bx, by) = placed.places[a.name], placed.places[b.name]
            apart = ax + a.width <= bx or bx + b.width <= ax or ay + a.height <= by or by + b.height <= ay
            if not apart:
                found.append((a.name, b.name))
    return found


@given(graphs())
def test_all_is_placed_and_nothing_overlaps(drawn: tuple[list[Box], list[tuple[str, str]]]) -> None:
    boxes, lines = drawn
    placed = layout(boxes, lines)
    assert overlapping(boxes, placed) == []
    for box in boxes:
        x, y = placed.places[box.name]
        assert x >= 0
        assert y >= 0
        assert x + box.width <= placed.width
        assert y + box.height <= placed.height


@given(graphs())
def test_lines_lead_from_box_to_box(drawn: tuple[list[Box], list[tuple[str, str]]]) -> None:
    boxes, lines = drawn
    size = {box.name: box for box in boxes}
    placed = layout(boxes, lines)
    assert [(path.source, path.target) for path in placed.paths] == lines
    for path in placed.paths:
        (x1, y1), (x2, y2) = path.points[0], path.points[-1]
        source, target = placed.places[path.source], placed.places[path.target]
        assert y1 == source[1] + size[path.source].height
        assert y2 == target[1]
        assert source[0] <= x1 <= source[0] + size[path.source].width
        assert target[0] <= x2 <= target[0] + size[path.target].width
        assert path.back == (source[1] >= target[1])
    assert layout(boxes, lines) == placed


def test_every_flow_of_the_sample_is_drawn() -> None:
    for name, flow in sample().flows.items():
        graph = graph_of(flow)
        assert {node.name for node in graph.nodes} == set(flow.steps), name
        drawn = ElementTree.fromstring(svg_of(graph, title=name))
        boxes = [one for one in drawn.iter() if (one.get("class") or "").startswith("node")]
        assert len(boxes) == len(flow.steps)


def test_ways_out_stand_in_the_box_and_ways_on_are_lines() -> None:
    graph = graph_of(sample().flows["bill"])
    remedy = next(node for node in graph.nodes if node.name == "remedy")
    assert [(one.label, one.target) for one in remedy.exits] == [("else", "handover")]
    onward = {(edge.labels, edge.target) for edge in graph.edges if edge.source == "remedy"}
    assert onward == {(("accepted",), "parts"), (("declined", "nothing"), "clear")}
    clear = next(node for node in graph.nodes if node.name == "clear")
    assert clear.calls == ("pay", "statement")


def test_counts_and_the_step_where_somebody_is() -> None:
    graph = around(graph_of(sample().flows["bill"]), "remedy")
    names = {node.name for node in graph.nodes}
    assert {"remedy", "parts", "clear"} < names
    assert "done" not in names
    traffic = Traffic(steps={"remedy": 1204}, moves={("remedy", "parts"): 7})
    drawn = svg_of(graph, title="Your bill", traffic=traffic, here="remedy", alone=False)
    assert "1,204" in drawn
    assert "accepted · 7" in drawn
    assert drawn.count('aria-current="step"') == 1
    assert "<style>" not in drawn


def test_what_a_business_writes_is_text() -> None:
    title = '"><script>alert(1)</script>'
    assert "<script>" not in svg_of(graph_of(sample().flows["rate"]), title=title)


def test_the_command_draws_and_says_what_there_is(tmp_path: Path) -> None:
    run = CliRunner()
    told = run.invoke(app, ["flows", "draw", str(SAMPLE), "--flow", "bill"])
    assert told.exit_code == 0
    assert "remedy  [offer]" in told.stdout
    assert "accepted → parts" in told.stdout
    assert run.invoke(app, ["flows", "draw", str(SAMPLE), "--svg", str(tmp_path / "all")]).exit_code == 0
    assert (tmp_path / "all" / "main.svg").read_text().startswith("<svg")
    unknown = run.invoke(app, ["flows", "draw", str(SAMPLE), "--flow", "bil"])
    assert isinstance(unknown.exception, CommandError)
    assert "Known: appointment" in unknown.exception.line
