"""The port by which a room above sees each event with its customer, as soon as the profile knows of it."""

from collections.abc import Callable, Set
from typing import Protocol

from warmline.business.model import Business
from warmline.customers.identity import Asserted
from warmline.customers.profile import Profile, Shape
from warmline.events.model import Event
from warmline.log.model import Stored
from warmline.storage.port import Transaction


class Sight(Protocol):
    """Some events, seen in their order within their transaction."""

    @property
    def waiting(self) -> Set[int]:
        """Customers about whom something is to be written before the next event about them is seen."""
        ...

    def see(
        self,
        stored: Stored,
        asserted: Asserted,
        customer: int | None,
        profile: Callable[[], Profile],
        shape: Shape,
    ) -> None:
        """See an event that was just folded into the profile of its customer; None where it is about nobody.

        The profile is read when it is first asked for. It goes on changing: what is needed of it is asked for now.
        """
        ...

    def end(self) -> None:
        """All that was seen is stored; now is the time to write."""
        ...


class Watch(Protocol):
    """Who sees events. It is asked about each beforehand, so that most cost nothing."""

    def wants(self, business: Business, event: Event) -> bool:
        """Whether an event that happens now (and does not come from an import of the past) is to be seen."""
        ...

    def looks_into(self, business: Business, event: Event) -> bool:
        """Whether the profile is likely to be asked for with it, and is better read beforehand with the others."""
        ...

    def begin(self, tx: Transaction, business: Business) -> Sight:
        """Begin to see events; all of them are judged by one version of the business."""
        ...
