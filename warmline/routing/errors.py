"""What can go wrong with states and skills of staff, in words for the person concerned.

RoutingError
├── NoSuchState      a state, or a reason for a break, that there is not
├── BadSkills        skills, languages or a capacity that cannot be
├── UnknownAgent     nobody who works with customers has this id
├── OutsideScopes    somebody who sees more customers than whoever wants to state something of them
└── NotAnAgent       who asks does not work with customers, or is a program
"""

from collections.abc import Mapping

from warmline.language.messages import Told, message
from warmline.routing.model import BREAKS, STATES


class RoutingError(Told):
    """Something about who works now was refused; the text says what, `remedy` what to do."""


class NoSuchState(RoutingError):
    """There is no such state, or no such reason for a break."""

    remedy = message(
        "Choose %(states)s; a break has a reason: %(breaks)s.",
        states=", ".join(STATES),
        breaks=", ".join(BREAKS),
    )

    def __init__(self, state: str, reason: str) -> None:
        if reason:
            super().__init__(
                message('Nobody can be "%(state)s" for "%(reason)s".', state=state, reason=reason)
            )
        else:
            super().__init__(message('Nobody can be "%(state)s".', state=state))


class BadSkills(RoutingError):
    """Skills, languages or a capacity that cannot be."""


class UnknownAgent(RoutingError):
    """Nobody who works with customers has this id."""

    remedy = "The page of experts lists everybody who does."

    def __init__(self) -> None:
        super().__init__("There is nobody of this id who works with customers.")


class OutsideScopes(RoutingError):
    """Somebody sees customers whom a lead does not see, so that another lead states what they know."""

    remedy = "Ask a lead who sees all of their customers, or an administrator."

    def __init__(self, name: str) -> None:
        super().__init__(message("%(name)s also works with customers outside of your scopes.", name=name))


class NotAnAgent(RoutingError):
    """Who asks does not work with customers, or is a program."""

    remedy = "Sign in with an account that works with customers."

    def __init__(self) -> None:
        super().__init__("Only somebody who works with customers has a state.")


STATUSES: Mapping[type[Exception], int] = {
    NoSuchState: 400,
    BadSkills: 400,
    UnknownAgent: 404,
    OutsideScopes: 403,
    NotAnAgent: 403,
}
"""For `warmline.web.problems.exception_handlers`."""
