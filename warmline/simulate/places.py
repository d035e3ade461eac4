"""The made-up world of the sample business: where customers come from, areas, plans, products, shops."""

from typing import NamedTuple

from warmline.simulate import names
from warmline.simulate.names import Names


class Origin(NamedTuple):
    """Where a customer comes from, and so the name, the language and the phone they may have.

    `phone` is a prefix that `digits` more complete to a valid mobile number. Of 100 customers `share`
    come from here; with six digits instead of seven, at most seven may.
    """

    country: str
    language: str
    names: Names
    phone: str
    share: int
    domain: str
    digits: int = 7


ORIGINS = (
    Origin("PH", "fil", names.FILIPINO, "+63917", 46, "mail.ph.example"),
    Origin("PH", "en", names.FILIPINO, "+63918", 18, "post.example"),
    Origin("TH", "th", names.THAI, "+6681", 9, "mail.th.example"),
    Origin("VN", "vi", names.VIETNAMESE, "+8491", 9, "mail.vn.example"),
    Origin("CN", "zh-Hans", names.CHINESE, "+861380", 8, "mail.cn.example"),
    Origin("HK", "zh-Hant", names.CANTONESE, "+85264", 6, "mail.hk.example", 6),
    Origin("PH", "en", names.ENGLISH, "+63919", 4, "inbox.example"),
)

_OF_A_HUNDRED = tuple(origin for origin in ORIGINS for _ in range(origin.share))
_FIRST = (ORIGINS[0], ORIGINS[2], ORIGINS[4])
"""Maria, Somchai and Li Wei, who are in every population."""


def origin_of(index: int) -> Origin:
    """Where customer number `index` comes from: fixed, and mixed over any stretch of numbers."""
    return _FIRST[index] if index < 3 else _OF_A_HUNDRED[index * 37 % 100]


def phone_of(index: int) -> str:
    """The number of customer number `index` in E.164; different for the first ten million."""
    origin = origin_of(index)
    return origin.phone + f"{(5550101 + index * 2_607_919) % 10_000_000:07d}"[: origin.digits]


class Area(NamedTuple):
    """A part of the network, and the addresses it serves."""

    area: str
    city: str
    postcode: str


AREAS = tuple(
    Area(*line.split("|"))
    for line in (
        "cebu-north|Cebu|6000",
        "cebu-south|Cebu|6045",
        "mactan|Lapu-Lapu|6015",
        "manila-bay|Manila|1000",
        "manila-east|Pasig|1600",
        "quezon-hills|Quezon City|1100",
        "makati-centre|Makati|1200",
        "taguig-park|Taguig|1630",
        "caloocan|Caloocan|1400",
        "cavite|Bacoor|4102",
        "laguna|Calamba|4027",
        "batangas|Batangas|4200",
        "bulacan|Malolos|3000",
        "pampanga|San Fernando|2000",
        "baguio|Baguio|2600",
        "ilocos|Laoag|2900",
        "bicol|Naga|4400",
        "palawan|Puerto Princesa|5300",
        "iloilo|Iloilo|5000",
        "negros|Bacolod|6100",
        "leyte|Tacloban|6500",
        "davao-city|Davao|8000",
        "cagayan|Cagayan de Oro|9000",
        "zamboanga|Zamboanga|7000",
    )
)

STREETS = [
    "Mango Avenue",
    "Acacia Street",
    "Rizal Street",
    "Harbour Road",
    "Bonifacio Street",
    "Lake View Road",
    "Palm Lane",
    "Market Street",
    "Sampaguita Street",
    "Hillside Road",
    "San Pedro Street",
    "Coral Street",
    "Mabini Street",
]


class Plan(NamedTuple):
    """A plan: `price` a month in centavos, 0 when it is paid ahead."""

    plan: str
    name: str
    price: int
    brand: str


PLANS = (
    Plan("go", "Isla Go", 0, "isla-go"),
    Plan("basic-s", "Basic S", 49_900, "isla"),
    Plan("plus-m", "Plus M", 79_900, "isla"),
    Plan("unlimited-m", "Unlimited M", 97_000, "isla"),
    Plan("unlimited-l", "Unlimited L", 149_900, "isla"),
)


class Product(NamedTuple):
    """Something that is sold; `price` in centavos."""

    product: str
    name: str
    category: str
    price: int


PRODUCTS = (
    Product("nova-9", "Nova 9", "phones", 1_899_000),
    Product("nova-9-mini", "Nova 9 Mini", "phones", 1_299_000),
    Product("kawayan-a3", "Kawayan A3", "phones", 649_000),
    Product("lagoon-tab", "Lagoon Tab", "tablets", 1_149_000),
    Product("case-nova-9", "Case for Nova 9", "accessories", 89_000),
    Product("charger-30", "Charger 30 W", "accessories", 79_000),
    Product("earbuds-lite", "Earbuds Lite", "accessories", 129_000),
    Product("travel-sim", "Travel SIM", "sims", 29_900),
    Product("router-home", "Home Router", "home", 249_000),
    Product("watch-kids", "Kids' Watch", "wearables", 399_000),
)

SHOPS = (
    "cebu-mall",
    "mactan-airport",
    "manila-centre",
    "makati-one",
    "quezon-arcade",
    "davao-plaza",
    "iloilo-pier",
)

ABROAD = (
    ("TH", "Chao Net"),
    ("VN", "Sen Mobile"),
    ("HK", "Harbour Tel"),
    ("CN", "Great River"),
    ("MY", "Bayu"),
    ("SG", "Merlion"),
    ("JP", "Sakura Air"),
)
