"""Consent by purpose: what a customer allows us to do, as the field `consents` of the profile lists it."""

from warmline.business.model import Business
from warmline.conditions.known import Find
from warmline.decisions.answers import Reason

FIELD = "consents"
REMEDY = f"declare the field {FIELD}"


def undeclared(purpose: str, business: Business) -> str:
    """What is wrong with needing consent to a purpose; "" where the profile lists consents, or none is needed."""
    if not purpose or FIELD in business.fields:
        return ""
    return f'it needs consent to "{purpose}", and no field of profile.yaml lists consents'


def missing(purpose: str, find: Find) -> Reason | None:
    """Why something must not be done for a purpose ("" needs no consent); None where it may."""
    if not purpose or any(one["id"] == purpose for one in find(FIELD) or ()):
        return None
    words = f"no consent to {purpose.replace('_', ' ')}"
    return Reason(code="no_consent", words=words, rule=f"consent {purpose}")
