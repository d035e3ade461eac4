"""What the coach says on a screen: the hint beside the composer, the alert above the story."""

from typing import Literal

import msgspec

from warmline.coaching.acknowledging.model import Again
from warmline.coaching.acknowledging.repeating import said_again
from warmline.coaching.acknowledging.service import Hint
from warmline.contacts.model import Story

Says = Literal["", "none", "generic", "late", "inside", "good"]


class Hinted(msgspec.Struct, frozen=True):
    """What is told beside the composer: nothing, what is missing, or what is acknowledged."""

    says: Says = ""
    phrases: tuple[str, ...] = ()
    turn: int = 0


def told(hint: Hint | None) -> Hinted:
    """A hint as it stands on the page; a hint that was put away stays away."""
    if hint is None:
        return Hinted()
    judgement = hint.judgement
    if judgement.level == "specific":
        if hint.long_form and not judgement.opens:
            return Hinted("inside", judgement.named, hint.turn)
        return Hinted("late" if judgement.solution_first else "good", judgement.named, hint.turn)
    if not hint.due or hint.came == "dismissed":
        return Hinted()
    return Hinted(judgement.level, judgement.missing, hint.turn)


def alert(story: Story, language: str) -> Again | None:
    """What the customer says again while a person is at the solution; nobody is alerted once it is over."""
    contact = story.live.contact
    if contact.state != "open" or contact.owner.kind != "staff":
        return None
    return said_again(story.turns, contact.language or language)
