"""The queries of the second step at sign-in."""

from collections.abc import Iterable

import msgspec

from warmline.storage.port import Reader, Transaction

COLUMNS = "salt, pending, confirmed, step, changed, named, made_with"
ONE = f"SELECT {COLUMNS} FROM staff_second WHERE account = ?"
PUT = f"INSERT OR REPLACE INTO staff_second (account, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
ADD_CODE = "INSERT OR IGNORE INTO staff_recovery (account, hash) VALUES (?, ?)"
USE_CODE = "UPDATE staff_recovery SET used = ? WHERE account = ? AND hash = ? AND used = 0"
FORGET_CODES = "DELETE FROM staff_recovery WHERE account = ?"
CODES_LEFT = "SELECT count(*) FROM staff_recovery WHERE account = ? AND used = 0"

ADD_HALF = "INSERT INTO staff_half (hash, account, created) VALUES (?, ?, ?)"
HALF = "SELECT account, created FROM staff_half WHERE hash = ?"
END_HALF = "DELETE FROM staff_half WHERE hash = ? OR created < ?"
END_HALVES = "DELETE FROM staff_half WHERE account = ?"


class Second(msgspec.Struct, frozen=True, kw_only=True):
    """The second step of an account. `salt` is empty where there is none; `pending` is that of one being set up.

    `step` is the last step of time whose code was used. `changed` is when one was begun, confirmed or taken away last.
    `named` is the id that the account had when it was set up, where a restore has given it another; `made_with` tells
    the key of the installation that it was set up with from others, "" where that is not known.
    """

    salt: bytes = b""
    pending: bytes = b""
    confirmed: int = 0
    step: int = 0
    changed: int = 0
    named: str = ""
    made_with: str = ""

    @property
    def is_on(self) -> bool:
        """Whether signing in asks for it."""
        return bool(self.salt)


def one(reader: Reader, account: str) -> Second:
    """The second step of an account."""
    row = reader.one(ONE, (account,))
    if row is None:
        return Second()
    salt, pending, confirmed, step, changed, named, made_with = row
    return Second(
        salt=bytes(salt),
        pending=bytes(pending),
        confirmed=confirmed,
        step=step,
        changed=changed,
        named=named,
        made_with=made_with,
    )


def put(tx: Transaction, account: str, second: Second, now: int) -> None:
    """Keep it, and when it was decided: a restore asks which decision is the newest."""
    fields = (second.salt, second.pending, second.confirmed, second.step, now, second.named, second.made_with)
    tx.run(PUT, (account, *fields))


def replace_codes(tx: Transaction, account: str, hashes: Iterable[str]) -> None:
    """Have these recovery codes, and no others."""
    tx.run(FORGET_CODES, (account,))
    tx.run_many(ADD_CODE, [(account, hash) for hash in hashes])


def use_code(tx: Transaction, account: str, hash: str, now: int) -> bool:
    """Use a recovery code up; False if there is none, or it was used before."""
    return tx.run(USE_CODE, (now, account, hash)) > 0


def codes_left(reader: Reader, account: str) -> int:
    """How many recovery codes were not used."""
    row = reader.one(CODES_LEFT, (account,))
    return int(row[0]) if row else 0


def half(reader: Reader, hash: str) -> tuple[str, int] | None:
    """Whose half of a sign-in this is, and since when."""
    row = reader.one(HALF, (hash,))
    return (str(row[0]), int(row[1])) if row else None
