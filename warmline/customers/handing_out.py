"""What is handed out when somebody asks what is known of them: all that is about them, and nothing of others."""

from collections.abc import Iterator
from typing import Any

import msgspec

from warmline.customers.identifiers import Normaliser
from warmline.customers.model import CustomerView
from warmline.customers.projection import Projection
from warmline.customers.spellings import Spellings
from warmline.log import moment, reject_parts, rejects, replays
from warmline.log import repository as log
from warmline.log.model import KeptReject, Stored
from warmline.log.native import encode as native
from warmline.storage.port import Reader

EVENTS_AT_ONCE = 500
_NAMING = ("userId", "anonymousId", "previousId")
_TRAITS = ("email", "phone")


def everything(reader: Reader, projection: Projection, view: CustomerView) -> dict[str, Any]:
    """All that is stored of a customer, as plain data.

    `events` are about them, whole. `named_in` are events about others: that they name the customer, not what
    they say. `rejected` are messages that name the customer and nobody else we know; of a body that cannot be
    taken apart, only that it does.
    """
    repository = projection.repository
    nodes = [one.id for one in view.identifiers]
    about = repository.seqs(reader, nodes)
    others = sorted(set(repository.naming(reader, nodes)) - set(about))
    spellings = Spellings(projection.rules.normaliser, {(one.type, one.value) for one in view.identifiers})
    alone = msgspec.structs.replace(view, links=[link for link in view.links if link.inside], household=[])
    return {
        "customer": msgspec.to_builtins(alone),
        "events": [
            msgspec.json.decode(native(stored.event, stored.seq)) for stored in _events(reader, about)
        ],
        "named_in": [_mention(stored, spellings) for stored in _events(reader, others)],
        "rejected": [
            one
            for kept in _rejects(reader)
            if spellings.may_be_in(kept.raw)
            for one in _Rejected(reader, projection, view.id, spellings).said_in(kept)
        ],
    }


def _events(reader: Reader, seqs: list[int]) -> Iterator[Stored]:
    for start in range(0, len(seqs), EVENTS_AT_ONCE):
        yield from log.at(reader, seqs[start : start + EVENTS_AT_ONCE])


def _rejects(reader: Reader) -> Iterator[KeptReject]:
    after = 0
    while batch := rejects.every(reader, after):
        after = batch[-1].id
        yield from batch


def _mention(stored: Stored, spellings: Spellings) -> dict[str, Any]:
    event = stored.event
    return {
        "id": stored.id,
        "seq": stored.seq,
        "source": event.source,
        "type": event.type,
        "occurred": moment.write(event.occurred),
        "identifiers": [msgspec.to_builtins(one) for one in event.identifiers if spellings.names(one)],
    }


class _Rejected:
    """Finds what rejected input says of one customer."""

    def __init__(self, reader: Reader, projection: Projection, customer: int, spellings: Spellings) -> None:
        self._reader = reader
        self._repository = projection.repository
        self._normaliser: Normaliser = projection.rules.normaliser
        self._types = tuple(projection.rules.business.identifiers)
        self._customer = customer
        self._spellings = spellings

    def said_in(self, kept: KeptReject) -> Iterator[dict[str, Any]]:
        """The messages of a body that are the customer's; if there is none, that it names them, if it does."""
        body = reject_parts.parts(kept)
        messages = [] if body is None else [one for one in body.messages if self._is_theirs(one)]
        where = {"id": kept.id, "received": kept.received}
        if body is not None and body.one and messages:
            yield {**where, "reason": kept.reason, "text": replays.shown(kept.raw)}
        elif messages:
            for message in messages:
                yield {**where, "reason": "", "text": replays.shown(msgspec.json.encode(message))}
        elif self._spellings.is_in(
            [kept.raw.decode(errors="replace")] if body is None else list(map(reject_parts.legible, body[0]))
        ):
            yield {**where, "reason": "", "text": ""}

    def _is_theirs(self, message: Any) -> bool:
        """Whether a message says that it is about this customer, and about nobody else we know."""
        named: set[int] = set()
        for type, value in _claims(message):
            for name in (type,) if type else self._types:
                normal = self._normaliser.value(name, value)
                if normal is not None and (node := self._repository.find(self._reader, name, normal)):
                    named.add(node.customer)
        return named == {self._customer}


def _claims(message: Any) -> Iterator[tuple[str, str]]:
    """Whom a message says it is about, in any protocol: (type, value), without the type where it says none."""
    if not isinstance(message, dict):
        return
    yield from (("", text) for name in _NAMING if (text := _text(message.get(name))))
    context, data = message.get("context"), message.get("data")
    for place in (message, context, data):
        traits = place.get("traits") if isinstance(place, dict) else None
        if isinstance(traits, dict):
            yield from ((name, text) for name in _TRAITS if (text := _text(traits.get(name))))
    for place in (message, data):
        yield from _listed(place.get("identifiers") if isinstance(place, dict) else None)
    type, _, value = (_text(message.get("subject")) or "").replace("/", ":").partition(":")
    if value:
        yield type, value


def _listed(identifiers: Any) -> Iterator[tuple[str, str]]:
    """Identifiers as the native form lists them, or CloudEvents: [{"type", "value"}] or {type: value(s)}."""
    if isinstance(identifiers, list):
        for one in identifiers:
            if (
                isinstance(one, dict)
                and (type := _text(one.get("type")))
                and (value := _text(one.get("value")))
            ):
                yield type, value
    elif isinstance(identifiers, dict):
        for name, values in identifiers.items():
            for value in values if isinstance(values, list) else [values]:
                if text := _text(value):
                    yield str(name), text


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
