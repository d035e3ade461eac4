"""What the systems of a mobile operator send on an ordinary day, as events drawn at random.

Shares of the events: usage, bills, payments and parcels 45 %, contacts 30 %, sites and apps 24 %,
the CRM 1 %. Every batch comes from one system, as it does in life. The same seed gives the same events.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import msgspec

from warmline.events.model import Event, Identifier
from warmline.simulate.people import HOUSEHOLDS, account_of, customer
from warmline.simulate.phrases import REASONS, WANTS
from warmline.simulate.places import AREAS, PLANS, PRODUCTS, SHOPS, origin_of, phone_of

Properties = dict[str, object]
Make = Callable[[Random, int, str], tuple[str, Properties]]
"""Makes one event of a customer: its type and properties. The text is their account."""

USER_TYPES = {"billing": "account", "contact-centre": "phone", "web": "user", "crm": "account"}
"""The systems, and the identifier type that each calls customers by."""
CHANNELS = {"contact-centre": "phone", "web": "web"}
SEED = 1


def pesos(centavos: int) -> Properties:
    """An amount as events write it."""
    return {"amount": centavos, "currency": "PHP"}


def _usage(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "usage.recorded", {
        "service": f"s-{account}",
        "megabytes": round(random.random() * 900, 1),
        "minutes": random.randrange(40),
        "left": pesos(random.randrange(50_000)),
    }


def _invoice(random: Random, index: int, account: str) -> tuple[str, Properties]:
    plan = PLANS[1 + index % 4]
    extra = random.randrange(0, 40_000, 100)
    return "invoice.issued", {
        "invoice": f"i-2025-{1 + random.randrange(12):02d}-{account}",
        "total": pesos(plan.price + extra),
        "period": "2025-11",
        "lines": [
            {"what": "plan", "amount": pesos(plan.price)},
            {"what": "roaming", "amount": pesos(extra)},
        ],
    }


def _payment(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "payment.received", {
        "payment": f"p-{random.getrandbits(40):x}",
        "amount": pesos(PLANS[1 + index % 4].price),
        "invoice": f"i-2025-{1 + random.randrange(12):02d}-{account}",
        "method": random.choice(("card", "wallet", "shop")),
    }


def _topup(random: Random, index: int, account: str) -> tuple[str, Properties]:
    amount = random.choice((10_000, 30_000, 50_000))
    return "credit.topped_up", {
        "topup": f"t-{random.getrandbits(40):x}",
        "amount": pesos(amount),
        "left": pesos(amount + random.randrange(5_000)),
        "method": "wallet",
    }


def _parcel(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "parcel.scanned", {
        "parcel": f"pk-{account}-{random.randrange(3)}",
        "status": random.choice(("sent", "in_transit", "out_for_delivery", "delivered")),
        "place": "Cebu hub",
    }


def _disturbed(random: Random, index: int, account: str) -> tuple[str, Properties]:
    outage = random.randrange(500)
    kind = random.choice(("service.disturbed", "service.restored"))
    return kind, {"outage": f"out-{outage}", "area": AREAS[outage % len(AREAS)].area, "service": "mobile"}


def _contact(random: Random) -> str:
    return f"c-{random.getrandbits(40):x}"


def _started(random: Random, index: int, account: str) -> tuple[str, Properties]:
    language = origin_of(index).language
    return "contact.started", {"contact": f"c-{account}-{random.randrange(9)}", "language": language}


def _turn(random: Random, index: int, account: str) -> tuple[str, Properties]:
    said = random.choice(WANTS[random.choice(REASONS)][origin_of(index).language])
    return "contact.turn", {"contact": _contact(random), "by": "customer", "text": said}


def _choice(random: Random, index: int, account: str) -> tuple[str, Properties]:
    place = random.randrange(len(REASONS))
    return "contact.choice", {
        "contact": _contact(random),
        "step": "topics",
        "choice": REASONS[place],
        "position": place + 1,
    }


def _reason(random: Random, index: int, account: str) -> tuple[str, Properties]:
    contact = f"c-{account}-{random.randrange(9)}"
    return "contact.reason", {"contact": contact, "reason": random.choice(REASONS), "by": "flow"}


def _ended(random: Random, index: int, account: str) -> tuple[str, Properties]:
    contact = f"c-{account}-{random.randrange(9)}"
    return "contact.ended", {"contact": contact, "outcome": "completed", "seconds": random.randrange(20, 400)}


def _case(random: Random, index: int, account: str) -> tuple[str, Properties]:
    kind = random.choice(("case.opened", "case.solved"))
    return kind, {"case": f"k-{account}-{random.randrange(4)}", "what": random.choice(REASONS)}


def _rated(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "contact.rated", {"contact": _contact(random), "score": random.randrange(1, 6)}


def _page(random: Random, index: int, account: str) -> tuple[str, Properties]:
    path = random.choice(("/", "/bill", "/plans", "/help", "/help/roaming", "/shop"))
    return "page.viewed", {"path": path, "url": f"https://isla.example{path}", "title": "Isla Mobile"}


def _product(random: Random, index: int, account: str) -> tuple[str, Properties]:
    product = random.choice(PRODUCTS)
    return "product.viewed", {
        "product": product.product,
        "name": product.name,
        "category": product.category,
        "price": pesos(product.price),
    }


def _searched(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "site.searched", {"query": "turn off roaming", "results": random.randrange(9)}


def _bought(random: Random, index: int, account: str) -> tuple[str, Properties]:
    product = random.choice(PRODUCTS)
    return "purchase.completed", {
        "purchase": f"b-{random.getrandbits(40):x}",
        "total": pesos(product.price),
        "items": [{"product": product.product, "quantity": 1}],
        "store": random.choice(SHOPS),
    }


def _identified(random: Random, index: int, account: str) -> tuple[str, Properties]:
    return "customer.identified", {"traits": customer(SEED, index).traits()}


_SHARES: dict[str, tuple[tuple[Make, int], ...]] = {
    "billing": ((_usage, 60), (_topup, 10), (_payment, 9), (_invoice, 8), (_parcel, 9), (_disturbed, 4)),
    "contact-centre": (
        (_turn, 45),
        (_started, 12),
        (_choice, 11),
        (_reason, 11),
        (_ended, 11),
        (_case, 6),
        (_rated, 4),
    ),
    "web": ((_page, 62), (_product, 25), (_searched, 8), (_bought, 5)),
    "crm": ((_identified, 1),),
}
_MAKERS = {name: tuple(make for make, share in of for _ in range(share)) for name, of in _SHARES.items()}
_SOURCES = ("billing",) * 45 + ("contact-centre",) * 30 + ("web",) * 24 + ("crm",)


def name_of(source: str, index: int) -> str:
    """What a system calls customer number `index`: an account, a phone or a sign-in."""
    kind = USER_TYPES[source]
    if kind == "phone":
        shares = index > 10 and index % HOUSEHOLDS == 0
        return phone_of(index - 3 if shares else index)
    account = account_of(index)
    return account if kind == "account" else f"u-{account}"


class Draw(msgspec.Struct, frozen=True):
    """One event before it has a form: whose, what, and by which name its system calls the customer."""

    type: str
    name: str
    properties: Properties


def source_of(random: Random) -> str:
    """The system that the next batch comes from."""
    return _SOURCES[int(random.random() * 100)]


def draw(random: Random, source: str, customers: int) -> Draw:
    """One event of a system, about one of `customers` at random."""
    index = int(random.random() * customers)
    makers = _MAKERS[source]
    type, properties = makers[int(random.random() * len(makers))](random, index, account_of(index))
    return Draw(type, name_of(source, index), properties)


def introduction(index: int, occurred: int) -> Event:
    """The event by which the CRM introduces customer number `index`, under all their names."""
    known = customer(SEED, index)
    return Event(
        source="crm",
        message_id=f"intro-{index}",
        type="customer.identified",
        occurred=occurred,
        identifiers=(
            Identifier("account", known.account, True),
            Identifier("user", known.user, True),
            Identifier("email", known.email, True),
            Identifier("phone", known.phone, True),
        ),
        properties={"traits": known.traits()},
    )


def ordinary(block: int, size: int, customers: int, start: int, step: int) -> list[Event]:
    """Block number `block` of `size` events of one system, the first at `start`, then each `step` later."""
    random = Random(f"block:{block}:{customers}")
    source = source_of(random)
    kind, channel = USER_TYPES[source], CHANNELS.get(source, "")
    events = []
    for place in range(size):
        one = draw(random, source, customers)
        events.append(
            Event(
                source=source,
                message_id=f"b{block}-{place}",
                type=one.type,
                occurred=start + place * step,
                channel=channel,
                identifiers=(Identifier(kind, one.name, True),),
                properties=one.properties,
            )
        )
    return events


_encode = msgspec.json.Encoder().encode
_CONTEXT = {"library": {"name": "analytics-python", "version": "2.3.4"}}


class Batch(msgspec.Struct, frozen=True):
    """The messages of one request, ready to be sent by `source`; their ids are `prefix` and 0, 1, 2 …"""

    source: str
    prefix: str
    size: int
    messages: bytes


def batches(name: str, count: int, size: int, customers: int, moment: datetime) -> Iterator[Batch]:
    """`count` batches as a Segment client would send them: `[{…}, …]`, each message in full.

    `name` sets their message ids apart from those of other runs. Times begin at `moment`.
    """
    random = Random(f"batches:{name}:{customers}")
    for number in range(count):
        source, prefix = source_of(random), f"{name}-{number}"
        channel = CHANNELS.get(source)
        messages = []
        for place in range(size):
            one = draw(random, source, customers)
            identified = one.type == "customer.identified"
            message: Properties = {
                "type": "identify" if identified else "track",
                "messageId": f"{prefix}-{place}",
                "timestamp": (moment + timedelta(milliseconds=number)).isoformat(timespec="milliseconds"),
                "userId": one.name,
                "context": _CONTEXT if channel is None else {**_CONTEXT, "channel": channel},
                "integrations": {},
            }
            if identified:
                message["traits"] = one.properties["traits"]
            else:
                message["event"], message["properties"] = one.type, one.properties
            messages.append(message)
        yield Batch(source, prefix, size, _encode(messages))
