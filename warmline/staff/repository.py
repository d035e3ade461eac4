"""The queries of the staff room."""

from collections.abc import Sequence

import msgspec

from warmline.staff.model import Account, ApiToken, AuditEntry
from warmline.storage.port import Reader, Row, Transaction, places
from warmline.web.access import Role
from warmline.web.principal import Scopes

ACCOUNT_COLUMNS = "id, email, name, role, scopes, language, active, created"
ACCOUNT_BY_ID = f"SELECT {ACCOUNT_COLUMNS} FROM staff_account WHERE id = ?"
ACCOUNT_BY_EMAIL = f"SELECT {ACCOUNT_COLUMNS} FROM staff_account WHERE email = ?"
ACCOUNTS_AFTER = f"SELECT {ACCOUNT_COLUMNS} FROM staff_account WHERE email > ? ORDER BY email LIMIT ?"
ADD_ACCOUNT = """INSERT INTO staff_account
                 (id, email, name, password, role, scopes, language, active, created, changed, password_set)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
CHANGE_ACCOUNT = """UPDATE staff_account
                    SET name = ?, role = ?, scopes = ?, language = ?, active = ?, changed = ? WHERE id = ?"""
PASSWORD = "SELECT password FROM staff_account WHERE id = ?"
SET_PASSWORD = "UPDATE staff_account SET password = ?, password_set = ? WHERE id = ?"
RENEW_HASH = "UPDATE staff_account SET password = ? WHERE id = ?"
OTHER_ADMINISTRATORS = "SELECT count(*) FROM staff_account WHERE role = ? AND active = 1 AND id <> ?"

ADD_SESSION = "INSERT INTO staff_session (hash, account, created, seen) VALUES (?, ?, ?, ?)"
SESSION = f"""SELECT s.created, s.seen, {", ".join("a." + column for column in ACCOUNT_COLUMNS.split(", "))}
              FROM staff_session s JOIN staff_account a ON a.id = s.account WHERE s.hash = ?"""
SESSION_SEEN = "UPDATE staff_session SET seen = ? WHERE hash = ? AND seen < ?"
SESSIONS_OF = "SELECT count(*) FROM staff_session WHERE account = ?"
END_SESSION = "DELETE FROM staff_session WHERE hash = ?"
END_SESSIONS = "DELETE FROM staff_session WHERE account = ?"
END_OTHER_SESSIONS = "DELETE FROM staff_session WHERE account = ? AND hash != ?"
END_OLD_SESSIONS = "DELETE FROM staff_session WHERE created < ?"

FAILURE = "SELECT failures, last, until FROM staff_failure WHERE subject = ?"
PUT_FAILURE = """INSERT INTO staff_failure (subject, failures, last, until) VALUES (?, ?, ?, ?)
                 ON CONFLICT (subject) DO UPDATE
                 SET failures = excluded.failures, last = excluded.last, until = excluded.until"""
FORGET_FAILURE = "DELETE FROM staff_failure WHERE subject = ?"
FORGET_OLD_FAILURES = "DELETE FROM staff_failure WHERE last < ?"

TOKEN_COLUMNS = "id, name, role, scopes, hint, created, expires, revoked, used"
ADD_TOKEN = """INSERT INTO staff_token (id, hash, hint, name, role, scopes, created, expires)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
TOKEN_BY_ID = f"SELECT {TOKEN_COLUMNS} FROM staff_token WHERE id = ?"
TOKEN_BY_HASH = f"SELECT {TOKEN_COLUMNS} FROM staff_token WHERE hash = ?"
TOKENS = f"SELECT {TOKEN_COLUMNS} FROM staff_token ORDER BY created DESC, id LIMIT 1000"
REVOKE_TOKEN = "UPDATE staff_token SET revoked = 1 WHERE id = ?"
TOKEN_USED = "UPDATE staff_token SET used = ? WHERE id = ? AND used < ?"

ADD_AUDIT = """INSERT INTO staff_audit (sequence, occurred, kind, staff, action, customer, detail)
               SELECT coalesce(max(sequence), 0) + 1, ?, ?, ?, ?, ?, ? FROM staff_audit"""
