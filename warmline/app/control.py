"""How the command line finds a running server: its address and a token, readable by its user only."""

import fcntl
import hmac
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from warmline.web.principal import LOCAL, Identify, Principal

LOCK = "lock"
CONTROL = "control.json"


class DataInUse(Exception):
    """Another Warmline works on this data folder."""


class Control(msgspec.Struct, frozen=True):
    """Where the running server is, and what the command line says to be let in."""

    url: str
    token: str
    pid: int


class DataLock:
    """Holds a data folder, so that two servers never write to it; released when the process ends."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._data = data
        self._file: IO[str] = (data / LOCK).open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise DataInUse(
                f"another Warmline is working on {data}; stop it, or let the command go through it"
            ) from error
        _for_nobody_else(data)

    def announce(self, control: Control) -> None:
        """Say where the server is."""
        path = self._data / CONTROL
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(control))

    def release(self) -> None:
        """Let others work on the folder."""
        (self._data / CONTROL).unlink(missing_ok=True)
        self._file.close()


def _for_nobody_else(data: Path) -> None:
    """Shut the files of a data folder, which may have been made under a loose umask, or by hand."""
    for path in data.iterdir():
        with suppress(OSError):  # somebody else's file, or gone meanwhile
            if path.is_file() and not path.is_symlink() and path.stat().st_mode & 0o077:
                path.chmod(0o600)


def running(data: Path) -> Control | None:
    """The server that works on a data folder, if one does."""
    try:
        DataLock(data).release()
    except DataInUse:
        pass
    else:
        return None
    try:
        return msgspec.json.decode((data / CONTROL).read_bytes(), type=Control)
    except (OSError, msgspec.DecodeError):
        return None


class WithLocal:
    """Lets the command line in beside those the staff room knows."""

    def __init__(self, staff: Identify, token: str) -> None:
        self._staff = staff
        self._token = token

    async def by_session(self, token: str) -> Principal | None:
        """Who signed in with a session token."""
        return await self._staff.by_session(token)

    async def by_token(self, token: str) -> Principal | None:
        """Whom an API token belongs to; the token of this start is the command line's."""
        if hmac.compare_digest(token.encode(), self._token.encode()):
            return LOCAL
        return await self._staff.by_token(token)
