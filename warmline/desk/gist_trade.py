"""Gists of what customers owe, order, use, buy and look at, and of the network that serves them."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.gist_care import join, sentence, word
from warmline.desk.language import Language
from warmline.language.messages import marked

P = Mapping[str, Any]


def _invoice(say: Language, p: P) -> str:
    due = word(p, "due")
    total = say.text("Bill of %(total)s", total=say.money_of(p.get("total")))
    return join(total, _change(say, p), say.text("due %(day)s", day=say.near_day(due)) if due else "")


def _change(say: Language, p: P) -> str:
    """How a bill compares with the one before, where the row that shows it has looked that up."""
    total, before = p.get("total"), p.get("_before")
    if (
        not isinstance(total, Mapping)
        or not isinstance(before, Mapping)
        or total.get("currency") != before.get("currency")
    ):
        return ""
    if not isinstance(now := total.get("amount"), int) or not isinstance(then := before.get("amount"), int):
        return ""
    if now == then:
        return say.text("as the one before")
    amount = say.money(abs(now - then), str(total["currency"]))
    return say.text(
        "%(amount)s more than the one before" if now > then else "%(amount)s less than the one before",
        amount=amount,
    )


def _paid(say: Language, p: P) -> str:
    return join(say.text("Paid %(amount)s", amount=say.money_of(p.get("amount"))), _by(say, p))


def _by(say: Language, p: P) -> str:
    return say.text("by %(method)s", method=word(p, "method")) if p.get("method") else ""


def _payment_failed(say: Language, p: P) -> str:
    return join(
        say.text("Payment of %(amount)s failed", amount=say.money_of(p.get("amount"))),
        word(p, "reason"),
        _by(say, p),
    )


def _payment_promised(say: Language, p: P) -> str:
    return say.text(
        "Will pay %(amount)s by %(day)s",
        amount=say.money_of(p.get("amount")),
        day=say.near_day(word(p, "due")),
    )


def _topped_up(say: Language, p: P) -> str:
    left = say.text("%(amount)s now", amount=say.money_of(p.get("left")))
    return join(say.text("Topped up %(amount)s", amount=say.money_of(p.get("amount"))), _by(say, p), left)


def _things(p: P) -> str:
    """The products of an order or a purchase: `2 × SIM, Nova 9`."""
    items = p.get("items")
    shown = []
    for item in items[:3] if isinstance(items, list) else []:
        if isinstance(item, Mapping):
            name, quantity = word(item, "name") or word(item, "product"), item.get("quantity", 1)
            shown.append(f"{quantity} × {name}" if quantity not in (1, None) else name)
    return ", ".join(shown)


def _ordered(say: Language, p: P) -> str:
    promised = word(p, "promised")
    return join(
        say.text("Ordered %(what)s", what=_things(p) or word(p, "what") or word(p, "order")),
        say.money_of(p.get("total")),
        say.text("promised for %(day)s", day=say.near_day(promised)) if promised else "",
    )


def _order(say: Language, p: P, text: str) -> str:
    return join(say.text(text, order=word(p, "order")), word(p, "reason"))


def _activated(say: Language, p: P) -> str:
    name = word(p, "name") or word(p, "plan") or word(p, "service")
    price = say.money_of(p.get("price"))
    return join(
        say.text("%(name)s is active", name=name), price and say.text("%(price)s a month", price=price)
    )


_PARCEL = marked(
    {
        "sent": "Parcel was sent",
        "in_transit": "Parcel is on its way",
        "out_for_delivery": "Parcel is out for delivery",
        "attempted": "Parcel could not be handed over",
        "late": "Parcel is late",
        "delivered": "Parcel was delivered",
        "lost": "Parcel is lost",
        "returned": "Parcel went back",
    }
)


def _parcel(say: Language, p: P) -> str:
    status, expected = str(p.get("status")), word(p, "expected")
    arrives = (
        say.text("expected %(day)s", day=say.near_day(expected))
        if expected and status not in ("delivered", "returned")
        else ""
    )
    return join(say.text(_PARCEL.get(status, sentence(status))), word(p, "place"), arrives)


def _booked(say: Language, p: P) -> str:
    return join(
        sentence(word(p, "kind") or say.text("appointment")), say.near_when(word(p, "at")), word(p, "place")
    )


def _appointment(text: str) -> Callable[[Language, P], str]:
    def gist(say: Language, p: P) -> str:
        by = {"customer": say.text("the customer"), "company": say.text("us")}.get(str(p.get("by")), "")
        return join(
            f"{say.text(text)} {by and say.text('by %(who)s', who=by)}".strip(),
            word(p, "kind"),
            word(p, "reason"),
        )

    return gist


def _area(say: Language, p: P, text: str) -> str:
    service = sentence(word(p, "service") or say.text("service"))
    minutes, expected = p.get("minutes"), word(p, "expected_end")
    return join(
        say.text(text, service=service, area=word(p, "area") or say.text("this area")),
        word(p, "cause"),
        say.text("back by %(time)s", time=say.near_when(expected)) if expected else "",
        say.text("after %(time)s", time=say.duration(minutes * 60))
        if isinstance(minutes, int | float)
        else "",
    )


def _usage(say: Language, p: P) -> str:
    data, minutes, messages = p.get("megabytes"), p.get("minutes"), p.get("messages")
    used = join(
        say.megabytes(data) if isinstance(data, int | float) and data else "",
        say.plural("%(n)s minute", "%(n)s minutes", minutes)
        if isinstance(minutes, int | float) and minutes
        else "",
        say.plural("%(n)s message", "%(n)s messages", messages)
        if isinstance(messages, int | float) and messages
        else "",
    )
    country, left = word(p, "country"), say.money_of(p.get("left"))
    return join(
        say.text("Used %(what)s", what=used or say.text("nothing")),
        country and say.text("in %(country)s", country=say.country(country)),
        left and say.text("%(amount)s left", amount=left),
    )


def _allowance(say: Language, p: P) -> str:
    percent = p.get("percent")
    share = say.number(percent) if isinstance(percent, int | float) else "…"
    return say.text(
        "%(percent)s%% of %(kind)s used", percent=share, kind=word(p, "kind") or say.text("the allowance")
    )


def _roaming(say: Language, p: P) -> str:
    where = say.country(word(p, "country"))
    return join(say.text("Roaming in %(country)s", country=where), word(p, "network"))


def _roaming_ended(say: Language, p: P) -> str:
    cost = say.money_of(p.get("cost"))
    return join(
        say.text("Back from %(country)s", country=say.country(word(p, "country"))),
        cost and say.text("%(cost)s so far", cost=cost),
    )


def _bought(say: Language, p: P) -> str:
    store = word(p, "store")
    return join(
        say.text("Bought %(what)s", what=_things(p) or word(p, "purchase")),
        say.money_of(p.get("total")),
        store and say.text("at %(store)s", store=store),
    )


def _viewed(say: Language, p: P) -> str:
    price = say.money_of(p.get("price"))
    return join(say.text("Looked at %(product)s", product=word(p, "name") or word(p, "product")), price)


def _searched(say: Language, p: P) -> str:
    results = p.get("results")
    found = (
        ""
        if not isinstance(results, int)
        else say.plural("%(n)s result", "%(n)s results", results)
        if results
        else say.text("found nothing")
    )
    return join(say.text("Searched “%(query)s”", query=word(p, "query")), found)


GISTS: dict[str, Callable[[Language, P], str]] = {
    "invoice.issued": _invoice,
    "payment.received": _paid,
    "payment.failed": _payment_failed,
    "payment.promised": _payment_promised,
    "credit.given": lambda say, p: join(
        say.text("Credit of %(amount)s", amount=say.money_of(p.get("amount"))), word(p, "why")
    ),
    "credit.topped_up": _topped_up,
    "credit.low": lambda say, p: say.text("Only %(amount)s left", amount=say.money_of(p.get("left"))),
    "credit.exhausted": lambda say, p: say.text("Credit is used up"),
    "order.placed": _ordered,
    "order.completed": lambda say, p: _order(say, p, "Order %(order)s done"),
    "order.cancelled": lambda say, p: _order(say, p, "Order %(order)s cancelled"),
    "service.activated": _activated,
    "service.ended": lambda say, p: join(
        say.text("Service %(name)s ended", name=word(p, "service")), word(p, "reason")
    ),
    "parcel.scanned": _parcel,
    "appointment.booked": _booked,
    "appointment.kept": _appointment("Appointment kept"),
    "appointment.missed": _appointment("Appointment missed"),
    "appointment.cancelled": _appointment("Appointment cancelled"),
    "outage.started": lambda say, p: _area(say, p, "%(service)s is down in %(area)s"),
    "outage.ended": lambda say, p: _area(say, p, "%(service)s works again in %(area)s"),
    "service.disturbed": lambda say, p: _area(say, p, "%(service)s does not work in %(area)s"),
    "service.restored": lambda say, p: _area(say, p, "%(service)s works again in %(area)s"),
    "usage.recorded": _usage,
    "allowance.used": _allowance,
    "roaming.started": _roaming,
    "roaming.ended": _roaming_ended,
    "product.viewed": _viewed,
    "purchase.completed": _bought,
    "purchase.returned": lambda say, p: join(
        say.text("Brought back %(what)s", what=word(p, "purchase")),
        say.money_of(p.get("total")),
        word(p, "reason"),
    ),
    "visit.started": lambda say, p: join(
        say.text("Came to %(place)s", place=word(p, "place")), word(p, "purpose")
    ),
    "visit.ended": lambda say, p: join(
        say.text("Left %(place)s", place=word(p, "place")),
        say.duration(p["minutes"] * 60) if isinstance(p.get("minutes"), int | float) else "",
    ),
    "page.viewed": lambda say, p: say.text(
        "Looked at the page %(page)s",
        page=word(p, "title") or word(p, "name") or word(p, "path") or word(p, "url"),
    ),
    "screen.viewed": lambda say, p: say.text(
        "Looked at the screen %(screen)s", screen=word(p, "name") or word(p, "category")
    ),
    "site.searched": _searched,
}
