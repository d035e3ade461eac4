"""Whom the chat on somebody's own page talks with, by the pass that the page was opened with."""

from warmline.channels.passes import PassError, Passes
from warmline.contacts.whose import SELF_SERVICE
from warmline.customers.model import UnknownCustomer
from warmline.customers.service import Customers


class Holders:
    """The customers that passes were made for, as long as those can be opened."""

    def __init__(self, passes: Passes, customers: Customers) -> None:
        self._passes = passes
        self._customers = customers

    async def known_as(self, token: str, type: str) -> str:
        """The customer's vouched identifier of a type; "" without one, and once the pass opens nothing any more."""
        try:
            held = self._passes.read(token)
            view = await self._customers.view(SELF_SERVICE, str(held.customer), held.disclosure)
        except (PassError, UnknownCustomer):
            return ""
        return next((one.value for one in view.identifiers if one.verified and one.type == type), "")
