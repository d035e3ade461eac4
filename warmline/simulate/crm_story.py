"""The CRM in the history: who the customers are, what they have, what they allow, and what changes."""

from typing import Any

from warmline.events.model import Event
from warmline.simulate import billing_story, network_story, shop_story, web_story
from warmline.simulate.care_story import now_and_then
from warmline.simulate.places import PLANS
from warmline.simulate.rhythm import CALLS, DAY, MINUTE, OPENING, SECOND, day, midnight
from warmline.simulate.world import Person, World, pesos


def begin(world: World, start: int, person: Person) -> None:
    """Most are customers already and are loaded in the first night; one in twenty joins later."""
    random = world.random
    if person.customer.index > 2 and world.chance(0.05):
        world.after(start, 40, OPENING, joins, person, True)
    else:
        world.at(midnight(start) + int(random.random() * 90 * MINUTE), joins, person, False)


def joins(world: World, time: int, person: Person, new: bool) -> Event:
    """The first thing known of a customer, `new` or not. All the rest begins with it."""
    random, customer = world.random, person.customer
    person.joined = True
    world.at(time + 2 * SECOND, activated, person, customer.plan.plan)
    for purpose, share in (("service messages", 0.97), ("personalisation", 0.6), ("marketing", 0.45)):
        if world.chance(share):
            world.at(time + 3 * SECOND, consents, person, purpose)
    if customer.household:
        world.at(time + 4 * SECOND, grouped, person)
    if world.chance(0.05):
        world.at(time + int(random.random() * 90 * DAY), withdraws, person)
    if world.chance(0.04):
        world.at(time + int(random.random() * 90 * DAY), changes_plan, person)
    if world.chance(0.005):
        world.at(time + int(random.random() * 90 * DAY), mourns, person)
    billing_story.begin(world, time + MINUTE, person)
    network_story.begin(world, time + MINUTE, person)
    shop_story.begin(world, time + MINUTE, person)
    web_story.begin(world, time + MINUTE, person)
    world.after(time + MINUTE, 45, CALLS, now_and_then, person)
    traits = customer.traits()
    if new:
        traits |= {"customer_since": day(time), "value_tier": "new"}
    return world.event("crm", "customer.identified", time, person, person.crm, {"traits": traits})


def activated(world: World, time: int, person: Person, plan: str) -> Event:
    """The line works, under a plan."""
    chosen = next(one for one in PLANS if one.plan == plan)
    person.plan = chosen
    properties: dict[str, object] = {
        "service": person.service,
        "kind": "mobile",
        "plan": chosen.plan,
        "name": chosen.name,
        "price": pesos(chosen.price),
        "ends": person.customer.contract_ends,
    }
    return world.event("crm", "service.activated", time, person, person.line, properties)


def changes_plan(world: World, time: int, person: Person, more: Any) -> Event | None:
    """Another plan of the same brand."""
    own = person.plan
    others = [plan.plan for plan in PLANS if plan.brand == own.brand and plan is not own]
    return activated(world, time, person, world.random.choice(others)) if others else None


def consents(world: World, time: int, person: Person, purpose: str) -> Event:
    """Something is allowed."""
    properties: dict[str, object] = {"purpose": purpose, "wording": "2025-06"}
    return world.event("crm", "consent.given", time, person, person.account, properties)


def withdraws(world: World, time: int, person: Person, more: Any) -> Event:
    """Advertising is no longer welcome."""
    properties: dict[str, object] = {"purpose": "marketing", "reason": "too many messages"}
    return world.event("crm", "consent.withdrawn", time, person, person.account, properties)


def mourns(world: World, time: int, person: Person, more: Any) -> Event:
    """A death in the family: nothing is to be sold to them now."""
    return world.event(
        "crm", "customer.identified", time, person, person.account, {"traits": {"no_selling": True}}
    )


def grouped(world: World, time: int, person: Person, more: Any) -> Event:
    """Somebody belongs to a family."""
    properties: dict[str, object] = {"groupId": person.customer.household, "traits": {"kind": "household"}}
    return world.event("crm", "customer.grouped", time, person, person.account, properties)
