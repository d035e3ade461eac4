"""Queues that policies route to: they must be those of service.yaml."""

from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.decisions.actions.route import Route
from warmline.decisions.reading.section import DECISIONS
from warmline.flows.reading.section import FLOWS


def _read(folder: Folder, business: Business, report: Report) -> None:
    queues = FLOWS.of(business).service.queues
    if not queues:  # without self-service there are no contacts that could be routed
        return
    for policy in DECISIONS.of(business).policies.values():
        for action in policy.do:
            if isinstance(action, Route) and action.queue not in queues:
                what = f'policy "{policy.name}": there is no queue "{action.queue}" in service.yaml'
                report.problem(action.file, action.line, what, suggest(action.queue, queues))


ROUTES = Section("routes", (), _read)
"""To be read behind the policies and the flows; there is nothing to ask it for."""
