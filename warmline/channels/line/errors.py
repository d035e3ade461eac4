"""What a call from the command line is refused for, each with what to do about it."""


class LineError(Exception):
    """Something about a call."""

    remedy = ""


class OnlyHere(LineError):
    """Somebody else than the command line wants to call: they could name any number."""

    remedy = "Use `warmline call` where the server runs."

    def __init__(self) -> None:
        super().__init__("Only the command line on the machine itself may say from which number it calls.")


class WrongNumber(LineError):
    """The number of a caller cannot be read, or the business knows no phone numbers."""

    remedy = "Write it with the code of its country: +63 917 555 0101."

    def __init__(self, number: str) -> None:
        super().__init__(f"{number[:40]!r} is not a telephone number that can be read.")


class UnknownLanguage(LineError):
    """A language that the business does not speak."""

    def __init__(self, language: str, spoken: tuple[str, ...]) -> None:
        super().__init__(f"The language {language[:40]!r} is not spoken here.")
        self.remedy = f"Choose one of {', '.join(spoken)}."
