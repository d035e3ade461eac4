"""Events of commerce: what customers look at, what they buy, which shops they visit."""

from typing import Annotated, Literal

from warmline.events.delivery import Item
from warmline.events.model import Money
from warmline.events.properties import Day, Key, Properties, Quantity, doc


class ProductViewed(Properties):
    """A customer looked at a product.

    Example: {"product": "nova-9", "name": "Nova 9", "category": "phones",
      "price": {"amount": 1899000, "currency": "PHP"}}
    """

    product: Annotated[Key, doc("The product.")]
    name: Annotated[str | None, doc("Its name.")] = None
    category: Annotated[str | None, doc("Its category.")] = None
    price: Annotated[Money | None, doc("Its price as shown.")] = None


class PurchaseCompleted(Properties):
    """A customer bought something, in a shop or online.

    Example: {"purchase": "b-4410", "total": {"amount": 89000, "currency": "PHP"}, "store": "cebu-mall",
      "items": [{"product": "case-nova-9", "quantity": 1}]}
    """

    purchase: Annotated[Key, doc("Names the purchase: number of the receipt or the order.")]
    total: Annotated[Money, doc("What was paid.")]
    items: Annotated[list[Item] | None, doc("What was bought.")] = None
    store: Annotated[str | None, doc("The shop, when it was in one.")] = None
    gift_for: Annotated[Day | None, doc("The day of the occasion, when it is a gift.")] = None


class PurchaseReturned(Properties):
    """A customer brought something back.

    Example: {"purchase": "b-4410", "total": {"amount": 89000, "currency": "PHP"}, "reason": "does not fit"}
    """

    purchase: Annotated[Key, doc("The purchase it was part of.")]
    total: Annotated[Money, doc("What was paid back.")]
    reason: Annotated[str | None, doc("Why.")] = None


class VisitStarted(Properties):
    """A customer came to a shop or stepped up to a kiosk.

    Example: {"visit": "v-301", "place": "cebu-mall", "kind": "shop", "purpose": "repair"}
    """

    visit: Annotated[Key, doc("Names the visit.")]
    place: Annotated[Key, doc("The shop or the kiosk.")]
    kind: Annotated[Literal["shop", "kiosk"], doc("Which of the two.")] = "shop"
    purpose: Annotated[str | None, doc("What for, when they said.")] = None


class VisitEnded(Properties):
    """A customer left the shop or the kiosk.

    Example: {"visit": "v-301", "place": "cebu-mall", "minutes": 18}
    """

    visit: Annotated[Key, doc("The visit.")]
    place: Annotated[str | None, doc("The shop or the kiosk.")] = None
    minutes: Annotated[Quantity | None, doc("How long it took.")] = None


EVENTS: dict[str, type[Properties]] = {
    "product.viewed": ProductViewed,
    "purchase.completed": PurchaseCompleted,
    "purchase.returned": PurchaseReturned,
    "visit.started": VisitStarted,
    "visit.ended": VisitEnded,
}
