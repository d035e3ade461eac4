"""What policies decide for the customer of a dialogue: the rulebook itself, on the facts that the dialogue gives."""

from collections.abc import Mapping
from typing import Any

from warmline.business.model import Business, Disclosure
from warmline.contacts.deciding import asked_by, told_of
from warmline.decisions.asking import answer
from warmline.flows.dialogues.given import Customer
from warmline.flows.effects import Decide


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
        asked = asked_by(wanted, {**contact, "language": language}, level)
        found, _ = answer(self._business, asked, None, customer.profile, customer.shape, now)
        return told_of("d-1", found.chosen)
