"""What policies name of the self-service: queues must be those of service.yaml, flows those of the folder."""

from collections.abc import Iterator

from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.decisions.actions.flow import BeginFlow
from warmline.decisions.actions.route import Route
from warmline.decisions.reading.section import DECISIONS
from warmline.flows.model import BUILT_IN, Book
from warmline.flows.reading.section import FLOWS


def _read(folder: Folder, business: Business, report: Report) -> None:
    book = FLOWS.of(business)
    for policy in DECISIONS.of(business).policies.values():
        for action in policy.do:
            if isinstance(action, Route | BeginFlow):
                for what, remedy in _wrong(action, book):
                    report.problem(action.file, action.line, f'policy "{policy.name}": {what}', remedy)


def _wrong(action: Route | BeginFlow, book: Book) -> Iterator[tuple[str, str]]:
    if isinstance(action, Route):
        queues = book.service.queues
        if queues and action.queue not in queues:  # without self-service there are no contacts to be routed
            yield f'there is no queue "{action.queue}" in service.yaml', suggest(action.queue, queues)
        return
    flows = {name: flow for name, flow in book.flows.items() if name != BUILT_IN}
    if action.flow not in flows:
        yield f'there is no flow "{action.flow}"', suggest(action.flow, flows)
    elif flows[action.flow].title is None:
        yield f'flow "{action.flow}" has no title to ask about', f"write title: in {flows[action.flow].file}"


ROUTES = Section("routes", (), _read)
"""To be read behind the policies and the flows; there is nothing to ask it for."""
