"""What ends a command: one line for the person who typed it, and an exit code for the script that did."""

NOT_POSSIBLE = 1
USAGE = 2
REFUSED = 3
INTERRUPTED = 130

EXIT_CODES = {
    0: "It worked.",
    NOT_POSSIBLE: "It could not be done: a file, the business, the data or the connection is not as it must be.",
    USAGE: "The command was not written as its help says.",
    REFUSED: "What was named does not exist, exists already, or may not be done.",
    INTERRUPTED: "Ctrl-C. What was acknowledged until then stays.",
}
"""Every exit code, as the reference explains them."""


class CommandError(Exception):
    """A command ends without success. `remedy` says what to do about it."""

    def __init__(self, what: str, remedy: str = "", code: int = NOT_POSSIBLE) -> None:
        super().__init__(what)
        self.remedy = remedy
        self.code = code

    @property
    def line(self) -> str:
        """What is printed: what, and what to do."""
        what = " ".join(str(self).split()).rstrip()
        return f"{what} {' '.join(self.remedy.split())}".strip()
