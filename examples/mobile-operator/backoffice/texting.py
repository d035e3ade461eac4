"""Text messages that Warmline has us send, each once."""

from typing import Any

import msgspec
from msgspec import Struct

from backoffice.accounts import send
from backoffice.errors import Refused
from backoffice.model import Account, Message
from backoffice.requests import SendText
from backoffice.storage import Transaction
from backoffice.times import iso

WAYS = (("phone", "sms"), ("email", "email"))
"""Types of names that something can be sent to, and how."""


class Name(Struct, frozen=True):
    """One of the names that a customer has in Warmline."""

    type: str
    value: str


class Customer(Struct, frozen=True):
    """Whom a policy wants to reach."""

    identifiers: list[Name] = []


class Values(Struct, frozen=True):
    """What the policy says under `with`."""

    text: str


class Call(Struct, frozen=True):
    """What a policy's call holds, as far as it matters here."""

    policy: str
    customer: Customer
    values: Values


def send_to(tx: Transaction, path: dict[str, str], body: SendText) -> tuple[int, dict[str, Any]]:
    """Send words to a phone."""
    message = Message(
        message=tx.new_id("m"), account="", by="sms", to=body.to, text=body.text, at=iso(tx.now)
    )
    tx.put(message)
    return 201, {"message": message.message}


def send_text(tx: Transaction, body: bytes) -> tuple[int, dict[str, Any]]:
    """Send the text to the phone of the first account we know, or to what is named. Raises Refused."""
    try:
        call = msgspec.json.decode(body, type=Call)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(400, "bad_body", f"The body is no call of a policy: {error}.") from None
    if not call.values.text.strip():
        raise Refused(400, "no_text", "The text is empty.", "Give it under `with: {text: …}` of the policy.")
    names = call.customer.identifiers
    accounts = (tx.get(Account, name.value) for name in names if name.type == "account")
    account = next((one for one in accounts if one is not None), None)
    if account is not None:
        to = send(tx, account, "sms", call.values.text)
    else:
        named = {name.type: name.value for name in reversed(names)}
        by, to = next(((by, named[type]) for type, by in WAYS if type in named), ("", ""))
        if not to:
            raise Refused(410, "no_phone", "This customer has no phone that we know.")  # gone: try no more
        id = tx.new_id("m")
        tx.put(Message(message=id, account="", by=by, to=to, text=call.values.text, at=iso(tx.now)))
    return 202, {"sent_to": to, "policy": call.policy}
