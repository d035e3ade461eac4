"""What the rooms read from the business folder beyond its own files, whether it is used or only checked."""

from typing import Any

from warmline.business.section import Section
from warmline.channels.declared import CHANNELS
from warmline.coaching.reading import SIGNALS
from warmline.coaching.replying.reading import REPLIES
from warmline.conditions.translations import TEXTS
from warmline.connectors.reading import CONNECTORS
from warmline.contacts.routes import ROUTES
from warmline.contacts.said_at_level import SAID_AT_LEVEL
from warmline.decisions.reading.section import DECISIONS
from warmline.flows.checks.section import CHECKS
from warmline.flows.reading.section import FLOWS
from warmline.knowledge.reading import KNOWLEDGE

SECTIONS: tuple[Section[Any], ...] = (
    CONNECTORS,
    DECISIONS,
    KNOWLEDGE,
    FLOWS,
    CHANNELS,
    SIGNALS,
    REPLIES,
    CHECKS,
    SAID_AT_LEVEL,
    ROUTES,
    TEXTS,
)
"""In the order in which they are read: texts come last, when all that is said is known."""
