"""All rules that flows are held to, by the names they have in the reference."""

from collections.abc import Mapping

from warmline.business.model import Business
from warmline.business.report import Report
from warmline.flows.checks import (
    a_person,
    dead_ends,
    disclosure,
    hold,
    menu_depth,
    menu_length,
    never_open,
    one_question,
    proof,
    retries,
    speech,
    unreachable,
)
from warmline.flows.checks.checking import Checking, Rule
from warmline.flows.model import Book

RULES: Mapping[str, Rule] = {
    rule.__name__.rpartition(".")[2]: rule.check
    for rule in (
        a_person,
        menu_length,
        menu_depth,
        speech,
        one_question,
        retries,
        dead_ends,
        unreachable,
        disclosure,
        proof,
        never_open,
        hold,
    )
}


def check(book: Book, business: Business, report: Report) -> None:
    """Hold the flows of a business to all rules. They must be sound: reading found nothing wrong with them."""
    checking = Checking.of(book, business, report)
    for rule in RULES.values():
        rule(checking)
