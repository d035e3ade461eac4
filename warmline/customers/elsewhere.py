"""What rooms above keep of customers: a port, so that an erasure and an export reach it."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from warmline.storage.port import Reader, Transaction

Named = Sequence[tuple[str, str]]
"""Identifiers of a customer, in their one spelling: type and value."""


class Elsewhere(Protocol):
    """Something kept of customers beside the log and their profiles."""

    def forget(
        self, tx: Transaction, named: Named, spoken: Sequence[str], without: Callable[[Any], Any]
    ) -> None:
        """Take whoever is called so out of it, before the identifiers are gone.

        `spoken` are contacts of others in which they are named: `without` gives plain data that names them no more.
        """
        ...

    def everything(self, reader: Reader, named: Named) -> dict[str, Any]:
        """All that is kept there of whoever is called so, as plain data to be handed out."""
        ...


class Nowhere:
    """Of an installation in which nobody keeps anything beside."""

    def forget(
        self, tx: Transaction, named: Named, spoken: Sequence[str], without: Callable[[Any], Any]
    ) -> None:
        """Nothing is there to be forgotten."""

    def everything(self, reader: Reader, named: Named) -> dict[str, Any]:
        """Nothing."""
        return {}


NOWHERE = Nowhere()
