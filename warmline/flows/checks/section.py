"""The rules as a part of loading a business folder, so that they hold for a check and for each reload alike."""

from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.flows.checks.registry import check
from warmline.flows.reading.section import FLOWS


def _read(folder: Folder, business: Business, report: Report) -> None:
    """Flows in which reading found a mistake are not looked at: one mistake would be reported many times over."""
    if not report.refused:
        check(FLOWS.of(business), business, report)


CHECKS = Section("checks", (), _read)
"""To be read behind the flows; there is nothing to ask it for."""
