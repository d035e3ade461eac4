"""What the rules look at, and how they report what they find."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from warmline.business.model import Business
from warmline.business.report import Report
from warmline.conditions.said import Said
from warmline.flows.model import BUILT_IN, Book, Flow, Step
from warmline.language.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Checking:
    """The flows of one version of a business, and the report. What is written is sound: it can be loaded."""

    book: Book
    business: Business
    report: Report
    flows: Mapping[str, Flow] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, business: Business, report: Report) -> "Checking":
        """The flows that the business wrote, without Warmline's own steps."""
        flows = {name: flow for name, flow in book.flows.items() if name != BUILT_IN}
        return cls(book, business, report, flows)

    def reached(self) -> Iterator[tuple[Flow, Step]]:
        """Each step that somebody can come to."""
        for flow in self.flows.values():
            for step in flow.steps.values():
                if step.name in flow.known:
                    yield flow, step

    def in_languages(self, said: Said) -> Iterator[tuple[str, tuple[str, ...]]]:
        """A text as it is written in each language that it has: its forms, the source's first."""
        wording = said.wording
        yield self.book.languages[0], tuple(filter(None, (wording.source, wording.other)))
        catalogues: Mapping[str, Catalogue] = self.business.catalogues
        for tag, catalogue in catalogues.items():
            if (entry := catalogue.find(wording.source)) is not None:
                yield tag, entry.forms

    def problem(self, step: Step, what: str, remedy: str, line: int = 0) -> None:
        """Something for which the business is refused."""
        self.report.problem(step.file, line or step.line, f'{step.kind} "{step.name}" {what}', remedy)

    def warning(self, step: Step, what: str, remedy: str, line: int = 0) -> None:
        """Something that makes it worse for customers, and does not keep them from what they want."""
        self.report.warning(step.file, line or step.line, f'{step.kind} "{step.name}" {what}', remedy)


class Rule(Protocol):
    """One rule: looks at all flows and reports."""

    def __call__(self, checking: Checking) -> None: ...
