"""A rejected input as the messages it is made of: one body may speak of many people."""

import base64
import binascii
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from warmline.log.model import KeptReject
from warmline.log.wire import EventError, decode_value


class Parts(NamedTuple):
    """The messages in a body, as plain data, and what stands around them."""

    messages: list[Any]
    around: dict[str, Any] | None
    """Of a batch in an object, its other fields; None where nothing is around."""

    @property
    def one(self) -> bool:
        """Whether the body is a single message."""
        return len(self.messages) < 2 and self.around is None

    def only(self, wanted: Callable[[Any], bool]) -> bytes:
        """The body with some of its messages only."""
        left = [message for message in self.messages if wanted(message)]
        return msgspec.json.encode(left if self.around is None else {**self.around, "batch": left})


def parts(kept: KeptReject) -> Parts | None:
    """What was sent, taken apart; None where it cannot be read."""
    try:
        read = decode_value(kept.raw)
    except EventError:
        return None
    if isinstance(read, dict) and isinstance(batch := read.get("batch"), list):
        return Parts(batch, {key: value for key, value in read.items() if key != "batch"})
    if isinstance(read, list):
        return Parts(read, None)
    return Parts([read], None)


def legible(message: Any) -> Any:
    """A message with what is packed in it as text, to be searched."""
    packed = message.get("data_base64") if isinstance(message, dict) else None
    if not isinstance(packed, str):
        return message
    try:
        return {**message, "data_base64": base64.b64decode(packed).decode(errors="replace")}
    except (binascii.Error, ValueError):
        return message
