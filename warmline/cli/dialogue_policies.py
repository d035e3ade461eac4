"""What policies decide for the customer of a dialogue: the rulebook itself, on the facts that the dialogue gives."""

from collections.abc import Mapping
from typing import Any

from warmline.business.model import Business, Disclosure
from warmline.decisions.answers import Chosen
from warmline.decisions.asking import Asked, answer
from warmline.flows.dialogues.given import Customer
from warmline.flows.effects import Decide
from warmline.log.moment import write


class Policies:
    """The policies of a business, asked without a log: what was offered before is what the profile says."""

    def __init__(self, business: Business) -> None:
        self._business = business

    def decide(
        self,
        customer: Customer,
        contact: Mapping[str, Any],
        wanted: Decide,
        level: Disclosure,
        language: str,
        now: int,
    ) -> dict[str, Any]:
        """The value that the effect `Decide` describes."""
        asked = Asked(
            situation=wanted.situation,
            most=wanted.most,
            contact={**contact, "language": language},
            level=level,
            shown=wanted.shown,
            only=frozenset(wanted.only),
            offers=wanted.offers,
        )
        found, _ = answer(self._business, asked, None, customer.profile, customer.shape, now)
        return {"decision": "d-1", "chosen": [_chosen(one) for one in found.chosen]}


def _chosen(one: Chosen) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "kind": one.kind,
        "name": one.name,
        "policy": one.policy,
        "why": one.why,
        "title": one.title,
        "say": one.say,
        "sides": one.sides,
        "until": None if one.until is None else write(one.until),
        "value": one.value,
    }
