"""The port to the flows of one version of the business; `warmline.flows` fills it."""

from collections.abc import Sequence
from typing import Protocol

from warmline.flows.effects import Effect
from warmline.flows.inputs import Input
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
    """The flows of one version of the business."""

    def advance(self, session: Session, given: Input, world: World) -> Advanced:
        """One input further; the session that is given is not changed."""
        ...