ADD_AUDITS = """INSERT INTO staff_audit (sequence, occurred, kind, staff, action, customer, detail)
                SELECT so_far.latest + customers.key + 1, ?, ?, ?, ?, customers.value, ?
                FROM json_each(?) AS customers, (SELECT coalesce(max(sequence), 0) AS latest FROM staff_audit) AS so_far
                ORDER BY customers.key"""
"""The same about several customers: one statement, since a wall shows dozens of them to dozens of people at a time."""
DETAILS_OF = "SELECT sequence, detail FROM staff_audit WHERE action = ? AND detail <> ''"
CHANGE_DETAIL = "UPDATE staff_audit SET detail = ? WHERE sequence = ?"
FOR_EVER = (1 << 63) - 1
"""The time until which a customer has an id that is theirs."""
ADD_EXPORT = "INSERT INTO staff_export (sequence, first, last, asked) VALUES (?, ?, ?, ?)"
EXPORTS = """SELECT x.sequence, x.first, x.last, x.asked FROM staff_export x
             JOIN staff_audit e ON e.sequence = x.sequence
             WHERE x.sequence < ? AND (? = '' OR e.staff = ?) ORDER BY x.sequence DESC LIMIT ?"""
AUDIT = """SELECT e.sequence, e.occurred, e.kind, e.staff, coalesce(a.name, t.name, ''),
                  e.action, e.customer, e.detail
           FROM staff_audit e
           LEFT JOIN staff_account a ON a.id = e.staff LEFT JOIN staff_token t ON t.id = e.staff
           WHERE {where} ORDER BY e.sequence DESC LIMIT ?"""


def account(reader: Reader, id: str) -> Account | None:
    """The account with this id."""
    row = reader.one(ACCOUNT_BY_ID, (id,))
    return _account(row) if row else None


def account_named(reader: Reader, email: str) -> Account | None:
    """The account with this sign-in name."""
    row = reader.one(ACCOUNT_BY_EMAIL, (email,))
    return _account(row) if row else None


def accounts(reader: Reader, after: str, limit: int) -> list[Account]:
    """Accounts by sign-in name."""
    return [_account(row) for row in reader.all(ACCOUNTS_AFTER, (after, limit))]


def add_account(tx: Transaction, new: Account, password: str) -> None:
    """Keep a new account; `password` is its hash."""
    fields = (new.id, new.email, new.name, password, new.role.value, _json(new.scopes), new.language)
    tx.run(ADD_ACCOUNT, (*fields, int(new.active), new.created, new.created, new.created))


def change_account(tx: Transaction, changed: Account, now: int) -> None:
    """Keep what was changed of an account, and when: a restore asks which decision is the newest."""
    fields = (changed.name, changed.role.value, _json(changed.scopes), changed.language, int(changed.active))
    tx.run(CHANGE_ACCOUNT, (*fields, now, changed.id))


def password(reader: Reader, id: str) -> str:
    """The hash of an account's password; empty without such an account."""
    row = reader.one(PASSWORD, (id,))
    return str(row[0]) if row else ""


def set_password(tx: Transaction, id: str, password: str, now: int) -> None:
    """Keep the hash of a new password, and when it was given."""
    tx.run(SET_PASSWORD, (password, now, id))


def renew_hash(tx: Transaction, id: str, password: str) -> None:
    """Keep a stronger hash of the same password."""
    tx.run(RENEW_HASH, (password, id))


def other_administrators(reader: Reader, id: str) -> int:
    """How many active administrators there are besides this account."""
    row = reader.one(OTHER_ADMINISTRATORS, (Role.ADMINISTRATOR.value, id))
    return int(row[0]) if row else 0


def session(reader: Reader, hash: str) -> tuple[int, int, Account] | None:
    """When the session began and was last seen, and whose it is."""
    row = reader.one(SESSION, (hash,))
    return (int(row[0]), int(row[1]), _account(row[2:])) if row else None


def sessions_of(reader: Reader, id: str) -> int:
    """How many sessions of an account are kept."""
    row = reader.one(SESSIONS_OF, (id,))
    return int(row[0]) if row else 0


def failure(reader: Reader, subject: str) -> tuple[int, int, int] | None:
    """Failures of a subject: how many, when the last one was, until when it is locked."""
    row = reader.one(FAILURE, (subject,))
    return (int(row[0]), int(row[1]), int(row[2])) if row else None


