"""Made-up customers of the sample business: the same for the same seed, whoever asks for them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from warmline.simulate.places import AREAS, PLANS, STREETS, Plan, origin_of, phone_of

BIRTHDAYS_FROM = date(1946, 1, 1)
SINCE = date(2016, 1, 1)
UNKNOWN_MAIL = "unknown@example.com"

DUPLICATES, HOUSEHOLDS, UNKNOWN = 50, 25, 40
"""One customer in so many is a second record of another, shares a phone, has no mail address."""


class _Known(NamedTuple):
    """What is the same of somebody under any seed."""

    first: str
    last: str
    tier: str
    area: int
    channel: str
    since: str


_KNOWN = {
    0: _Known("Maria", "Santos", "gold", 0, "phone", "2023-09-12"),
    1: _Known("Somchai", "Prasert", "gold", 3, "phone", "2022-07-31"),
    2: _Known("Wei", "Li", "new", 5, "chat", "2026-07-20"),
}


class Customer(Struct, frozen=True, kw_only=True):
    """One record of the CRM. Two records can be one person: `same_as` is the other's number, or -1.

    `household` names the family that shares a phone, "" where nobody does. `patience` is from 0 to 1.
    """

    index: int
    account: str
    user: str
    name: str
    latin_name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: str
    language: str
    country: str
    city: str
    area: str
    street: str
    postcode: str
    brand: str
    partner: str
    segment: str
    value_tier: str
    plan: Plan
    customer_since: str
    contract_ends: str
    preferred_channel: str
    accessibility: tuple[str, ...] = ()
    household: str = ""
    same_as: int = -1
    patience: float = 0.5

    def traits(self) -> dict[str, object]:
        """What a `customer.identified` event says of them."""
        traits: dict[str, object] = {
            "name": self.name,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "latin_name": self.latin_name,
            "email": self.email,
            "phone": self.phone,
            "birth_date": self.birth_date,
            "language": self.language,
            "preferred_channel": self.preferred_channel,
            "address": {
                "street": self.street,
                "city": self.city,
                "area": self.area,
                "postcode": self.postcode,
                "country": self.country,
            },
            "brand": self.brand,
            "partner": self.partner,
            "segment": self.segment,
            "value_tier": self.value_tier,
            "plan": self.plan.name,
            "customer_since": self.customer_since,
        }
        if self.accessibility:
            traits["accessibility"] = list(self.accessibility)
        return traits


def customers(seed: int, count: int) -> Iterator[Customer]:
    """The first `count` customers; the first three are Maria, Somchai and Li Wei."""
    return (customer(seed, index) for index in range(count))


def customer(seed: int, index: int) -> Customer:
    """Customer number `index`, without making the others."""
    if index > 10 and index % DUPLICATES == DUPLICATES - 1:
        return _second_record(seed, index, customer(seed, index - 7))
    record = _record(seed, index)
    if index > 10 and index % HOUSEHOLDS == 0:
        head = customer(seed, index - 3)
        return replace(record, **_family(head), household=f"family-{head.account}")
    if index % HOUSEHOLDS == HOUSEHOLDS - 3 and index > 10:
        return replace(record, household=f"family-{record.account}")
    return record


def account_of(index: int) -> str:
    """The account number of customer number `index`: it ends with a Luhn check digit."""
    number = str(701_355 + index)
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 - place % 2)
        total += value if value < 10 else value - 9
    return number + str(-total % 10)


def _record(seed: int, index: int) -> Customer:
    random = Random(f"{seed}:customer:{index}")
    origin, area = origin_of(index), AREAS[int(random.random() ** 1.4 * len(AREAS))]
    first, last = random.choice(origin.names.first), random.choice(origin.names.last)
    plan = random.choices(PLANS, (38, 22, 18, 14, 8))[0]
    born = BIRTHDAYS_FROM + timedelta(days=int(random.triangular(0, 22_000, 15_500)))
    since = SINCE + timedelta(days=int(3_900 * random.random() ** 0.6))
    tier = "new" if since.year >= 2026 else random.choices(("silver", "gold", "platinum"), (70, 24, 6))[0]
    account = account_of(index)
    known = _KNOWN.get(index)
    channel = random.choices(("phone", "chat", "mail"), (55, 35, 10))[0]
    if known is not None:
        first = next(name for name in origin.names.first if name.latin == known.first)
        last = next(name for name in origin.names.last if name.latin == known.last)
        tier, plan, area, channel = known.tier, PLANS[3], AREAS[known.area], known.channel
        since = date.fromisoformat(known.since)
    spoken = (last, first) if origin.names.family_first else (first, last)
    mail = f"{first.latin}.{last.latin}{index}@{origin.domain}".lower().replace(" ", "").replace("-", "")
    return Customer(
        index=index,
        account=account,
        user=f"u-{account}",
        name=origin.names.space.join(name.native for name in spoken),
        latin_name=" ".join(name.latin for name in spoken),
        first_name=first.native,
        last_name=last.native,
        email=UNKNOWN_MAIL if index % UNKNOWN == UNKNOWN - 1 else mail,
        phone=phone_of(index),
        birth_date=born.isoformat(),
        language=origin.language,
        country=origin.country,
        city=area.city,
        area=area.area,
        street=f"{random.randint(1, 240)} {random.choice(STREETS)}",
        postcode=area.postcode,
        brand=plan.brand,
        partner=random.choices(("own-shops", "sari-net", "merlion-retail"), (6, 3, 1))[0],
        segment="small business" if random.random() < 0.06 else "consumer",
        value_tier=tier,
        plan=plan,
        customer_since=since.isoformat(),
        contract_ends=(since.replace(day=1, year=2027 + index % 2)).isoformat(),
        preferred_channel=channel,
        accessibility=(random.choice(("large_text", "slow_speech", "text_only")),)
        if random.random() < 0.03
        else (),
        patience=random.random(),
    )


def _family(head: Customer) -> dict[str, str]:
    """What the second member of a family shares with the first."""
    return {
        "phone": head.phone,
        "street": head.street,
        "city": head.city,
        "area": head.area,
        "postcode": head.postcode,
    }


def _second_record(seed: int, index: int, first: Customer) -> Customer:
    """The same person once more in the CRM, with another account and a typing error."""
    random = Random(f"{seed}:second:{index}")
    latin = first.latin_name
    place = random.randrange(1, len(latin) - 2)
    latin = latin[:place] + latin[place + 1] + latin[place] + latin[place + 2 :]
    account = account_of(index)
    return replace(
        first,
        index=index,
        account=account,
        user=f"u-{account}",
        latin_name=latin,
        name=latin if first.name.isascii() else first.name,
        phone=phone_of(index),
        email=f"{account}@{first.email.partition('@')[2]}",
        birth_date=first.birth_date[:8] + "01" if random.random() < 0.2 else first.birth_date,
        household="",
        same_as=first.index,
    )
