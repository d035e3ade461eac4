"""What a restore does not take back: decisions about staff, and the record of who did what."""

from typing import Protocol

from warmline.staff import repository, second_repository
from warmline.storage.port import Reader, Row, Transaction

ACCOUNTS = """SELECT id, email, name, password, role, scopes, language, active, created, changed, password_set
              FROM staff_account ORDER BY email"""
SAME = "SELECT id, changed, password_set FROM staff_account WHERE id = ? OR email = ?"
TAKE_CHANGE = """UPDATE staff_account SET name = ?, role = ?, scopes = ?, language = ?, active = ?, changed = ?
                 WHERE id = ?"""
TOKENS = """SELECT id, hash, hint, name, role, scopes, created, expires, revoked, used FROM staff_token"""
TAKE_TOKEN = """INSERT INTO staff_token (id, hash, hint, name, role, scopes, created, expires, revoked, used)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET revoked = max(revoked, excluded.revoked), used = max(used, excluded.used)"""
SESSIONS = "SELECT hash, account, created, seen FROM staff_session"
SECONDS = f"SELECT account, {second_repository.COLUMNS} FROM staff_second"
SECOND = "SELECT changed, salt, step FROM staff_second WHERE account = ?"
THEIRS = "SELECT id FROM staff_account WHERE id = ? OR email = ? ORDER BY id = ? DESC LIMIT 1"
EMAIL = "SELECT email FROM staff_account WHERE id = ?"
CODES = "SELECT account, hash, used FROM staff_recovery WHERE account = ?"
TAKE_CODE = "INSERT INTO staff_recovery (account, hash, used) VALUES (?, ?, ?)"
FAILURES = "SELECT subject, failures, last, until FROM staff_failure"
LAST = "SELECT coalesce(max(sequence), 0) FROM staff_audit"
ENTRY = "SELECT occurred, kind, staff, action FROM staff_audit WHERE sequence = ?"
ENTRIES = """SELECT e.sequence, e.occurred, e.kind, e.staff, e.action, e.customer, e.detail, x.first, x.last, x.asked
             FROM staff_audit e LEFT JOIN staff_export x ON x.sequence = e.sequence
             WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?"""
TAKE_ENTRY = """INSERT INTO staff_audit (sequence, occurred, kind, staff, action, customer, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?)"""
ENTRIES_AT_ONCE = 1_000


class Renamed(Protocol):
    """How two logs that grew apart speak of customers; `app` fills it with the customers."""

    same_up_to: int
    """The last place at which both logs have the same event."""

    def customer(self, id: str) -> str:
        """What a customer of the running data is called where the other log may have given the id to another."""
        ...


def carry_over(running: Reader, arriving: Transaction, renamed: Renamed) -> None:
    """Have what was decided since a backup hold in the data it brings; of each decision, the newest.

    Who is signed in and who is locked out stays so. `renamed` says what customers of the running data are
    called in the data that arrives.
    """
    kept = [one for row in running.all(ACCOUNTS) if (one := _account(row, arriving))]
    arriving.run("DELETE FROM staff_session")
    for row in running.all(SESSIONS):
        if row[1] in kept:
            arriving.run(repository.ADD_SESSION, row)
    _seconds(running, arriving)
    arriving.run_many(TAKE_TOKEN, running.all(TOKENS))
    arriving.run("DELETE FROM staff_failure")
    arriving.run_many(repository.PUT_FAILURE, running.all(FAILURES))
    _record(running, arriving, renamed)


def _account(row: Row, arriving: Transaction) -> str | None:
    """Take an account over; its id, if the sessions of the running data are sessions of it."""
    id, email, name, password, role, scopes, language, active, _, changed, password_set = row
    # A new machine may have the same person under another id: one sign-in name is one account.
    theirs = arriving.one(SAME, (id, email))
    if theirs is None:
        arriving.run(repository.ADD_ACCOUNT, row)
        return str(id)
    if changed >= theirs[1]:
        arriving.run(TAKE_CHANGE, (name, role, scopes, language, active, changed, theirs[0]))
    if password_set < theirs[2]:
        return None
    arriving.run(repository.SET_PASSWORD, (password, password_set, theirs[0]))
    return str(id) if theirs[0] == id else None


def _seconds(running: Reader, arriving: Transaction) -> None:
    """Take second steps over, those that were taken away, too; a code that was used stays used.

    An account that has another id in the data that arrive goes on with its secret and its recovery codes, which follow
    from the id under which they were made.
    """
    for account, salt, pending, confirmed, step, changed, named, made_with in running.all(SECONDS):
        target = _theirs(account, running, arriving)
        theirs = arriving.one(SECOND, (target,))
        is_newer = theirs is not None and theirs[0] > changed
        if is_newer or not target:
            continue
        if theirs is not None and theirs[1] == salt:
            step = max(step, theirs[2])
        if target != account:
            named = named or account
        fields = (salt, pending, confirmed, step, changed, named if salt or pending else "", made_with)
        arriving.run(second_repository.PUT, (target, *fields))
        arriving.run(second_repository.FORGET_CODES, (target,))
        codes = [(target, hash, used) for _, hash, used in running.all(CODES, (account,))]
        arriving.run_many(TAKE_CODE, codes)
    arriving.run("DELETE FROM staff_half")


def _theirs(account: str, running: Reader, arriving: Reader) -> str:
    """The id that an account of the running data has in those that arrive; "" if it is not there."""
    own = running.one(EMAIL, (account,))
    row = arriving.one(THEIRS, (account, own[0] if own else "", account))
    return str(row[0]) if row else ""


def _record(running: Reader, arriving: Transaction, renamed: Renamed) -> None:
    """Append what the record of the running data says that the other does not."""
    after = _parted(running, arriving)
    sequence = _last(arriving)
    while rows := running.all(ENTRIES, (after, ENTRIES_AT_ONCE)):
        after = rows[-1][0]
        for _, occurred, kind, staff, action, customer, detail, first, last, asked in rows:
            sequence += 1
            customer = renamed.customer(customer)
            arriving.run(TAKE_ENTRY, (sequence, occurred, kind, staff, action, customer, detail))
            if asked is not None:
                arriving.run(repository.ADD_EXPORT, (sequence, first, min(last, renamed.same_up_to), asked))


def _parted(running: Reader, arriving: Reader) -> int:
    """The last entry that two records share: one grew out of the other, or both out of a third."""
    low, high = 0, min(_last(running), _last(arriving))
    while low < high:
        middle = (low + high + 1) // 2
        if running.one(ENTRY, (middle,)) == arriving.one(ENTRY, (middle,)):
            low = middle
        else:
            high = middle - 1
    return low


def _last(reader: Reader) -> int:
    row = reader.one(LAST)
    return int(row[0]) if row else 0
