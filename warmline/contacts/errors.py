"""What can go wrong with a contact, each with what to do about it."""

from collections.abc import Mapping

from warmline.language.messages import Told, message


class ContactError(Told):
    """Something about a contact."""


class UnknownContact(ContactError):
    """There is no such contact for whoever asks: a wrong token, too, and one out of scope."""

    remedy = "Begin a new contact."

    def __init__(self) -> None:
        super().__init__("There is no such contact here.")


class Ended(ContactError):
    """The contact is over."""

    remedy = "Begin a new contact."

    def __init__(self) -> None:
        super().__init__("This contact has ended.")


class OwnedByAnother(ContactError):
    """Somebody else is accountable for it. `name` is what they are called."""

    remedy = "Ask them, or wait until they give it back."

    def __init__(self, name: str) -> None:
        super().__init__(message("%(name)s has this contact.", name=name))
        self.name = name


class NotYours(ContactError):
    """Who wants to speak has not taken the contact over."""

    remedy = "Take it over first."

    def __init__(self) -> None:
        super().__init__("You have not taken this contact over.")


class NoSummary(ContactError):
    """A contact would be passed on without a word about it."""

    remedy = "Write what the customer wants, what was tried and what is still to be done. A draft is offered to you."

    def __init__(self) -> None:
        super().__init__("Nobody is left to guess: a contact is passed on with a summary.")


class NothingSaid(ContactError):
    """There are no words where some are needed."""

    remedy = "Write a sentence."

    def __init__(self) -> None:
        super().__init__("There is nothing to pass on.")


class CannotHelp(ContactError):
    """Whoever is asked could not help with this contact: no such colleague, switched off, another part of customers."""

    remedy = "Ask somebody else."

    def __init__(self) -> None:
        super().__init__("This colleague cannot open this contact.")


class NotAsked(ContactError):
    """There is no such invitation for whoever answers it, or not any more."""

    remedy = "Look at the contact again."

    def __init__(self) -> None:
        super().__init__("This is not asked of you, or not any more.")


class NotServed(ContactError):
    """A contact is passed on to whoever serves a queue, and who accepts does not."""

    def __init__(self, queue: str, first: str) -> None:
        super().__init__(
            message("This is asked of those who serve the queue %(queue)s, and you do not.", queue=queue),
            message(
                "Have %(name)s hand it on to you by name, or a lead state that you know what the queue asks for.",
                name=first,
            ),
        )


class NotTakingPart(ContactError):
    """Who wants to leave does not take part, or is accountable and has to pass the contact on first."""

    remedy = "Hand it on, give it back or close it, if it is yours."

    def __init__(self) -> None:
        super().__init__("You cannot leave this contact.")


class NotAutomated(ContactError):
    """A person has the contact, so that there is no flow to whisper to."""

    remedy = "Write to your colleague, between yourselves."

    def __init__(self, name: str) -> None:
        super().__init__(message("%(name)s has this contact: self-service is silent in it.", name=name))


class AsksForSecret(ContactError):
    """The flow asks for something that nobody may read, so that nothing else can be asked."""

    remedy = "Wait until the customer has answered, or have the flow say something without asking."

    def __init__(self) -> None:
        super().__init__("Self-service is asking for a secret.")


class Changed(ContactError):
    """It got another owner since whoever asks looked at it."""

    remedy = "Look at it again."

    def __init__(self) -> None:
        super().__init__("This contact has changed hands meanwhile.")


class StillUnderWay(ContactError):
    """One of the company's systems has not answered yet what the flow asked it to do."""

    remedy = "Wait a few seconds and try again."
    retry_after = 5

    def __init__(self) -> None:
        super().__init__("Something that the self-service began is still under way.")


class NothingToWrapUp(ContactError):
    """The contact goes on, was wrapped up before, or was somebody else's."""

    remedy = "Leave a note, if there is something to add."

    def __init__(self) -> None:
        super().__init__("There is nothing left for you to wrap up in this contact.")


class UnknownQueue(ContactError):
    """The business declares no such queue."""

    remedy = "Name one of service.yaml."

    def __init__(self, name: str) -> None:
        super().__init__(message("There is no queue '%(name)s'.", name=name[:60]))


class UnknownPromise(ContactError):
    """There is no such callback that is still to be made."""

    remedy = "Look at the list again."

    def __init__(self) -> None:
        super().__init__("There is no such callback to be made.")


class UnknownCase(ContactError):
    """There is no such case for whoever asks."""

    remedy = "Open one, or look at the customer's page."

    def __init__(self) -> None:
        super().__init__("There is no such case here.")


class TooLong(ContactError):
    """More was said at once than fits."""

    remedy = "Send it in parts, or as a file."

    def __init__(self, characters: int, most: int) -> None:
        super().__init__(
            message(
                "This has %(characters)s characters; at most %(most)s fit into one message.",
                characters=characters,
                most=most,
            )
        )


class TooFast(ContactError):
    """More came at once than anybody says. `retry_after` is in seconds."""

    remedy = "Wait a moment and send it again."

    def __init__(self, wait: float) -> None:
        super().__init__("Too many messages in a short time.")
        self.retry_after = max(1, round(wait))


class BadInput(ContactError):
    """What was sent cannot be an input."""

    remedy = "See docs/reference/chat-api.md for what can be sent."


STATUSES: Mapping[type[Exception], int] = {
    UnknownContact: 404,
    Ended: 409,
    OwnedByAnother: 409,
    NotYours: 409,
    NoSummary: 400,
    NothingSaid: 400,
    CannotHelp: 409,
    NotAsked: 409,
    NotServed: 403,
    NotTakingPart: 409,
    NotAutomated: 409,
    AsksForSecret: 409,
    Changed: 409,
    StillUnderWay: 409,
    NothingToWrapUp: 409,
    UnknownQueue: 404,
    UnknownPromise: 404,
    UnknownCase: 404,
    TooLong: 413,
    TooFast: 429,
    BadInput: 400,
}
"""For `warmline.web.problems.exception_handlers`."""
