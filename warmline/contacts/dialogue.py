"""The flows of one version of the business, as the runner drives them."""

from collections.abc import Sequence
from typing import Protocol

from warmline.business.model import Business
from warmline.flows.effects import Effect
from warmline.flows.engine import advance
from warmline.flows.inputs import Input
from warmline.flows.reading.section import FLOWS
from warmline.flows.session import Session
from warmline.flows.world import World


class Advanced(Protocol):
    """A session after one input, and what is to be done for it, in this order."""

    @property
    def session(self) -> Session:
        """The session as it is then."""
        ...

    @property
    def effects(self) -> Sequence[Effect]:
        """What is to be done."""
        ...


class Dialogue(Protocol):
    """Something that leads dialogues, such as the flows of a business."""

    def advance(self, session: Session, given: Input, world: World) -> Advanced:
        """One input further; the session that is given is not changed."""
        ...


class Flows:
    """The flows of a business."""

    def __init__(self, business: Business) -> None:
        self._book = FLOWS.of(business)

    def advance(self, session: Session, given: Input, world: World) -> Advanced:
        """One input further, by the engine."""
        return advance(self._book, session, given, world)
