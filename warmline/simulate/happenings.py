"""What happens to simulated customers now beside their contacts: journeys abroad, data used up, a look for the exit."""

from random import Random
from typing import NamedTuple

from warmline.events.model import Identifier
from warmline.simulate.causes import ALLOWANCE_USED, ROAMING
from warmline.simulate.people import Customer
from warmline.simulate.places import ABROAD, PRODUCTS
from warmline.simulate.rhythm import MINUTE, SECOND
from warmline.simulate.world import pesos


class Happening(NamedTuple):
    """One event, `later` seconds on; where it is not the first, the first led to it.

    `asks` is what the customer then gets in contact about, "" where they do not.
    """

    later: float
    source: str
    type: str
    channel: str
    known_by: Identifier
    properties: dict[str, object]
    asks: str = ""


def happenings(random: Random, who: Customer) -> list[Happening]:
    """What happens to somebody: the first event and those that follow from it."""
    if random.random() < 0.4:
        return _journey(random, who)
    if who.plan.price and random.random() < 0.6:
        return [_data_used(random, who)]
    return [_looks_at_phones(random, who) if random.random() < 0.6 else _looks_for_the_exit(who)]


def _journey(random: Random, who: Customer) -> list[Happening]:
    """Abroad, and home again some minutes later: this day is a short one."""
    country, network = random.choice(ABROAD)
    stay = (6 + random.expovariate(1 / 8)) * MINUTE / SECOND
    trip: dict[str, object] = {"service": f"s-{who.account}", "country": country}
    cost = {"cost": pesos(random.randrange(5_000, 160_000, 500))}
    asks = ROAMING.reason if random.random() < ROAMING.share else ""
    return [
        _of_the_network(0, "roaming.started", who, trip | {"network": network}, asks),
        _of_the_network(stay, "roaming.ended", who, trip | cost),
    ]


def _data_used(random: Random, who: Customer) -> Happening:
    percent = random.choice((80, 90, 100))
    asks = ALLOWANCE_USED.reason if percent == 100 and random.random() < ALLOWANCE_USED.share else ""
    used: dict[str, object] = {"service": f"s-{who.account}", "kind": "data", "percent": percent}
    return _of_the_network(0, "allowance.used", who, used, asks)


def _of_the_network(
    later: float, type: str, who: Customer, properties: dict[str, object], asks: str = ""
) -> Happening:
    return Happening(later, "network", type, "", Identifier("account", who.account, True), properties, asks)


def _looks_at_phones(random: Random, who: Customer) -> Happening:
    one = random.choice([product for product in PRODUCTS if product.category == "phones"])
    properties: dict[str, object] = {
        "product": one.product,
        "name": one.name,
        "category": one.category,
        "price": pesos(one.price),
    }
    return _on_the_site("product.viewed", who, properties)


def _looks_for_the_exit(who: Customer) -> Happening:
    return _on_the_site("site.searched", who, {"query": "cancel", "results": 3})


def _on_the_site(type: str, who: Customer, properties: dict[str, object]) -> Happening:
    return Happening(0, "web", type, "web", Identifier("user", who.user), properties)
