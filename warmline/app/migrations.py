"""The tables of every room."""

from warmline.coaching import schema as coaching_schema
from warmline.coaching.acknowledging import schema as coach_schema
from warmline.coaching.advising import schema as advice_schema
from warmline.contacts import (
    correspondence_schema,
    costs,
    paperwork_schema,
    suggestions,
    verification_schema,
    ways,
)
from warmline.contacts import schema as contacts_schema
from warmline.customers import schema as customers_schema
from warmline.decisions import schema as decisions_schema
from warmline.desk import schema as desk_schema
from warmline.log import schema as log_schema
from warmline.routing import schema as routing_schema
from warmline.staff import schema as staff_schema

MIGRATIONS = {
    "log": log_schema.MIGRATIONS,
    "staff": staff_schema.MIGRATIONS,
    "customers": customers_schema.MIGRATIONS,
    "decisions": decisions_schema.MIGRATIONS,
    "contacts": contacts_schema.MIGRATIONS,
    "verification": verification_schema.MIGRATIONS,
    "ways": ways.MIGRATIONS,
    "paperwork": paperwork_schema.MIGRATIONS,
    "coach": coach_schema.MIGRATIONS,
    "coaching": coaching_schema.MIGRATIONS,
    "routing": routing_schema.MIGRATIONS,
    "costs": costs.MIGRATIONS,
    "suggestions": suggestions.MIGRATIONS,
    "correspondence": correspondence_schema.MIGRATIONS,
    "advice": advice_schema.MIGRATIONS,
    "desk": desk_schema.MIGRATIONS,
}
"""By the names of the rooms, lower rooms first."""
