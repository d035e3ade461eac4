"""What a chat is refused for, each with what to do about it."""

from warmline.language.messages import Told, message


class ChatError(Told):
    """Something about a chat."""


class UnknownWebsite(ChatError):
    """No website or kiosk of this name is declared."""

    remedy = "Declare it in channels.yaml, or correct websiteToken."

    def __init__(self, name: str) -> None:
        super().__init__(message("There is no website or kiosk '%(name)s'.", name=name[:60]))


class SiteNotListed(ChatError):
    """The page that wants to use the chat is none of the website's."""

    remedy = "Add its address to sites: in channels.yaml."

    def __init__(self, origin: str) -> None:
        super().__init__(message("Pages of '%(origin)s' may not use this chat.", origin=origin[:100]))


class TokenNeeded(ChatError):
    """Nothing showed that whoever asks began this contact."""

    remedy = "Send `Authorization: Bearer` with the token that the contact was begun with."

    def __init__(self) -> None:
        super().__init__("The token of the contact is missing.")


class TooManyListening(ChatError):
    """As many pages of one address as may wait for news do already."""

    remedy = "Close some, or ask without waiting. Whoever runs it can allow more: the setting listeners_per_address."
    retry_after = 10

    def __init__(self, most: int) -> None:
        super().__init__(message("%(n)s pages of this address wait for news already.", n=most))


class WrongInput(ChatError):
    """An input lacks what its kind needs."""

    remedy = "docs/reference/chat-api.md lists what each kind of input needs."


class FileRefused(ChatError):
    """A file that is not taken."""


class FilesNotTaken(FileRefused):
    """Where the chat stands, nobody wants files."""

    remedy = "Say it in words. Whoever runs the site can have files taken: `files: true` in channels.yaml."

    def __init__(self) -> None:
        super().__init__("No files are taken here.")


class FileTooLarge(FileRefused):
    """More bytes than one file may have."""

    remedy = "Send a smaller one."

    def __init__(self, most: int) -> None:
        super().__init__(message("A file may have %(n)s MB at most.", n=most // (1024 * 1024)))


class WrongKind(FileRefused):
    """Not one of the kinds of files that are taken, whatever it calls itself."""

    remedy = "Send a picture (PNG, JPEG, GIF, WebP), a PDF or plain text."

    def __init__(self) -> None:
        super().__init__("Files of this kind are not taken.")


class TooManyFiles(FileRefused):
    """As many files as one contact may have are there already."""

    remedy = "Ask for a person."

    def __init__(self, most: int) -> None:
        super().__init__(message("%(n)s files can be attached to one conversation.", n=most))


class UnknownFile(ChatError):
    """There is no such file in this contact."""

    def __init__(self) -> None:
        super().__init__("There is no such file here.")
