"""Visits to the site and the app in the history: anonymous at first, some sign in, some buy."""

from typing import Any

from warmline.events.model import Event, Identifier
from warmline.simulate.places import PRODUCTS
from warmline.simulate.rhythm import BROWSING, SECOND
from warmline.simulate.shop_story import order
from warmline.simulate.world import Person, World, pesos

SITE = "https://isla-mobile.example"
PAGES = (
    ("/", "Isla Mobile"),
    ("/plans", "Plans"),
    ("/phones", "Phones"),
    ("/bill", "Your bill"),
    ("/help", "Help"),
    ("/help/roaming", "Roaming"),
    ("/coverage", "Coverage"),
    ("/shops", "Shops"),
)
SEARCHES = ("turn off roaming", "bill", "esim", "pay", "signal", "PUK", "nova 9", "cancel")


def begin(world: World, time: int, person: Person) -> None:
    """Visits every week or so."""
    world.after(time, 7, BROWSING, arrives, person)


def arrives(world: World, time: int, person: Person, more: Any) -> Event | None:
    """The first look of a visit, in the browser or the app. Some browsers never say whose they are."""
    random = world.random
    world.after(time, 9, BROWSING, arrives, person)
    if random.random() < 0.3:
        return screen(world, time, person, 1 + random.randrange(4))
    identifiers = person.browser
    if random.random() < 0.12:
        identifiers = (Identifier("anonymous", f"n{person.customer.index:x}-{person.count}"),)
    return page(world, time, person, (1 + int(random.expovariate(0.4)), identifiers, ""))


def page(world: World, time: int, person: Person, more: Any) -> Event:
    """A page, and what follows: another, a product, a search, signing in, leaving."""
    left, identifiers, referrer = more
    random = world.random
    path, title = random.choice(PAGES)
    if left > 1:
        later = time + int((6 + random.expovariate(1 / 40)) * SECOND)
        fate = random.random()
        if fate < 0.2 and identifiers is person.browser:
            identifiers = person.signed_in  # from here on we know who it is, and who it was
        if fate > 0.75:
            world.at(later, product, person, (left - 1, identifiers, SITE + path))
        elif fate > 0.68:
            world.at(later, search, person, (left - 1, identifiers, SITE + path))
        else:
            world.at(later, page, person, (left - 1, identifiers, SITE + path))
    properties: dict[str, object] = {"path": path, "title": title, "url": SITE + path}
    if referrer:
        properties["referrer"] = referrer
    return world.event("web", "page.viewed", time, person, identifiers, properties, "web")


def product(world: World, time: int, person: Person, more: Any) -> Event:
    """A product is looked at; one in twelve who are known orders it."""
    left, identifiers, _ = more
    one = world.random.choice(PRODUCTS)
    if identifiers is person.signed_in and world.chance(0.08):
        world.at(time + 90 * SECOND, order, person)
    world.at(time + 20 * SECOND, page, person, (left, identifiers, f"{SITE}/phones/{one.product}"))
    properties: dict[str, object] = {
        "product": one.product,
        "name": one.name,
        "category": one.category,
        "price": pesos(one.price),
    }
    return world.event("web", "product.viewed", time, person, identifiers, properties, "web")


def search(world: World, time: int, person: Person, more: Any) -> Event:
    """A search of the help centre."""
    query = world.random.choice(SEARCHES)
    world.at(time + 15 * SECOND, page, person, more)
    properties: dict[str, object] = {
        "query": query,
        "results": 0 if query == "PUK" else world.random.randrange(1, 9),
    }
    return world.event("web", "site.searched", time, person, more[1], properties, "web")


def screen(world: World, time: int, person: Person, left: int) -> Event:
    """A screen of the app, where everybody is signed in."""
    if left > 1:
        world.at(time + int((4 + world.random.expovariate(1 / 25)) * SECOND), screen, person, left - 1)
    name = world.random.choice(("Home", "Bill", "Data", "Top up", "Plans", "Help"))
    return world.event("web", "screen.viewed", time, person, person.signed_in[:1], {"name": name}, "mobile")
