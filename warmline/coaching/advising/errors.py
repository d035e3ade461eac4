"""What can go wrong with actions and approvals, each with what to do about it."""

from collections.abc import Mapping

from warmline.contacts.errors import ContactError
from warmline.language.messages import Message, message


class NotAdvised(ContactError):
    """The action is not among those that are advised now."""

    remedy = "Look at what is advised now, and choose from that."

    def __init__(self) -> None:
        super().__init__("This is not advised in this contact any more.")


class NoLongerFits(ContactError):
    """Something has changed since it was advised. The message says what."""

    remedy = "Ask again what would help."

    def __init__(self, why: Message) -> None:
        super().__init__(message("This does not fit any more: %(why)s", why=why))


class NeedsApproval(ContactError):
    """It costs more than whoever acts may give this customer."""

    remedy = "Ask a lead to approve it."

    def __init__(self) -> None:
        super().__init__("This is more than you may give without asking.")


class NeedsNoApproval(ContactError):
    """Whoever asks may do it by themself."""

    remedy = "Do it."

    def __init__(self) -> None:
        super().__init__("You may give this without asking.")


class AlreadyDone(ContactError):
    """What was done cannot be declined afterwards."""

    remedy = "Write a note if it was a mistake, and tell a lead."

    def __init__(self) -> None:
        super().__init__("This is done already.")


class UnderWay(ContactError):
    """A system carries it out, or nobody can tell whether it has."""

    remedy = "Wait for the answer; it is shown here. Where nobody can tell, ask again what became of it."

    def __init__(self) -> None:
        super().__init__("This is being carried out already.")


class CannotBeCarriedOut(ContactError):
    """Something that the system needs is not known of the customer. The message says what."""

    remedy = "Do it by hand in the system itself, or find out first who it is."

    def __init__(self, why: Message) -> None:
        super().__init__(message("No system can carry this out: %(why)s.", why=why))


class AlreadySettled(ContactError):
    """Somebody has answered, or whoever asked needs it no more."""

    remedy = "Look at the list again."

    def __init__(self) -> None:
        super().__init__("This approval is settled already.")


class NotForYou(ContactError):
    """Only another lead approves what somebody asked for."""

    remedy = "Leave it to another lead."

    def __init__(self) -> None:
        super().__init__("You cannot approve this.")


class UnknownApproval(ContactError):
    """There is no such approval for whoever asks."""

    remedy = "Look at the list again."

    def __init__(self) -> None:
        super().__init__("There is no such approval here.")


STATUSES: Mapping[type[Exception], int] = {
    NotAdvised: 409,
    NoLongerFits: 409,
    NeedsApproval: 409,
    NeedsNoApproval: 409,
    AlreadyDone: 409,
    UnderWay: 409,
    CannotBeCarriedOut: 409,
    AlreadySettled: 409,
    NotForYou: 403,
    UnknownApproval: 404,
}
"""For `warmline.web.problems.exception_handlers`."""
