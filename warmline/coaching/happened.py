"""What happened in a contact, as moments for the detectors: read from what one command puts on record."""

from collections.abc import Iterator

from warmline.coaching.moments import Moment
from warmline.contacts.model import Turn
from warmline.contacts.work import Work
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN


def moments(work: Work) -> Iterator[Moment]:
    """Everything since the last look, in order; the look counts as done."""
    new, work.noticed = work.recorded[work.noticed :], len(work.recorded)
    said = {turn.number: turn for turn in work.said}
    number = work.record.turns - sum(event.type == "contact.turn" for event in new)
    for event in new:
        if event.type == "contact.turn":
            number += 1
            if (turn := said.get(number)) is not None:
                yield _said(turn)
        elif (moment := _moment(event, max(1, number), work.record.language)) is not None:
            yield moment


def _said(turn: Turn) -> Moment:
    return Moment(
        what="said",
        at=turn.at,
        turn=turn.number,
        by=turn.by,
        text=turn.text or turn.keys,
        language=turn.language,
    )


def _moment(event: Event, turn: int, language: str) -> Moment | None:
    properties = event.properties
    flow, step = str(properties.get("flow") or ""), str(properties.get("step") or "")
    where = f"{flow}/{step}" if flow or step else ""
    at = event.occurred
    match event.type:
        case "contact.no_match":
            return Moment(what="missed", at=at, turn=turn, where=where, language=language)
        case "contact.not_verified" if properties.get("why") == "wrong":
            return Moment(what="missed", at=at, turn=turn, where=where, language=language)
        case "contact.no_input":
            return Moment(what="silent", at=at, turn=turn, where=where, language=language)
        case "contact.asked_person":
            return Moment(what="asked_person", at=at, turn=turn, where=where, language=language)
        case "contact.step" if flow != BUILT_IN:
            return Moment(what="step", at=at, turn=turn, where=where, language=language)
        case "contact.reason":
            reason = str(properties.get("reason") or "")
            return Moment(what="about", at=at, turn=turn, where=reason, language=language)
    return None
