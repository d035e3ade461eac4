"""Decisions as events: what is put on record about a decision and about what was done."""

from typing import Any

import msgspec

from warmline.decisions.actions.base import Append, given
from warmline.decisions.answers import Chosen, Decision
from warmline.decisions.consequences import Judged, ToDo
from warmline.decisions.health import Disabled
from warmline.events.model import Event, Identifier, event_id
from warmline.log.model import Stored
from warmline.log.moment import write

MADE = "decision.made"
SOURCE = "decisions"
"""The source of what policies say and do."""


def id_of(name: str) -> str:
    """The id of the decision (and its event) that a name belongs to: that of the event that was judged."""
    return event_id(SOURCE, name)


def decided(decision: Decision, name: str, identifiers: tuple[Identifier, ...], channel: str = "") -> Event:
    """A decision as the log keeps it."""
    return Event(
        source=SOURCE,
        message_id=name,
        type=MADE,
        occurred=decision.at,
        received=decision.at,
        channel=channel,
        identifiers=identifiers,
        cause=decision.event,
        properties=given(
            {
                "decision": decision.id,
                "business": decision.business,
                "situation": decision.situation or None,
                "event": decision.event_type or None,
                "contact": decision.contact or None,
                "language": decision.language or None,
                "level": decision.level or None,
                "by": decision.by or None,
                "chosen": _plain(decision.chosen),
                "done": _plain(decision.done),
                "held_back": _plain(decision.held_back),
                "not_held": decision.not_held or None,
                "held": decision.held,
                "evaluated": decision.evaluated,
            }
        ),
    )


def recorded(stored: Stored) -> Decision | None:
    """The decision that an event of the log says; None for one of another shape, as an imported log may hold."""
    event, said = stored.event, stored.event.properties
    written = {
        **said,
        "id": stored.id,
        "at": event.occurred,
        "event": event.cause,
        "event_type": said.get("event", ""),
    }
    try:
        return msgspec.convert(written, Decision)
    except msgspec.ValidationError:
        return None


def of_event(judged: Judged, decision: str, business: str, event: Event, id: str, now: int) -> Decision:
    """What was made of an event (`id`), as a decision."""
    return Decision(
        id=decision,
        business=business,
        at=now,
        event=id,
        event_type=event.type,
        done=[
            msgspec.structs.replace(one.done, **{_came_of(one): _key(decision, one)}) for one in judged.to_do
        ],
        held_back=judged.held_back,
        not_held=judged.not_held,
        held=len(judged.held),
        evaluated=judged.evaluated,
    )


def action_event(todo: ToDo, decision: str, identifiers: tuple[Identifier, ...], now: int) -> Event | None:
    """What an action puts into the log; None where it only tells the outside."""
    if not isinstance(todo.consequence, Append):
        return None
    return derived(
        todo.consequence.type,
        todo.consequence.properties,
        message_id_of(decision, todo),
        decision,
        identifiers,
        now,
    )


def derived(
    type: str,
    properties: dict[str, Any],
    message_id: str,
    cause: str,
    identifiers: tuple[Identifier, ...],
    now: int,
) -> Event:
    """An event that follows from another."""
    return Event(
        source=SOURCE,
        message_id=message_id,
        type=type,
        occurred=now,
        received=now,
        identifiers=identifiers,
        properties=properties,
        cause=cause,
    )


def message_id_of(decision: str, todo: ToDo) -> str:
    """Names what one action of one decision makes; the same however often it is made."""
    return f"{decision}:{todo.policy.name}:{todo.position}"


def offered(decision: Decision, one: Chosen, sells: bool, about: tuple[Identifier, ...]) -> Event:
    """An offer that is made by being chosen."""
    said = {
        "offer": one.name,
        "decision": decision.id,
        "contact": decision.contact or None,
        "until": None if one.until is None else write(one.until),
        "policy": one.policy,
        "sells": sells,
    }
    name = f"{decision.id}:{one.name}:made"
    return derived("offer.made", given(said), name, decision.id, about, decision.at)


def offers_of(decided: Event) -> dict[str, int | None]:
    """The offers that a decision on record chose, each with the moment until which it stands."""
    chosen = decided.properties.get("chosen")
    entries = chosen if isinstance(chosen, list) else []
    return {one["name"]: one.get("until") for one in entries if one.get("kind") == "offer"}


def outcome(made: Stored, offer: str, what: str, by: str, reason: str, now: int) -> Event:
    """What a customer made of an offer; the same said twice is the same event."""
    said = {"offer": offer, "decision": made.id, "by": by, "reason": reason or None}
    name = f"{made.id}:{offer}:{what}"
    return derived(f"offer.{what}", given(said), name, made.id, made.event.identifiers, now)


def disabled(one: Disabled, business: str) -> Event:
    """That a policy is no longer asked."""
    said = {"policy": one.policy, "business": business, "failures": one.failures, "why": one.why}
    return derived("policy.disabled", said, f"disabled {one.policy} {one.digest} {one.at}", "", (), one.at)


def _came_of(todo: ToDo) -> str:
    return "event" if isinstance(todo.consequence, Append) else "delivery"


def _key(decision: str, todo: ToDo) -> str:
    message_id = message_id_of(decision, todo)
    return event_id(SOURCE, message_id) if isinstance(todo.consequence, Append) else message_id


def _plain(several: list[Any]) -> list[Any] | None:
    return msgspec.to_builtins(several) or None
