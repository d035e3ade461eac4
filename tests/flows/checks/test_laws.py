"""Whatever flows are written: the rules look at them without fail, and say where and what to do."""

from hypothesis import HealthCheck, Phase, given, settings

from tests.flows import island
from tests.flows.making import flows
from warmline.business.load import load_files
from warmline.business.report import Report
from warmline.connectors.reading import CONNECTORS
from warmline.flows.checks.levels import levels
from warmline.flows.checks.registry import check
from warmline.flows.reading.section import FLOWS

WHO = """\
flow: who
steps:
  known: {identify: {}, then: prove}
  prove: {verify: {by: code}, then: done}
  done: {end: done}
"""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(flows())
def test_rules_look_at_any_flows(written: dict[str, str]) -> None:
    business = load_files(island.files({"flows/who.yaml": WHO, **written}), [CONNECTORS, FLOWS])
    report = Report()
    check(FLOWS.of(business), business, report)
    for one in report.sorted():
        assert one.line > 0 and one.what and one.remedy
        assert one.file in ("service.yaml", "flows/who.yaml", *written)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(flows())
def test_levels_are_never_below_what_a_flow_needs(written: dict[str, str]) -> None:
    book = FLOWS.of(load_files(island.files({"flows/who.yaml": WHO, **written}), [CONNECTORS, FLOWS]))
    found = levels(book.flows)
    for name, flow in book.flows.items():
        assert all(level >= flow.needs for level in found[name].values())
        assert set(found[name]) == set(flow.known) or not flow.known
