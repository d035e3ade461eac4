"""What can go wrong with accounts and tokens, in words for the person concerned.

StaffError
├── SignInRefused        wrong name or password, or no such active account: it never says which
├── CodeNeeded           the password is right; a code of the second step is needed, too
├── TookTooLong          the password was right too long ago, or the account has changed since
├── WrongCode            the code is wrong, used already or too old
│   └── MadeElsewhere    no code of the app can be right here, as it was set up on another installation
├── NothingBegun         no second step is being set up, or in use
├── LockedOut            too many failures; `retry_after` seconds to wait
├── WrongPassword        the current password was not right
├── WeakPassword         the new password will not do
├── InvalidAccount       a field of an account or token will not do
├── AccountExists        the sign-in name is taken
├── UnknownAccount       there is no such account
├── UnknownToken         there is no such API token
├── LastAdministrator    nobody would be left to administer
├── AdministratorNeeded  only an administrator may do this
└── NotAPerson           a token or the command line has no password and no session
"""

from warmline.language.messages import Told, marked, message


class StaffError(Told):
    """Something about accounts or tokens was refused; the text says what, `remedy` what to do."""


class SignInRefused(StaffError):
    """No active account has this sign-in name and password together."""

    remedy = "Check both and try again. An administrator can give you a new password."

    def __init__(self) -> None:
        super().__init__("This sign-in name and password do not belong together.")


class CodeNeeded(StaffError):
    """The password is right, and the account has a second step. `half` is what the code is then sent with."""

    remedy = "Send the code that your authenticator app shows now, or a recovery code, as `code`."

    def __init__(self, half: str) -> None:
        super().__init__("A code is needed, too.")
        self.half = half


class TookTooLong(StaffError):
    """The password was right too long ago, or the account has changed since."""

    remedy = "Sign in again, and have the code at hand."

    def __init__(self) -> None:
        super().__init__("The code came too late.")


class WrongCode(StaffError):
    """The code is wrong, used already or too old."""

    remedy = "Type the code that the app shows now. Does the clock of your phone run right?"

    def __init__(self, said: str = marked("This code is not right.")) -> None:
        super().__init__(said)


class MadeElsewhere(WrongCode):
    """The second step came with a backup of another installation, without the key that its codes follow from."""

    remedy = (
        "Use a recovery code and set it up again, or have a lead or administrator take it away. "
        "The file own.key of the other installation, put into the data folder here, makes the app right again."
    )

    def __init__(self) -> None:
        super().__init__("No code of your app is right here: it was set up on another installation.")


class NothingBegun(StaffError):
    """No second step is being set up, or in use."""

    remedy = "Begin to set one up on the page about you."

    def __init__(self) -> None:
        super().__init__("There is no second step here.")


class LockedOut(StaffError):
    """Too many failures for this sign-in name or from this address."""

    remedy = "Wait, then try again. `warmline staff unlock` ends the wait."

    def __init__(self, retry_after: int) -> None:
        in_minutes = -(-retry_after // 60)
        wait = (
            message("%(n)s seconds", n=retry_after)
            if retry_after < 120
            else message("%(n)s minutes", n=in_minutes)
        )
        super().__init__(
            message("Too many attempts failed. The next one is possible in %(wait)s.", wait=wait)
        )
        self.retry_after = retry_after


class WrongPassword(StaffError):
    """The current password was not right."""

    remedy = "Type the password that you signed in with."

    def __init__(self) -> None:
        super().__init__("This is not your current password.")


class WeakPassword(StaffError):
    """The new password will not do."""

    remedy = "Several words that do not belong together make a good password."


class InvalidAccount(StaffError):
    """A field of an account or token will not do."""


class AccountExists(StaffError):
    """The sign-in name is taken."""

    remedy = "Change the account that is there, or choose another sign-in name."

    def __init__(self, email: str) -> None:
        super().__init__(message("There is an account %(email)s already.", email=email))


class UnknownAccount(StaffError):
    """There is no such account."""

    remedy = "`warmline staff list` shows all of them."

    def __init__(self, account: str) -> None:
        super().__init__(message("There is no account %(account)s.", account=account))


class UnknownToken(StaffError):
    """There is no such API token."""

    remedy = "The list of tokens shows all that are there."

    def __init__(self, token: str) -> None:
        super().__init__(message("There is no API token with the id %(token)s.", token=token))


class LastAdministrator(StaffError):
    """Nobody would be left to administer."""

    remedy = "Make somebody else an administrator first."

    def __init__(self) -> None:
        super().__init__("This is the last active administrator.")


class AdministratorNeeded(StaffError):
    """Only an administrator may do this."""

    remedy = "Ask an administrator."

    def __init__(self) -> None:
        super().__init__("Only an administrator may do this.")


class NotAPerson(StaffError):
    """A token or the command line has no password and no session."""

    remedy = "Sign in with your own account."

    def __init__(self) -> None:
        super().__init__("Only somebody who signed in can do this.")
