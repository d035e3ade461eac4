"""A believable past of the sample business: months of events with their causes, in time order.

What happens has reasons (the modules `…_story`): a bill that jumps leads to contacts within days, an
outage to calls from its area, a late parcel or a missed appointment to a question, what was not solved
to another contact.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from msgspec.structs import replace

from warmline.events.model import Event
from warmline.simulate import crm_story
from warmline.simulate.network_story import Neighbourhood, outage
from warmline.simulate.people import Customer
from warmline.simulate.people import customers as people
from warmline.simulate.places import AREAS
from warmline.simulate.rhythm import ANY, DAY, micros, midnight
from warmline.simulate.world import Person, World

SOURCES = ("crm", "billing", "network", "orders", "parcels", "shops", "web", "contact-centre")
"""The systems that send the events of the sample business."""


def history(seed: int, customers: int, days: int, end: datetime) -> Iterator[Event]:
    """Everything that happened to `customers` customers in the `days` before `end`, about 150 events each
    in 90 days.

    The same arguments give the same events. Message ids depend on seed, customers and days, and times
    keep their distance from the midnight before `end`: loading the history again, even on another day,
    adds at most the hours by which the later day is further on. Memory grows with the number of
    customers, not with the days.
    """
    until = micros(end)
    start = midnight(until - days * DAY)
    told = f"{seed}:{customers}:{days}"
    world = World("h" + blake2b(told.encode(), digest_size=4).hexdigest(), f"{told}:history", until)
    by_area: dict[str, list[Person]] = {area.area: [] for area in AREAS}
    for customer in people(seed, customers):
        person = Person(customer)
        by_area[customer.area].append(person)
        crm_story.begin(world, start, person)
    for number, (area, there) in enumerate(by_area.items()):
        if there:
            world.after(
                start + DAY, 30, ANY, outage, Neighbourhood(_place(there[0].customer, area, number), there)
            )
    return world.run()


def _place(anybody: Customer, area: str, number: int) -> Customer:
    """An area in the place of a customer: it has a number of its own below those of customers."""
    return replace(anybody, area=area, index=-1 - number)
