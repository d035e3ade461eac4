"""A summary of a contact for whoever gets it next, drafted from what is on record."""

from collections.abc import Callable, Sequence

import msgspec

from warmline.contacts import repository
from warmline.contacts.masking import HIDDEN
from warmline.contacts.model import Turn
from warmline.contacts.record import Record
from warmline.events.model import Event
from warmline.storage.port import Reader

Text = Callable[..., str]
"""A text in the language of a reader, with `%(name)s` replaced by what is given."""

LOOKED_AT = 60
"""Latest turns from which a draft is made."""
_QUOTED, _TAIL = 2, 240
_TOO_SHORT = 8
"""Characters: less than that is a key, an option or a yes."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What a summary tells: what the customer wants and said, where they were, what was tried and done, what a person
    said last."""

    wants: str = ""
    at: str = ""
    tried: tuple[str, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    said: tuple[str, ...] = ()
    told: str = ""
    told_by: str = ""


def gathered(
    wants: str, at: str, tried: Sequence[str], turns: Sequence[Turn], events: Sequence[Event] = ()
) -> Gathered:
    """What there is to tell of a contact: `at` is where it was in self-service, `events` are its own, in order."""
    done = {
        str(one.properties.get("operation")): str(one.properties.get("outcome"))
        for one in events
        if one.type in ("contact.did", "contact.looked_up") and one.properties.get("operation")
    }
    spoken = [one for one in turns if one.by == "agent"]
    return Gathered(
        wants=wants,
        at=at,
        tried=tuple(dict.fromkeys(tried)),
        done=tuple(done.items()),
        said=_own_words(turns),
        told=_short(spoken[-1].text) if spoken else "",
        told_by=spoken[-1].name if spoken else "",
    )


def drafted(found: Gathered, text: Text, name: Text) -> str:
    """A draft in somebody's language; `name` says the names of reasons, flows and operations."""
    lines = []
    if found.wants:
        lines.append(text("Wants: %(what)s.", what=name(found.wants)))
    if found.said:
        quoted = " ".join(f"“{one}”" for one in found.said)
        lines.append(text("In their words: %(words)s", words=quoted))
    if found.at:
        lines.append(text("In self-service they were at: %(where)s.", where=found.at))
    if found.tried:
        lines.append(text("Tried in self-service: %(what)s.", what=", ".join(map(name, found.tried))))
    if found.done:
        done = ", ".join(f"{name(what)}: {text(outcome)}" for what, outcome in found.done)
        lines.append(text("Looked up and done: %(what)s.", what=done))
    if found.told:
        lines.append(text("%(who)s said last: “%(words)s”", who=found.told_by, words=found.told))
    return "\n".join(lines) or text("Nothing was said yet.")


def drafted_summary(reader: Reader, record: Record) -> str:
    """A draft in English, for where no reader is known yet."""
    turns = repository.turns(reader, record.id, max(0, record.turns - LOOKED_AT))
    place = record.place_in_flows
    at = f"{_named(place.flow)} · {_named(place.step)}" if place and place.step else ""
    found = gathered(record.wants, at, record.session.tried, turns)
    return drafted(found, _plain, _named)


def _named(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").replace(".", ", ")


def _plain(message: str, **values: str) -> str:
    return message % values if values else message


def _own_words(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The latest that a customer said in words of their own; the very latest, if all of it is short."""
    said: list[str] = []
    offered: frozenset[str] = frozenset()
    for one in turns:
        if one.prompt is not None:
            offered = frozenset(option.label for option in one.prompt.options)
        elif one.by == "customer" and one.text and HIDDEN not in one.text and one.text not in offered:
            said.append(one.text)
    telling = [one for one in said if len(one) >= _TOO_SHORT] or said
    return tuple(_short(one) for one in telling[-_QUOTED:])


def _short(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _TAIL else line[: _TAIL - 1].rstrip() + "…"
