"""What a flow asks of policies, and what it is told of what they decided."""

from collections.abc import Iterable, Mapping
from typing import Any

from warmline.business.model import Disclosure
from warmline.decisions.answers import Chosen
from warmline.decisions.asking import Asked
from warmline.flows.effects import Decide
from warmline.log.moment import write


def asked_by(effect: Decide, contact: Mapping[str, Any], level: Disclosure) -> Asked:
    """The question of a flow, with what is known of the contact and how well the customer is known."""
    return Asked(
        situation=effect.situation,
        most=effect.most,
        contact=dict(contact),
        level=level,
        shown=effect.shown,
        only=frozenset(effect.only),
        offers=effect.offers,
    )


def told_of(decision: str, chosen: Iterable[Chosen]) -> dict[str, Any]:
    """The value that the effect `Decide` describes."""
    return {"decision": decision, "chosen": [_told(one) for one in chosen]}


def _told(one: Chosen) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "kind": one.kind,
        "name": one.name,
        "policy": one.policy,
        "why": one.why,
        "title": one.title,
        "say": one.say,
        "sides": one.sides,
        "until": None if one.until is None else write(one.until),
        "value": one.value,
    }
