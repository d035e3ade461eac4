"""A text message as a gateway brings it, read from JSON or from a form."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from warmline.channels.declared_texts import Reads
from warmline.channels.texts.errors import WrongMessage

LONGEST_ID = 180
LONGEST_NUMBER = 60
FORM = "application/x-www-form-urlencoded"


class Message(msgspec.Struct, frozen=True):
    """One message: what the gateway calls it, the number that it comes from, its words."""

    id: str
    sender: str
    text: str


class Receipt(msgspec.Struct, frozen=True):
    """What the gateway is told. `taken`: the message is new; else it had come before, and nothing was done again."""

    taken: bool


def read(body: bytes, content_type: str, reads: Reads) -> Message:
    """The message in a body. Raises WrongMessage."""
    fields = _fields(body, content_type)
    message = Message(
        id=_field(fields, reads.id, LONGEST_ID),
        sender=_field(fields, reads.sender, LONGEST_NUMBER),
        text=_field(fields, reads.text, 0),
    )
    if not message.text.strip():
        raise WrongMessage(f"{reads.text!r} holds no words.")
    return message


def _fields(body: bytes, content_type: str) -> dict[str, Any]:
    try:
        if content_type.lower().startswith(FORM):
            return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError) as error:
        raise WrongMessage(f"The body is neither JSON nor a form: {error}.") from None
    if not isinstance(found, dict):
        raise WrongMessage("The body is no JSON object.")
    return found


def _field(fields: dict[str, Any], name: str, longest: int) -> str:
    value = fields.get(name)
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str) or not value:
        raise WrongMessage(f"The field {name!r} is missing, or no text.")
    if longest and len(value) > longest:
        raise WrongMessage(f"The field {name!r} has more than {longest} characters.")
    return value
