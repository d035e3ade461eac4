"""What is said of a contact wherever it stands in a list: who has it, how long it lasts."""

from warmline.contacts.model import LiveContact
from warmline.desk.language import Language
from warmline.web.principal import Principal

_MINUTE = 60_000_000


def standing(live: LiveContact, by: Principal) -> str:
    """Who has a contact, as seen by somebody: flow, queue, mine, other, or nobody any more (ended).

    `beside` is one of a colleague in which they may speak, too.
    """
    contact = live.contact
    if contact.state == "ended":
        return "ended"
    if contact.owner.kind == "staff":
        if by.id in live.beside:
            return "beside"
        return "mine" if contact.owner.name == by.id else "other"
    return contact.owner.kind


def length(say: Language, since: int) -> str:
    """How long ago, in whole minutes, so that it changes on the screen no more often than that."""
    minutes = max(0, say.now - since) // _MINUTE
    return say.duration(minutes * 60) if minutes else say.text("just now")


def so_far(say: Language, since: int, new: str, lasting: str) -> str:
    """How long something goes on, in a sentence of its own."""
    if say.now - since < _MINUTE:
        return say.text(new)
    return say.text(lasting, time=length(say, since))
