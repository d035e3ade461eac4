"""The part of the business folder that self-service is made of."""

from collections.abc import Mapping as MappingOf

from warmline.business.folder import Folder
from warmline.business.located import Mapping, Scalar
from warmline.business.model import Business, Disclosure
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.conditions.checked import Checked
from warmline.conditions.told import levels_of
from warmline.connectors.reading import CONNECTORS
from warmline.flows.built_in import built_in_flow
from warmline.flows.model import BUILT_IN, Book, Flow
from warmline.flows.operations import Operation
from warmline.flows.reading.flow import read_flow
from warmline.flows.reading.place import Around
from warmline.flows.reading.service import FILE, read_service
from warmline.flows.service import Service

PATTERN = "flows/*.yaml"


def _read(folder: Folder, business: Business, report: Report) -> Book:
    checked = Checked(business, report)
    nodes: dict[str, Mapping] = {}
    for path in folder.matching(PATTERN):
        node = folder.yaml(path, report)
        if not isinstance(node, Mapping):
            if node is not None:
                report.problem(path, 1, "holds no flow", "write flow: name, and steps: below it")
            continue
        called = node.items.get("flow")
        if not isinstance(called, Scalar):
            report.problem(path, 1, "does not say what the flow is called", "write flow: name")
        elif called.text in nodes:
            what = f'flow "{called.text}" stands twice'
            report.problem(path, called.line, what, f"the other is in {nodes[called.text].file}")
        else:
            nodes[called.text] = node
    operations = _operations(business)
    service = _service(folder, nodes, operations, checked)
    around = Around(checked, service, operations, nodes)
    flows = {BUILT_IN: built_in_flow(checked.facts)}
    for name in _callees_first(nodes):
        flow = read_flow(nodes[name], around)
        if flow is not None:
            flows[name] = flow
    _check_recognise(service, flows, checked)
    return Book(
        version=business.version,
        timezone=business.timezone,
        region=business.region,
        currency=business.currency,
        languages=business.languages,
        service=service,
        flows=flows,
        facts=checked.facts,
        levels=levels_of(business),
        operations=around.operations,
        texts=tuple(checked.wordings),
    )


def _service(
    folder: Folder, nodes: MappingOf[str, Mapping], operations: MappingOf[str, Operation], checked: Checked
) -> Service:
    if FILE not in folder.files:
        if nodes:
            remedy = "write it, with start: and queues:; see the reference of flows"
            checked.problem(FILE, 0, "is missing, and there are flows", remedy)
        return Service()
    return read_service(folder.yaml(FILE, checked.report), nodes, operations, checked)


def _operations(business: Business) -> MappingOf[str, Operation]:
    """The operations of the company's systems, where the business declares any."""
    if CONNECTORS.name not in business.sections:
        return {}
    return CONNECTORS.of(business)


def _callees_first(nodes: MappingOf[str, Mapping]) -> list[str]:
    """The flows in an order in which those that are called come before those that call, where there is one."""
    found: list[str] = []
    begun: set[str] = set()
    for name in nodes:
        waiting = [(name, False)]
        while waiting:
            at, done = waiting.pop()
            if done:
                found.append(at)
            elif at not in begun:
                begun.add(at)
                waiting.append((at, True))
                waiting.extend((callee, False) for callee in _called(nodes[at]) if callee in nodes)
    return found


def _called(node: Mapping) -> list[str]:
    """The flows that the steps of a flow call."""
    steps = node.items.get("steps")
    bodies = steps.items.values() if isinstance(steps, Mapping) else ()
    calls = [body.items.get("call") for body in bodies if isinstance(body, Mapping)]
    return [call.text for call in calls if isinstance(call, Scalar)]


def _check_recognise(service: Service, flows: MappingOf[str, Flow], checked: Checked) -> None:
    """The flow that finds out who it is can need nothing itself."""
    flow = flows.get(service.recognise)
    if flow is not None and flow.needs is not Disclosure.ANONYMOUS:
        what = f'flow "{flow.name}" finds out who it is, and needs to know that before'
        checked.problem(flow.file, flow.line, what, "remove needs")


FLOWS = Section("flows", (FILE, PATTERN), _read)
"""Ask it for the flows of a business: `FLOWS.of(business)`."""
