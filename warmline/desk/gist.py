"""One line in human words for every type of event: what happened, and whether that is good or bad news."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk import (
    gist_authority,
    gist_care,
    gist_decisions,
    gist_dialogue,
    gist_people,
    gist_staff,
    gist_trade,
)
from warmline.desk.language import Language
from warmline.events.catalogue import CATALOGUE

Properties = Mapping[str, Any]
Gist = Callable[[Language, Properties], str]

GISTS: dict[str, Gist] = {
    **gist_care.GISTS,
    **gist_dialogue.GISTS,
    **gist_people.GISTS,
    **gist_trade.GISTS,
    **gist_decisions.GISTS,
    **gist_staff.GISTS,
    **gist_authority.GISTS,
}
"""By event type. A test walks the catalogue: a type without a gist fails."""

_BAD = frozenset(
    {
        "payment.failed",
        "credit.exhausted",
        "outage.started",
        "service.disturbed",
        "order.cancelled",
        "service.ended",
        "appointment.missed",
        "purchase.returned",
        "consent.withdrawn",
        "case.opened",
        "policy.disabled",
        "contact.no_match",
        "contact.not_verified",
        "contact.left_off",
        "contact.flow_failed",
        "contact.transferred",
        "contact.owner_gone",
    }
)
_GOOD = frozenset(
    {
        "payment.received",
        "contact.solved",
        "case.solved",
        "promise.kept",
        "outage.ended",
        "service.restored",
        "order.completed",
        "service.activated",
        "purchase.completed",
        "appointment.kept",
        "credit.given",
        "offer.accepted",
        "contact.verified",
    }
)


def gist(say: Language, type: str, properties: Properties) -> str:
    """What happened, in one line; for a type nobody knows, its first few values."""
    known = GISTS.get(type)
    text = known(say, properties) if known else ""
    return text or _unknown(properties)


def tone(type: str, properties: Properties) -> str:
    """How it is for the customer: bad, good, or nothing of the kind ("")."""
    if type == "contact.ended":
        return "" if properties.get("outcome") == "completed" else "bad"
    if type == "contact.signal":
        return "" if properties.get("signal") == "buying" else "bad"
    if type == "contact.rated":
        score, of = properties.get("score"), properties.get("of") or 5
        if not isinstance(score, int) or not isinstance(of, int):
            return ""
        return "good" if score >= 0.8 * of else "bad" if score <= 0.4 * of else ""
    if type == "parcel.scanned":
        return {"delivered": "good", "late": "bad", "lost": "bad", "attempted": "bad"}.get(
            str(properties.get("status")), ""
        )
    if type == "site.searched":
        return "bad" if properties.get("results") == 0 else ""
    if type == "contact.search":
        return "bad" if properties.get("found") == 0 or properties.get("helped") is False else ""
    if type in ("contact.looked_up", "contact.did"):
        return "" if properties.get("outcome") == "ok" else "bad"
    return "bad" if type in _BAD else "good" if type in _GOOD else ""


def group(type: str) -> str:
    """The group of the catalogue that a type belongs to, "other" if nobody declared it."""
    known = CATALOGUE.get(type)
    return known.group if known else "other"


def _unknown(properties: Properties) -> str:
    plain = [(k, v) for k, v in properties.items() if isinstance(v, str | int | float) and v != ""]
    return ", ".join(f"{name.replace('_', ' ')}: {str(value)[:60]}" for name, value in plain[:3])
