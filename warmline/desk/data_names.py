"""What the data itself calls things, in words: properties of events, groups of them, entries of the record.

Templates say them by `_(name | spoken)`: what a business has named in its own way stays as it is.
"""

from functools import lru_cache

import msgspec

from warmline.events.catalogue import CATALOGUE
from warmline.language.messages import marked

OF_EVENTS = marked(
    (
        *(
            "authority",
            "billing",
            "care",
            "commerce",
            "consent",
            "decisions",
            "delivery",
            "dialogue",
            "identity",
        ),
        *("network", "operation", "people", "usage", "web", "other"),
    )
)
"""Groups of the catalogue."""
OF_DISCLOSURE = marked(("anonymous", "recognised", "verified", "staff"))
"""How well a customer must be known before something is said to them."""
OF_ENTRIES = marked(
    (
        *(
            "occurred",
            "since",
            "channel",
            "open",
            "through",
            "source",
            "type",
            "id",
            "until",
            "when",
            "times",
        ),
        *("propensity", "value", "cost", "lever", "context"),
    )
)
"""Columns of what a profile lists, and parts of what an offer is worth."""
OF_THE_RECORD = marked(
    (
        *(
            "account",
            "agent",
            "callback",
            "case",
            "contact",
            "customer",
            "data",
            "delivery",
            "event",
            "notice",
        ),
        *(
            "password",
            "policy",
            "reject",
            "rejects",
            "second step",
            "source",
            "token",
            "signals",
            "callbacks",
        ),
        *("live contacts", "latest", "log", "waiting contacts"),
        *("added", "changed", "unlocked", "described", "made", "opened", "erased", "exported", "joined"),
        *(
            "separated",
            "backed up",
            "restored",
            "retried",
            "taken",
            "refused",
            "reset",
            "enabled",
            "dismissed",
        ),
        *("looked at", "listed", "new codes", "off", "on", "recovery code used", "key rotated", "revoked"),
        *("signed in", "signed out", "signed out everywhere"),
    )
)
"""Who did what: the two halves of an action, and which list was looked at."""
OF_FLOWS = marked(
    (
        *("by channel", "most likely first", "anything else", "else"),
        *("asked for a person", "next in the queue", "gone", "flow", "self-service"),
    )
)
"""What the drawing of a flow adds, and why flows hand over."""


@lru_cache(maxsize=1)
def of_properties() -> tuple[str, ...]:
    """The properties of the events of the catalogue, in words."""
    found = {
        field.encode_name.replace("_", " ")
        for known in CATALOGUE.values()
        for field in msgspec.structs.fields(known.properties)
    }
    return tuple(sorted(found))
