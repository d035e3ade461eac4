"""Nobody proves who they are by what anybody could know who came this far.

Why: whoever was found by postcode, name and birth date has said them already; asking for them once more proves
nothing, however often it is done. The same goes for what a customer is told before they have proved who they are.
"""

from collections.abc import Mapping

from warmline.business.model import Business, Disclosure
from warmline.flows.checks.checking import Checking
from warmline.flows.steps.identify import Identify
from warmline.flows.steps.verify import Verify


def check(checking: Checking) -> None:
    """Each fact that is asked for as a proof, against what identifies and what is told before."""
    used = _used(checking)
    for _, step in checking.reached():
        if not isinstance(step, Verify):
            continue
        for fact, question, _ in step.ask:
            line = question.said[0].wording.line if question.said else 0
            remedy = (
                "verify by code, or ask what only the customer knows, such as the amount of the last bill"
            )
            if fact in used:
                what = f"asks for {fact}, by which {used[fact]} may have found them: that proves nothing"
                checking.problem(step, what, remedy, line)
            elif checking.book.levels.get(fact, Disclosure.STAFF) < Disclosure.VERIFIED:
                what = f"asks for {fact}, which is told to whoever is recognised: that proves nothing"
                checking.problem(step, what, remedy, line)


def _used(checking: Checking) -> Mapping[str, str]:
    """The fields by which somebody may be found, each with the step that does it.

    Who was found stays so until the contact ends: what one flow has asked for counts in all of them.
    """
    found: dict[str, str] = {}
    for flow, step in checking.reached():
        if isinstance(step, Identify):
            place = f'identify "{step.name}" of {flow.file}'
            for field in _fields(checking.business, step):
                found.setdefault(field, place)
    return found


def _fields(business: Business, step: Identify) -> set[str]:
    by = business.recognise_by
    found: set[str] = set()
    if "person" in step.by and by is not None:
        found |= {by.postcode, *by.name, by.birth_date}
    if "account" in step.by:
        numbers = tuple(f"identifiers.{name}" for name in business.identifiers)
        found |= {
            name
            for name, field in business.fields.items()
            for paths in (field.last or field.first or {}).values()
            if paths in numbers
        }
    return found
