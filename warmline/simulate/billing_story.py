"""Bills and payments in the history: what is billed each month, what is paid ahead, what goes wrong."""

from typing import Any

from warmline.events.model import Event
from warmline.simulate.care_story import may_ask
from warmline.simulate.causes import BILL_SHOCK, CREDIT_EXHAUSTED, PAYMENT_FAILED, SHOCK
from warmline.simulate.rhythm import ANY, BROWSING, DAY, HOUR, NIGHT, day, next_time
from warmline.simulate.world import Person, World, pesos

MONTH = 30 * DAY


def begin(world: World, time: int, person: Person) -> None:
    """Monthly bills, or top-ups for those who pay ahead."""
    if person.plan.price:
        first = time + int(world.random.random() * MONTH)
        world.at(next_time(world.random, first, NIGHT), invoice, person)
    else:
        world.after(time, 4, BROWSING, topped_up, person)


def invoice(world: World, time: int, person: Person, more: Any) -> Event:
    """A bill; an unusual one leads to contacts within days, most bills to a payment."""
    random, price = world.random, person.plan.price
    lines = [("plan", price), *((what, amount) for what, amount, _ in person.extra)]
    cause = max(((amount, event) for _, amount, event in person.extra), default=(0, ""))[1]
    person.extra = []
    if world.chance(0.12):
        lines.append((random.choice(("calls", "messages")), random.randrange(500, 15_000, 50)))
    if world.chance(0.03):
        lines.append(("extra data", int(price * (0.6 + random.random()))))
    total = sum(amount for _, amount in lines)
    key = world.key("i", person)
    properties: dict[str, object] = {
        "invoice": key,
        "total": pesos(total),
        "due": day(time + 20 * DAY),
        "period": day(time - 5 * DAY)[:7],
        "lines": [{"what": what, "amount": pesos(amount)} for what, amount in lines],
    }
    issued = world.event("billing", "invoice.issued", time, person, person.account, properties, cause=cause)
    if total > SHOCK * price:
        may_ask(world, time, person, BILL_SHOCK, issued)
    bill = (key, total, issued.id)
    if world.chance(0.1):
        world.at(time + int((8 + 12 * random.random()) * DAY), payment_failed, person, bill)
    elif world.chance(0.97):
        days = 1 + 13 * random.random()
        world.at(next_time(random, time + int(days * DAY), BROWSING), paid, person, bill)
    world.at(next_time(random, time + MONTH - DAY, NIGHT), invoice, person)
    return issued


def paid(world: World, time: int, person: Person, more: tuple[str, int, str]) -> Event:
    """A bill is paid."""
    key, total, cause = more
    properties: dict[str, object] = {
        "payment": f"p-{key}",
        "amount": pesos(total),
        "invoice": key,
        "method": world.random.choice(("card", "wallet", "bank", "shop")),
    }
    return world.event("billing", "payment.received", time, person, person.account, properties, cause=cause)


def payment_failed(world: World, time: int, person: Person, more: tuple[str, int, str]) -> Event:
    """A payment does not go through: some ask, some promise, nearly all pay in the end."""
    key, total, cause = more
    properties: dict[str, object] = {
        "payment": f"f-{key}",
        "amount": pesos(total),
        "invoice": key,
        "method": "card",
        "reason": world.random.choice(("card expired", "insufficient funds", "declined by the bank")),
    }
    failed = world.event("billing", "payment.failed", time, person, person.account, properties, cause=cause)
    may_ask(world, time, person, PAYMENT_FAILED, failed)
    if world.chance(0.3):
        world.at(time + 6 * HOUR, promised, person, (key, total, failed.id))
    if world.chance(0.92):
        world.after(time, 4, BROWSING, paid, person, more)
    return failed


def promised(world: World, time: int, person: Person, more: tuple[str, int, str]) -> Event:
    """A customer promises to pay within a week."""
    key, total, cause = more
    properties: dict[str, object] = {
        "promise": f"pp-{key}",
        "amount": pesos(total),
        "due": day(time + 7 * DAY),
        "invoice": key,
    }
    return world.event("billing", "payment.promised", time, person, person.account, properties, cause=cause)


def topped_up(world: World, time: int, person: Person, more: Any) -> Event:
    """Somebody pays ahead; some weeks later that is nearly, or wholly, used up."""
    random = world.random
    amount = random.choice((10_000, 20_000, 30_000, 50_000))
    person.credit += amount
    world.after(time + 3 * DAY, 10, BROWSING, topped_up, person)
    if world.chance(0.4):
        world.after(time + DAY, 5, ANY, low, person)
    properties: dict[str, object] = {
        "topup": world.key("t", person),
        "amount": pesos(amount),
        "left": pesos(person.credit),
        "method": random.choice(("wallet", "wallet", "card", "shop")),
    }
    return world.event("billing", "credit.topped_up", time, person, person.account, properties)


def low(world: World, time: int, person: Person, more: Any) -> Event:
    """Little credit is left, and after a while often none."""
    person.credit = min(person.credit, 2_500)
    properties: dict[str, object] = {"left": pesos(person.credit)}
    warned = world.event("billing", "credit.low", time, person, person.account, properties)
    if world.chance(0.5):
        world.at(time + int(DAY * world.random.random()), exhausted, person)
    return warned


def exhausted(world: World, time: int, person: Person, more: Any) -> Event:
    """No credit is left."""
    person.credit = 0
    properties: dict[str, object] = {"left": pesos(0), "service": person.service}
    none_left = world.event("billing", "credit.exhausted", time, person, person.account, properties)
    may_ask(world, time, person, CREDIT_EXHAUSTED, none_left)
    return none_left
