"""The part of the business folder that decisions are made by."""

from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked
from warmline.conditions.told import levels_of
from warmline.decisions.actions.proposals import Proposed
from warmline.decisions.model import Offer, Policy
from warmline.decisions.reading import contact_policy, offers, policies
from warmline.decisions.reading.contradictions import report_contradictions
from warmline.decisions.reading.situations import warn_of_slips
from warmline.decisions.rulebook import Rulebook, in_order
from warmline.decisions.tables import lookups
from warmline.decisions.tables import policies as tables
from warmline.decisions.tables.sheet import warn_of_spreadsheets
from warmline.decisions.wording.names import Names
from warmline.decisions.wording.wordings import Wordings


def _read(folder: Folder, business: Business, report: Report) -> Rulebook:
    checked = Checked(business, report)
    found_lookups = lookups.read_lookups(folder, checked)
    found_offers = offers.read_offers(folder, checked, found_lookups)
    found = policies.read_policies(folder, checked) + tables.read_decision_tables(folder, checked)
    found.sort(key=lambda policy: policy.where)
    _check_names(found, checked)
    for policy in found:
        _check_offers(policy, found_offers, checked)
    ordered = in_order(found)
    contact = contact_policy.read_contact_policy(folder, checked)
    if not report.refused:  # a policy whose condition was refused would seem to hold always
        report_contradictions(list(ordered.values()), report)
        warn_of_slips(found, found_offers.values(), contact, report)
    warn_of_spreadsheets(folder, report)
    return Rulebook(
        version=business.version,
        currency=business.currency,
        timezone=business.timezone,
        language=business.languages[0],
        facts=checked.facts,
        wordings=Wordings(Names.of(business)),
        asked=checked.environment(),
        policies=ordered,
        offers=found_offers,
        contact=contact,
        lookups=found_lookups,
        texts=tuple(checked.wordings),
        levels=levels_of(business),
    )


def _check_names(found: list[Policy], checked: Checked) -> None:
    by_name: dict[str, Policy] = {}
    for policy in found:
        if policy.name in by_name:
            what = f'policy "{policy.name}" stands twice'
            checked.problem(*policy.where, what, f"the other is at {by_name[policy.name].place}")
        by_name[policy.name] = policy


def _check_offers(policy: Policy, known: dict[str, Offer], checked: Checked) -> None:
    for proposal in policy.proposes:
        if isinstance(proposal, Proposed) and proposal.name not in known:
            file = policy.place.rpartition(":")[0]
            what = f'policy "{policy.name}": there is no offer "{proposal.name}"'
            checked.problem(file, proposal.line, what, suggest(proposal.name, known))


DECISIONS = Section(
    "decisions",
    (policies.PATTERN, offers.PATTERN, contact_policy.FILE, tables.PATTERN, lookups.PATTERN),
    _read,
)
"""Ask it for the rulebook of a business: `DECISIONS.of(business)`."""
