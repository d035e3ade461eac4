"""Passwords: what a good one is, and Argon2id (RFC 9106) away from the event loop."""

import asyncio
import unicodedata
from base64 import b32encode
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from warmline.language.messages import message
from warmline.staff.errors import WeakPassword

SHORTEST = 10
LONGEST = 1024
AT_ONCE = 2
"""Hashes computed at the same time: each takes 64 MiB and all of a processor."""


class Passwords:
    """Hashes and compares passwords in threads. `random` gives that many random bytes."""

    def __init__(self, random: Callable[[int], bytes], hasher: PasswordHasher | None = None) -> None:
        self._random = random
        self._hasher = hasher or PasswordHasher()
        self.slots = asyncio.Semaphore(AT_ONCE)
        self._decoy = ""

    async def hash(self, password: str) -> str:
        """The Argon2id hash of a password."""
        return await asyncio.to_thread(self._hasher.hash, _normal(password), salt=self._random(16))

    async def matches(self, hash: str, password: str) -> bool:
        """Whether the password belongs to the hash; takes as long when the hash is empty."""
        return await asyncio.to_thread(self._matches, hash, _normal(password))

    def outdated(self, hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hash)

    def generate(self) -> str:
        """A password for somebody else to start with: 100 random bits in groups of five letters."""
        letters = b32encode(self._random(13)).decode().lower()[:20]
        return "-".join(letters[at : at + 5] for at in range(0, 20, 5))

    def _matches(self, hash: str, password: str) -> bool:
        if not self._decoy:
            self._decoy = self._hasher.hash(self._random(16).hex(), salt=self._random(16))
        try:
            return self._hasher.verify(hash or self._decoy, password) and hash != ""
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def check_password(password: str, email: str, name: str) -> None:
    """Raise WeakPassword if this will not do for this account (NIST SP 800-63B, section 5.1.1.2)."""
    plain = _normal(password).casefold()
    if len(_normal(password)) < SHORTEST:
        raise WeakPassword(
            message("The password is too short: it needs at least %(n)s characters.", n=SHORTEST)
        )
    if len(password) > LONGEST:
        raise WeakPassword(message("The password is longer than %(n)s characters.", n=LONGEST))
    if len(set(plain)) < 4:
        raise WeakPassword("The password repeats too few different characters.")
    local = email.partition("@")[0]
    for word in (email, local, name, "".join(name.split()), ".".join(name.split())):
        own = _normal(word).casefold()
        if own and (plain == own or (len(own) >= 4 and own in plain and len(plain) - len(own) < 6)):
            raise WeakPassword("The password is little more than the account's own name.")


def _normal(password: str) -> str:
    """The same text, however the keyboard composed it; what is too long to be one is cut for the hash."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])
