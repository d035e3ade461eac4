"""Flows that a dialogue says policies want to begin with: asked about until the customer has answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from warmline.flows.world import Suggestion


class Wanted:
    """What there is to suggest, over all contacts of a dialogue. A flow is its own suggestion."""

    def __init__(self, flows: Iterable[str]) -> None:
        self._flows = list(flows)
        self._ignored_in: dict[str, str] = {}

    def of(self, contact: str) -> list[Suggestion]:
        """What to ask about in a contact, and was not in it yet."""
        return [Suggestion(flow, flow) for flow in self._flows if self._ignored_in.get(flow) != contact]

    def answered(self, contact: str, properties: Mapping[str, Any]) -> None:
        """The customer has answered, and is asked no more; where they have not, it is asked in their next contact."""
        flow = str(properties.get("flow"))
        if properties.get("answer") == "ignored":
            self._ignored_in[flow] = contact
        else:
            self._flows = [one for one in self._flows if one != flow]
