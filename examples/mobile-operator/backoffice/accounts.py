"""Accounts: who holds one, what they have, what they owe; messages to them; one-time codes."""

import hmac
import secrets
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import replace

from backoffice import ledger
from backoffice.errors import Refused
from backoffice.model import Account, Device, Invoice, Message, Money, Order, Service, Verification, shown
from backoffice.requests import CheckCode, SendCode, SendMessage
from backoffice.storage import Transaction
from backoffice.times import day, iso
from backoffice.warranty import fee

CODE_LASTS = 5 * 60 * 1_000_000
"""Microseconds for which a one-time code can be used."""


def account_of(tx: Transaction, number: str) -> Account:
    """An account. Raises Refused if there is none."""
    return tx.known(Account, number)


def account(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """All of an account."""
    found = account_of(tx, path["account"])
    owed = ledger.balance(found, tx.of(found.account, Invoice))
    view = shown(found)
    del view["in_favour"]
    services = tx.of(found.account, Service)
    return {
        **view,
        "balance": shown(Money(owed)),
        "plan": services[0].name if services else None,
        "lines": msgspec.to_builtins(services),
        "devices": [_device(tx, one) for one in tx.of(found.account, Device)],
        "open_orders": [one.order for one in tx.of(found.account, Order) if one.status == "open"],
    }


def _device(tx: Transaction, device: Device) -> dict[str, Any]:
    """A device, and what another one costs if it is replaced now."""
    return {**shown(device), "fee": shown(fee(device, date.fromisoformat(day(tx.now))))}


def messages(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """What was sent to customers, the newest first: what their phones and mailboxes would show."""
    found = tx.of(query["account"], Message) if "account" in query else tx.all(Message, 50)
    return {"messages": msgspec.to_builtins(found)}


def send(tx: Transaction, account: Account, by: str, text: str) -> str:
    """Send something to a customer; where it went."""
    owner = account.owner
    where = {"sms": owner.phone, "email": owner.email, "post": f"{owner.street}, {owner.city}"}[by]
    tx.put(
        Message(message=tx.new_id("m"), account=account.account, by=by, to=where, text=text, at=iso(tx.now))
    )
    return where


def send_message(tx: Transaction, path: dict[str, str], body: SendMessage) -> tuple[int, dict[str, Any]]:
    """Send words to the holder of an account."""
    where = send(tx, account_of(tx, body.account), body.by, body.text)
    return 201, {"sent_to": hidden(where), "by": body.by}


def hidden(where: str) -> str:
    """An address as it may be said to somebody who is not known yet: +63•••01, m•••@mail.example."""
    name, at, host = where.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else f"{where[:3]}•••{where[-2:]}"


def send_code(tx: Transaction, path: dict[str, str], body: SendCode) -> tuple[int, dict[str, Any]]:
    """Send a one-time code. It stands in the message and nowhere else."""
    found = account_of(tx, body.account)
    code, id = f"{secrets.randbelow(1_000_000):06d}", tx.new_id("vc")
    where = send(tx, found, body.by, f"Isla Mobile: your code is {code}. It is good for five minutes.")
    expires = tx.now + CODE_LASTS
    tx.put(Verification(verification=id, account=found.account, digest=_digest(id, code), expires=expires))
    return 201, {"verification": id, "sent_to": hidden(where), "by": body.by, "expires": iso(expires)}


def check_code(tx: Transaction, path: dict[str, str], body: CheckCode) -> tuple[int, dict[str, Any]]:
    """Whether a code is the one that was sent. It works once, and after three wrong ones no more."""
    found = tx.known(Verification, path["verification"])
    if found.status != "open" or found.expires < tx.now:
        raise Refused(409, "code_over", "This code can no longer be used.", "Send another.")
    right = hmac.compare_digest(found.digest, _digest(found.verification, body.code))
    left = found.attempts_left - (not right)
    found = replace(found, attempts_left=left, status="verified" if right else "open" if left else "failed")
    tx.put(found)
    return 200, {"verified": right, "attempts_left": left, "account": found.account}


def _digest(id: str, code: str) -> str:
    return sha256(f"{id}:{code}".encode()).hexdigest()
