"""The network in the history: use at home, journeys abroad, outages that reach a whole area."""

from typing import Any

from warmline.events.model import Event
from warmline.simulate.care_story import contact, may_ask
from warmline.simulate.causes import ALLOWANCE_USED, DISTURBED, OUTAGE, ROAMING
from warmline.simulate.people import Customer
from warmline.simulate.places import ABROAD
from warmline.simulate.rhythm import ANY, BROWSING, DAY, HOUR, MINUTE, iso, next_time
from warmline.simulate.world import Person, World, pesos

CAUSES = ("power cut", "cable damaged", "storm", "maintenance took longer")


def begin(world: World, time: int, person: Person) -> None:
    """Daily use, and a journey now and then."""
    world.after(time, 1, BROWSING, used, person)
    if world.chance(0.12):
        world.at(next_time(world.random, time + int(world.random.random() * 80 * DAY), ANY), abroad, person)


def used(world: World, time: int, person: Person, more: Any) -> Event:
    """A record of use; those who pay ahead see their credit fall."""
    random = world.random
    properties: dict[str, object] = {
        "service": person.service,
        "megabytes": round(random.expovariate(1 / 420), 1),
        "minutes": int(random.expovariate(1 / 9)),
    }
    if not person.plan.price:
        cost = min(person.credit, random.randrange(200, 3_000, 50))
        person.credit -= cost
        properties["cost"], properties["left"] = pesos(cost), pesos(person.credit)
    elif random.random() < 0.006:
        world.at(time + HOUR, allowance, person, random.choice((80, 90, 100)))
    world.at(time + int((0.3 + 2.2 * random.random()) * DAY), used, person)
    return world.event("network", "usage.recorded", time, person, person.line, properties)


def allowance(world: World, time: int, person: Person, percent: int) -> Event:
    """Most of what the plan includes is used up."""
    properties: dict[str, object] = {"service": person.service, "kind": "data", "percent": percent}
    used_up = world.event("network", "allowance.used", time, person, person.line, properties)
    if percent == 100:
        may_ask(world, time, person, ALLOWANCE_USED, used_up)
    return used_up


def abroad(world: World, time: int, person: Person, more: Any) -> Event:
    """A journey abroad: some ask what it costs, and the next bill shows it."""
    country, network = world.random.choice(ABROAD)
    properties: dict[str, object] = {"service": person.service, "country": country, "network": network}
    arrived = world.event("network", "roaming.started", time, person, person.line, properties)
    may_ask(world, time, person, ROAMING, arrived)
    back = time + int((2 + 9 * world.random.random()) * DAY)
    world.at(back, home_again, person, (country, arrived.id))
    return arrived


def home_again(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    """Back in the own network; what it cost stands on the next bill."""
    country, cause = more
    cost = world.random.randrange(5_000, 160_000, 500)
    properties: dict[str, object] = {"service": person.service, "country": country, "cost": pesos(cost)}
    back = world.event("network", "roaming.ended", time, person, person.line, properties, cause=cause)
    if person.plan.price:
        person.extra.append(("roaming", cost, back.id))
    return back


class Neighbourhood(Person):
    """Everybody in one area, and the area itself in place of a person."""

    __slots__ = ("people",)

    def __init__(self, place: Customer, people: list[Person]) -> None:
        super().__init__(place)
        self.people = people


def outage(world: World, time: int, area: Person, more: Any) -> Event:
    """The network fails in an area; many there notice, some of them call."""
    assert isinstance(area, Neighbourhood)
    random = world.random
    key = f"out-{area.customer.area}-{area.count}"
    end = time + int((20 + random.expovariate(1 / 150)) * MINUTE)
    expected = iso(end + 15 * MINUTE)
    properties: dict[str, object] = {
        "outage": key,
        "area": area.customer.area,
        "service": "mobile",
        "cause": random.choice(CAUSES),
        "expected_end": expected,
    }
    began = world.event("network", "outage.started", time, area, (), properties)
    reached = []
    for person in area.people:
        if person.joined and random.random() < DISTURBED:
            noticed = time + int(random.random() * 5 * MINUTE)
            world.at(noticed, disturbed, person, (key, expected, began.id))
            reached.append((person, noticed))
    world.at(end, outage_over, area, (key, time, began.id, reached))
    world.after(time + DAY, 38, ANY, outage, area)
    return began


def outage_over(
    world: World, time: int, area: Person, more: tuple[str, int, str, list[tuple[Person, int]]]
) -> Event:
    """The network works again in an area, and a little later for each who was reached."""
    key, since, cause, reached = more
    properties: dict[str, object] = {
        "outage": key,
        "area": area.customer.area,
        "service": "mobile",
        "minutes": (time - since) // MINUTE,
    }
    over = world.event("network", "outage.ended", time, area, (), properties, cause=cause)
    for person, noticed in reached:
        world.at(time + int(world.random.random() * 5 * MINUTE), restored, person, (key, noticed, over.id))
    return over


def disturbed(world: World, time: int, person: Person, more: tuple[str, str, str]) -> Event:
    """One customer's service fails: some call at once, whatever the time of day."""
    key, expected, cause = more
    properties: dict[str, object] = {
        "outage": key,
        "area": person.customer.area,
        "service": "mobile",
        "expected_end": expected,
    }
    failed = world.event("network", "service.disturbed", time, person, person.line, properties, cause=cause)
    if world.chance(OUTAGE.share):
        later = MINUTE + int(world.random.expovariate(1 / OUTAGE.days) * DAY)
        world.at(time + later, contact, person, (OUTAGE.reason, failed.id))
    return failed


def restored(world: World, time: int, person: Person, more: tuple[str, int, str]) -> Event:
    """One customer's service works again."""
    key, since, cause = more
    properties: dict[str, object] = {
        "outage": key,
        "area": person.customer.area,
        "service": "mobile",
        "minutes": (time - since) // MINUTE,
    }
    return world.event("network", "service.restored", time, person, person.line, properties, cause=cause)
