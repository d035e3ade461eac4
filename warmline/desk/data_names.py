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
OF_IDENTIFIERS = marked(("account", "user", "email", "phone", "handle", "device", "anonymous", "contact"))
"""What types of identifiers are usually called."""
OF_PEOPLE = marked(
    (
        *("given name", "middle name", "surname", "birth date", "street", "city", "postcode"),
        *("email", "phone"),
    )
)
"""What probable duplicates are compared by."""
OF_TYPES = marked(
    {
        "text": "any text",
        "number": "any number",
        "integer": "whole number",
        "money": "amount of money",
        "boolean": "yes or no",
        "date": "date",
        "time": "point in time",
        "list": "list",
        "map": "several values",
    }
)
"""What fields of a profile hold, by their type."""
OF_FORMATS = marked(
    {
        "phone": "phone number",
        "email": "email address",
        "handle": "name in a network",
        "digits": "letters and digits",
        "text": "any text",
    }
)
"""How the values of identifiers are written, by their format."""
OF_FOLDS = marked(
    {"last": "the latest of", "first": "the first of", "sum": "the sum of", "mean": "the mean of"}
)
"""How fields follow from events."""
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
OF_FLOWS = marked(("asked for a person", "next in the queue", "gone", "flow", "self-service"))
"""Why flows hand over."""


@lru_cache(maxsize=1)
def of_properties() -> tuple[str, ...]:
    """The properties of the events of the catalogue, in words."""
    found = {
        field.encode_name.replace("_", " ")
        for known in CATALOGUE.values()
        for field in msgspec.structs.fields(known.properties)
    }
    return tuple(sorted(found))
