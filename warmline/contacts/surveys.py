"""Surveys: when a customer was last asked for a rating, so that nobody is asked again too soon."""

from warmline.contacts import repository
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.flows import effects
from warmline.flows.effects import Effect
from warmline.flows.steps.survey import Survey
from warmline.storage.port import Reader

LOOKED_AT = 200
"""Latest contacts of each identifier that are looked through."""


def last(reader: Reader, whose: Whose, record: Record) -> int | None:
    """When the customer of a contact was last asked, in any contact, in microseconds; None for never."""
    customer = whose.customer(reader, record.identifiers)
    known = whose.identifiers(reader, customer) if customer is not None else record.identifiers
    ids = {id for one in known for id in repository.contacts_with(reader, one.type, one.value, LOOKED_AT)}
    return repository.surveyed(reader, sorted({*ids, record.id})) or None


def is_asked(record: Record, effect: Effect) -> bool:
    """Whether an effect says that the step under way asks for a rating."""
    if not isinstance(effect, effects.Record) or effect.type != "contact.step":
        return False
    if effect.properties.get("kind") != Survey.kind or not record.session.stack:
        return False
    place, waiting = record.session.stack[-1], record.session.waiting
    is_here = (place.flow, place.step) == (effect.properties.get("flow"), effect.properties.get("step"))
    return is_here and waiting is not None and waiting.what == "customer"
