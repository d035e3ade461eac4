"""Events of consent: what customers allow us to do, by purpose."""

from typing import Annotated

from warmline.events.properties import Key, Properties, doc


class ConsentGiven(Properties):
    """A customer allowed us to use what we know for a purpose.

    Example: {"purpose": "marketing", "channels": ["sms", "email"], "wording": "2025-06"}
    """

    purpose: Annotated[Key, doc("The purpose: marketing, personalisation, recording …")]
    channels: Annotated[list[str] | None, doc("On which channels; all when absent.")] = None
    wording: Annotated[str | None, doc("The version of the text they agreed to.")] = None


class ConsentWithdrawn(Properties):
    """A customer no longer allows a purpose.

    Example: {"purpose": "marketing", "reason": "too many messages"}
    """

    purpose: Annotated[Key, doc("The purpose.")]
    reason: Annotated[str | None, doc("Why, when they said.")] = None


EVENTS: dict[str, type[Properties]] = {
    "consent.given": ConsentGiven,
    "consent.withdrawn": ConsentWithdrawn,
}
