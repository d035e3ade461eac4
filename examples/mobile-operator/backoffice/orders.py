"""Orders: products, gifts for a day, replacements of broken devices; where a parcel is."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from backoffice.accounts import account_of
from backoffice.errors import Refused
from backoffice.model import Device, Item, Money, Order, Parcel, shown
from backoffice.requests import Cancel, PlaceOrder, Replace, Scan
from backoffice.storage import Transaction
from backoffice.times import day, iso
from backoffice.warranty import fee
from warmline.simulate.places import PRODUCTS, SHOPS

BY_NAME = {product.product: product for product in PRODUCTS}
USUAL_DAYS = 4
REPLACED_DAYS = 2


def products(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """What can be ordered."""
    return {
        "products": [
            {
                "product": one.product,
                "name": one.name,
                "category": one.category,
                "price": shown(Money(one.price)),
            }
            for one in PRODUCTS
        ]
    }


def order(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """An order and its parcel."""
    return shown(tx.known(Order, path["order"]))


def orders(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The orders of an account, the newest first; with `open` only those."""
    found = tx.of(account_of(tx, path["account"]).account, Order)
    return {"orders": [shown(one) for one in found if one.status == "open" or "open" not in query]}


def place(tx: Transaction, path: dict[str, str], body: PlaceOrder) -> tuple[int, dict[str, Any]]:
    """Order products; they stand on the next bill."""
    found = account_of(tx, body.account)
    tomorrow = _today(tx) + timedelta(days=1)
    for wanted in body.items:
        if wanted.product not in BY_NAME:
            raise Refused(
                409, "no_product", f"There is no product {wanted.product!r}.", "GET /products lists them."
            )
    when = body.deliver_on or (body.gift.for_ if body.gift else _today(tx) + timedelta(days=USUAL_DAYS))
    if not tomorrow <= when <= tomorrow + timedelta(days=180):
        raise Refused(
            409,
            "not_this_day",
            "Delivery is from tomorrow on, up to half a year ahead.",
            "Choose another day.",
        )
    items = [
        Item(
            product=wanted.product,
            name=BY_NAME[wanted.product].name,
            quantity=wanted.quantity,
            price=Money(BY_NAME[wanted.product].price),
        )
        for wanted in body.items
    ]
    total = Money(sum(item.price.amount * item.quantity for item in items))
    what = "gift" if body.gift else BY_NAME[items[0].product].category
    placed = Order(
        order=tx.new_id("o"),
        account=found.account,
        what=what,
        placed=iso(tx.now),
        items=items,
        total=total,
        promised=when,
        gift=body.gift,
    )
    return 201, _keep(tx, placed)


def cancel(tx: Transaction, path: dict[str, str], body: Cancel) -> tuple[int, dict[str, Any]]:
    """Cancel an order that is not on its way yet."""
    found = tx.known(Order, path["order"])
    if found.status != "open" or found.parcel is not None:
        raise Refused(
            409, "too_late", f"Order {found.order} is on its way or done.", "It can be brought back."
        )
    found = replace(found, status="cancelled")
    tx.put(found)
    told = {"order": found.order, "by": "customer", "reason": body.reason or None}
    tx.tell("order.cancelled", [found.account], iso(tx.now), **told)
    return 200, shown(found)


def scan(tx: Transaction, path: dict[str, str], body: Scan) -> tuple[int, dict[str, Any]]:
    """The courier saw the parcel; with `delivered` the order is done."""
    found = tx.known(Order, path["order"])
    if found.status != "open":
        raise Refused(409, "over", f"Order {found.order} is {found.status}.", "Choose one that is open.")
    parcel = Parcel(
        parcel=f"pk-{found.order}",
        status=body.status,
        place=body.place,
        expected=body.expected or (found.parcel.expected if found.parcel else found.promised),
    )
    done = body.status == "delivered"
    found = replace(found, parcel=parcel, status="completed" if done else "open")
    tx.put(found)
    seen = tx.tell("parcel.scanned", [found.account], iso(tx.now), **shown(parcel), order=found.order)
    if done:
        tx.tell("order.completed", [found.account], iso(tx.now), seen, order=found.order, what=found.what)
    return 201, shown(found)


def replace_device(tx: Transaction, path: dict[str, str], body: Replace) -> tuple[int, dict[str, Any]]:
    """Send another device for a broken one: free under warranty, else for a share of its price."""
    found = account_of(tx, body.account)
    device = tx.known(Device, body.device, found.account)
    if device.status != "in use":
        raise Refused(409, "replaced_already", f"{device.name} is being replaced already.", "")
    if body.deliver_to not in ("home", *SHOPS):
        raise Refused(409, "no_place", f"There is no shop {body.deliver_to!r}.", f"home, {', '.join(SHOPS)}")
    today = _today(tx)
    price = fee(device, today)
    tx.put(replace(device, status="being replaced"))
    placed = Order(
        order=tx.new_id("o"),
        account=found.account,
        what="replacement",
        placed=iso(tx.now),
        items=[Item(product=device.product, name=device.name, quantity=1, price=price)],
        total=price,
        promised=today + timedelta(days=REPLACED_DAYS),
    )
    return 201, {
        **_keep(tx, placed),
        "device": device.device,
        "under_warranty": today <= device.warranty_until,
        "deliver_to": body.deliver_to,
    }


def _keep(tx: Transaction, order: Order) -> dict[str, Any]:
    tx.put(order)
    told = {"order": order.order, "what": order.what, "items": order.items, "total": order.total}
    gift = order.gift.for_ if order.gift else None
    tx.tell("order.placed", [order.account], iso(tx.now), **told, promised=order.promised, gift_for=gift)
    return shown(order)


def _today(tx: Transaction) -> date:
    return date.fromisoformat(day(tx.now))
