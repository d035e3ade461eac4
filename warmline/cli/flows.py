"""`warmline flows`: the self-service dialogues of a business, as text and as pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import options
from warmline.cli.errors import CommandError
from warmline.cli.output import say

if TYPE_CHECKING:
    from warmline.flows.model import Book, Flow

app = typer.Typer(help="The self-service dialogues of a business.", no_args_is_help=True)


@app.command()
def draw(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The business folder; otherwise the one in force.", show_default=False),
    ] = None,
    flow: Annotated[
        str, typer.Option("--flow", help="Only this one, such as bill.", show_default=False)
    ] = "",
    svg: Annotated[
        Path | None,
        typer.Option(
            "--svg",
            help="Write a picture: of one flow to this file, of several into this folder.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show each flow: its steps, what each says or does, where it leads; as text, or as pictures (SVG).

    On the desk, /flows shows the same with how many customers went which way.
    """
    from warmline.app.sections import SECTIONS
    from warmline.business.load import load
    from warmline.flows.reading.section import FLOWS

    folder = folder or options.settings().business
    if not folder.is_dir():
        raise CommandError(
            f"There is no business folder {folder}.", "Name one, such as examples/mobile-operator."
        )
    book = FLOWS.of(load(folder, SECTIONS))
    wanted = _wanted(book, flow)
    if svg is None:
        for one in wanted:
            _as_text(one)
        return
    for one, file in _files(wanted, svg, bool(flow)):
        _write(one, file)


def _wanted(book: "Book", name: str) -> "list[Flow]":
    """The flow that is named, or all of the business."""
    from warmline.flows.model import BUILT_IN

    known = {one: flow for one, flow in book.flows.items() if one != BUILT_IN}
    if not name:
        if not known:
            raise CommandError("This business declares no flows.", "Write one into its folder flows/.")
        return list(known.values())
    if name not in known:
        raise CommandError(f"There is no flow {name!r}.", f"Known: {', '.join(sorted(known)) or 'none'}.")
    return [known[name]]


def _as_text(flow: "Flow") -> None:
    from warmline.flows.drawing.graph import graph_of
    from warmline.flows.drawing.words import label_of, out_to

    title = f"{flow.name}: {flow.title}" if flow.title is not None else flow.name
    typer.echo(f"{title} ({flow.file}, for who is {flow.needs.name.lower()})")
    graph = graph_of(flow)
    for node in graph.nodes:
        typer.echo(f"  {node.name}  [{node.kind}]  {' / '.join(map(str, node.words))}".rstrip())
        for edge in graph.edges:
            if edge.source == node.name:
                when = ", ".join(str(label_of(one)) for one in edge.labels if one)
                typer.echo(f"      {when or 'then'} → {edge.target}")
        for one in node.exits:
            typer.echo(f"      {label_of(one.label) or 'then'} → {out_to(one.target)}")
        if node.calls:
            typer.echo(f"      by way of {', '.join(node.calls)}")
    typer.echo()


def _files(flows: "list[Flow]", target: Path, one: bool) -> "list[tuple[Flow, Path]]":
    """The file for each picture."""
    if one and not target.is_dir():
        return [(flows[0], target)]
    target.mkdir(parents=True, exist_ok=True)
    return [(flow, target / f"{flow.name}.svg") for flow in flows]


def _write(flow: "Flow", file: Path) -> None:
    from warmline.flows.drawing.graph import graph_of
    from warmline.flows.drawing.svg import svg_of

    title = str(flow.title) if flow.title is not None else flow.name
    file.write_text(svg_of(graph_of(flow), title=title), "utf-8")
    say(f"{file}: {flow.name}, {len(flow.steps)} steps.")
