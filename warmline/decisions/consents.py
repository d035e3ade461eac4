"""Consent by purpose: what a customer allows us to do, as the field `consents` of the profile lists it."""

from warmline.business.model import Business
from warmline.conditions.known import Find
from warmline.decisions.answers import Reason, because
from warmline.language.messages import message

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
    said = message("no consent to %(purpose)s", purpose=purpose.replace("_", " "))
    return because("no_consent", said, rule=f"consent {purpose}")
