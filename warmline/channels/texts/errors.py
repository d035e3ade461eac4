"""What a message from a gateway is refused for, each with what to do about it."""


class TextsError(Exception):
    """Something about a text message."""

    remedy = ""


class UnknownTexts(TextsError):
    """No channel of this name is declared."""

    remedy = "Declare it under text_messages: in channels.yaml, or correct the address."

    def __init__(self, name: str) -> None:
        super().__init__(f"There are no text messages {name[:60]!r}.")


class NoSecret(TextsError):
    """There is nothing to know the gateway by, so that nobody is let in."""

    def __init__(self, variable: str) -> None:
        super().__init__(f"The environment has no {variable}.")
        self.remedy = f"Set {variable} to the secret that the gateway shows, restart, and have it try again."


class NotAdmitted(TextsError):
    """The request neither carries the secret nor is signed with it."""

    remedy = (
        "Send `Authorization: Bearer` with the secret, the secret as the user name of Basic authentication, or sign "
        "with X-Signature; its time must be that of now. docs/how-to/answer-text-messages.md shows all three."
    )

    def __init__(self) -> None:
        super().__init__("The request does not show the secret of these text messages.")


class WrongMessage(TextsError):
    """A body in which there is no message that can be taken."""

    remedy = "Send JSON or a form with an id, who it is from, and a text; `reads` in channels.yaml names the fields."