def add_token(tx: Transaction, new: ApiToken, hash: str) -> None:
    """Keep a new API token."""
    fields = (new.id, hash, new.hint, new.name, new.role.value, _json(new.scopes), new.created, new.expires)
    tx.run(ADD_TOKEN, fields)


def token(reader: Reader, id: str) -> ApiToken | None:
    """The API token with this id."""
    row = reader.one(TOKEN_BY_ID, (id,))
    return _token(row) if row else None


def token_hashed(reader: Reader, hash: str) -> ApiToken | None:
    """The API token whose secret has this hash."""
    row = reader.one(TOKEN_BY_HASH, (hash,))
    return _token(row) if row else None


def tokens(reader: Reader) -> list[ApiToken]:
    """API tokens, the newest first."""
    return [_token(row) for row in reader.all(TOKENS)]


def add_audit(
    tx: Transaction, occurred: int, kind: str, staff: str, action: str, customer: str = "", detail: str = ""
) -> None:
    """Write down that somebody did something."""
    tx.run(ADD_AUDIT, (occurred, kind, staff, action, customer, detail[:500]))


def add_audits(
    tx: Transaction, occurred: int, kind: str, staff: str, action: str, customers: Sequence[str], detail: str
) -> None:
    """Write down that somebody did something, once for each of some customers."""
    names = msgspec.json.encode(customers).decode()
    tx.run(ADD_AUDITS, (occurred, kind, staff, action, detail[:500], names))


def add_export(tx: Transaction, first: int, last: int, asked: bytes) -> None:
    """Keep with the entry written last which events were handed out."""
    row = tx.one("SELECT max(sequence) FROM staff_audit")
    assert row is not None
    tx.run(ADD_EXPORT, (row[0], first, last, asked))


def exports(reader: Reader, staff: str, before: int, limit: int) -> list[Row]:
    """Entries about events handed out, the latest first: sequence, first and last place, what was asked for."""
    return reader.all(EXPORTS, (before, staff, staff, limit))


def audit(
    reader: Reader, names: Sequence[tuple[str, int]], staff: str, before: int, limit: int
) -> list[AuditEntry]:
    """What was written down, the latest first, of any customer or of one.

    `names` are the ids that a customer had, each with the time until which it was theirs.
    """
    marks, ids = places([id for id, until in names if until >= FOR_EVER])
    lost = [name for name in names if name[1] < FOR_EVER]
    called = " OR ".join([f"e.customer IN {marks}"] + ["e.customer = ? AND e.occurred <= ?"] * len(lost))
    conditions = ["e.sequence < ?"] + [f"({called})"] * bool(names) + ["e.staff = ?"] * bool(staff)
    values = (*ids, *(value for name in lost for value in name)) if names else ()
    return _entries(reader, " AND ".join(conditions), (before, *values, *filter(None, (staff,)), limit))


def details_of(reader: Reader, action: str) -> list[Row]:
    """The entries of an action that say something beside it: sequence and detail."""
    return reader.all(DETAILS_OF, (action,))


def audit_at(reader: Reader, sequences: Sequence[int]) -> list[AuditEntry]:
    """Single entries, the latest first."""
    marks, values = places(sequences)
    return _entries(reader, f"e.sequence IN {marks}", (*values, len(sequences)))


def _entries(reader: Reader, where: str, parameters: Sequence[object]) -> list[AuditEntry]:
    rows = reader.all(AUDIT.format(where=where), parameters)
    return [
        AuditEntry(
            sequence=row[0],
            occurred=row[1],
            kind=row[2],
            staff=row[3],
            name=row[4] or ("Command line" if row[2] == "local" else ""),
            action=row[5],
            customer=row[6],
            detail=row[7],
        )
        for row in rows
    ]


def _account(row: Row) -> Account:
    return Account(
        id=row[0],
        email=row[1],
        name=row[2],
        role=Role(row[3]),
        scopes=msgspec.json.decode(row[4], type=Scopes),
        language=row[5],
        active=bool(row[6]),
        created=row[7],
    )


def _token(row: Row) -> ApiToken:
    return ApiToken(
        id=row[0],
        name=row[1],
        role=Role(row[2]),
        scopes=msgspec.json.decode(row[3], type=Scopes),
        hint=row[4],
        created=row[5],
        expires=row[6],
        revoked=bool(row[7]),
        used=row[8],
    )


def _json(scopes: Scopes) -> str:
    return msgspec.json.encode(scopes).decode()
