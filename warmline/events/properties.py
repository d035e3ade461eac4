"""The base of every event's typed properties, with the few types they share."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct


def doc(text: str) -> Meta:
    """The documentation of one property: `total: Annotated[Money, doc("What is to be paid.")]`."""
    return Meta(description=text)


class Properties(Struct, kw_only=True, gc=False):
    """What an event of one type carries. Anything beyond the named properties is welcome and kept.

    An optional property may be absent or null; both mean that it is not known.
    """


Key = Annotated[str, Meta(min_length=1)]
"""What names a thing in the system that sent the event: never empty."""

Time = Annotated[datetime, Meta(tz=True)]
"""A moment, written as in RFC 3339 with its zone: 2025-11-12T08:10:00+08:00."""

Day = date
"""A calendar day, written as in RFC 3339: 2025-11-12."""

Quantity = Annotated[float, Meta(ge=0)]
"""How much of something: never less than nothing."""

Share = Annotated[float, Meta(ge=0, le=1)]
"""A part of a whole, or a probability: 0 to 1."""
