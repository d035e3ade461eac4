"""Orders, parcels, appointments, visits and purchases in the history, with what goes wrong in them."""

from typing import Any

from warmline.events.model import Event
from warmline.simulate.care_story import may_ask
from warmline.simulate.causes import APPOINTMENT_MISSED, PARCEL_LATE
from warmline.simulate.places import PRODUCTS, SHOPS, Product
from warmline.simulate.rhythm import BROWSING, DAY, HOUR, MINUTE, OPENING, WORKING, day, iso, next_time
from warmline.simulate.world import Person, World, pesos

WAY = (("sent", 0.5), ("in_transit", 0.8), ("in_transit", 1.0), ("out_for_delivery", 0.7), ("delivered", 0.2))
"""How a parcel goes: each scan, and the days until it."""


def begin(world: World, time: int, person: Person) -> None:
    """An order, a visit and an appointment some time, for those who have one."""
    world.after(time, 110, BROWSING, order, person)
    world.after(time, 75, OPENING, visit, person)
    if world.chance(0.25):
        world.after(time, 45, BROWSING, booked, person)


def order(world: World, time: int, person: Person, more: Any) -> Event:
    """Something is ordered; a parcel follows, late once in eight."""
    product = world.random.choice(PRODUCTS)
    key = world.key("o", person)
    world.after(time, 110, BROWSING, order, person)
    properties: dict[str, object] = {
        "order": key,
        "what": product.category,
        "items": [_item(product)],
        "total": pesos(product.price),
        "promised": day(time + 4 * DAY),
    }
    if world.chance(0.1):
        properties["gift_for"] = day(time + 12 * DAY)
    placed = world.event("orders", "order.placed", time, person, person.account, properties)
    if world.chance(0.05):
        world.after(time, 1, BROWSING, cancelled, person, key)
    else:
        parcel = (key, 0, world.chance(0.12), placed.id)
        world.at(next_time(world.random, time + DAY // 4, WORKING), scanned, person, parcel)
    return placed


def cancelled(world: World, time: int, person: Person, key: str) -> Event:
    """The customer thinks better of it."""
    properties: dict[str, object] = {"order": key, "by": "customer"}
    return world.event("orders", "order.cancelled", time, person, person.account, properties)


def scanned(world: World, time: int, person: Person, more: tuple[str, int, bool, str]) -> Event:
    """A parcel on its way. A late one waits days, and most who wait ask."""
    key, stage, late, cause = more
    status, wait = WAY[stage]
    if late and stage == 2:
        status = "late"
        wait, late = 4.0, False
    properties: dict[str, object] = {"parcel": f"pk-{key}", "status": status, "order": key}
    properties["place"] = person.customer.city if stage > 2 else "Manila hub"
    properties["expected"] = day(time + (len(WAY) - 1 - stage) * DAY)
    seen = world.event("parcels", "parcel.scanned", time, person, person.line, properties, cause=cause)
    if status == "late":
        may_ask(world, time, person, PARCEL_LATE, seen)
    if stage + 1 < len(WAY):
        days = wait * (0.6 + 0.8 * world.random.random())
        parcel = (key, stage + 1, late, cause)
        world.at(next_time(world.random, time + int(days * DAY), WORKING), scanned, person, parcel)
    else:
        world.at(time + MINUTE, completed, person, (key, seen.id))
    return seen


def completed(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    """An order has arrived."""
    key, cause = more
    return world.event("orders", "order.completed", time, person, person.account, {"order": key}, cause=cause)


def booked(world: World, time: int, person: Person, more: Any) -> Event:
    """An appointment is made; one in nine is missed by us, and that is asked about."""
    key = world.key("a", person)
    at = next_time(world.random, time + int((1 + 5 * world.random.random()) * DAY), WORKING)
    at -= at % (30 * MINUTE)
    fate = world.random.random()
    properties: dict[str, object] = {
        "appointment": key,
        "at": iso(at),
        "kind": world.random.choice(("repair", "installation", "advice")),
        "place": "home",
        "area": person.customer.area,
    }
    made = world.event("orders", "appointment.booked", time, person, person.account, properties)
    if fate < 0.11:
        world.at(at + 3 * HOUR, missed, person, (key, "company", made.id))
    elif fate < 0.17:
        world.at(at + HOUR, missed, person, (key, "customer", made.id))
    else:
        world.at(at + HOUR, kept, person, (key, made.id))
    return made


def kept(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    """The appointment took place."""
    key, cause = more
    properties: dict[str, object] = {"appointment": key}
    return world.event("orders", "appointment.kept", time, person, person.account, properties, cause=cause)


def missed(world: World, time: int, person: Person, more: tuple[str, str, str]) -> Event:
    """Somebody did not come."""
    key, by, cause = more
    properties: dict[str, object] = {"appointment": key, "by": by}
    noticed = world.event(
        "orders", "appointment.missed", time, person, person.account, properties, cause=cause
    )
    if by == "company":
        may_ask(world, time, person, APPOINTMENT_MISSED, noticed)
    return noticed


def visit(world: World, time: int, person: Person, more: Any) -> Event:
    """A visit to a shop or a kiosk; some buy."""
    key, place = world.key("v", person), world.random.choice(SHOPS)
    kind = "kiosk" if world.chance(0.3) else "shop"
    minutes = 3 + int(world.random.expovariate(1 / 12))
    if kind == "shop" and world.chance(0.45):
        world.at(time + minutes * MINUTE - MINUTE, bought, person, place)
    world.at(time + minutes * MINUTE, left, person, (key, place, minutes))
    world.after(time, 75, OPENING, visit, person)
    properties: dict[str, object] = {"visit": key, "place": place, "kind": kind}
    return world.event("shops", "visit.started", time, person, person.account, properties, kind)


def left(world: World, time: int, person: Person, more: tuple[str, str, int]) -> Event:
    """The end of a visit."""
    key, place, minutes = more
    properties: dict[str, object] = {"visit": key, "place": place, "minutes": minutes}
    return world.event("shops", "visit.ended", time, person, person.account, properties)


def bought(world: World, time: int, person: Person, place: str) -> Event:
    """A purchase in a shop."""
    product = world.random.choice(PRODUCTS[3:])
    properties: dict[str, object] = {
        "purchase": world.key("b", person),
        "total": pesos(product.price),
        "items": [_item(product)],
        "store": place,
    }
    if world.chance(0.04):
        world.after(time, 6, OPENING, brought_back, person, properties)
    return world.event("shops", "purchase.completed", time, person, person.account, properties, "shop")


def brought_back(world: World, time: int, person: Person, purchase: dict[str, object]) -> Event:
    """What was bought does not please."""
    properties: dict[str, object] = {"purchase": purchase["purchase"], "total": purchase["total"]}
    return world.event("shops", "purchase.returned", time, person, person.account, properties, "shop")


def _item(product: Product) -> dict[str, object]:
    return {"product": product.product, "name": product.name, "quantity": 1, "price": pesos(product.price)}
