"""What the back office refuses: one JSON object that says what is wrong and what to do."""


class Refused(Exception):
    """A request that is not carried out. `code` is for programs, the message and the remedy for people."""

    def __init__(self, status: int, code: str, message: str, remedy: str = "", **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.answer = {"error": {"code": code, "message": message, "remedy": remedy, **more}}


def unknown(kind: str, id: str) -> Refused:
    """There is nothing of this name."""
    return Refused(404, "not_found", f"There is no {kind} {id!r}.", "Look for a typing error.")
