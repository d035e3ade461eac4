"""Contacts in the history: why somebody calls, and that what was not solved comes back."""

from typing import Any

from warmline.events.model import Event
from warmline.simulate.causes import OUT_OF_THE_BLUE_DAYS, UNSOLVED, Cause
from warmline.simulate.conversation import converse
from warmline.simulate.rhythm import CALLS, DAY, MINUTE, SECOND, iso
from warmline.simulate.world import Person, World, pesos

ON_OCCASION = ("plan", "device", "data", "bill", "payment")
"""What people ask about without anything having happened."""


def may_ask(world: World, time: int, person: Person, cause: Cause, event: Event) -> None:
    """Let a person get in contact because of `event`, as often and as soon as `cause` says."""
    if world.chance(cause.share):
        world.after(time, cause.days, CALLS, contact, person, (cause.reason, event.id))


def now_and_then(world: World, time: int, person: Person, more: Any) -> None:
    """A contact without a cause of its own, and the next one some weeks later."""
    world.at(time, contact, person, (world.random.choice(ON_OCCASION), ""))
    world.after(time, OUT_OF_THE_BLUE_DAYS, CALLS, now_and_then, person)


def contact(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    """The start of a contact about something, with its cause; everything else in it is set going."""
    reason, cause = more
    key = world.key("c", person)
    attempts, case = person.cases.get(reason, (0, f"k-{key[2:]}"))
    attempt = attempts + 1
    conversation = converse(world.random, person.customer, key, reason, attempt)
    channel = conversation.channel
    identifiers = person.on_phone if channel == "phone" else person.account
    started = world.event(
        "contact-centre",
        "contact.started",
        time,
        person,
        identifiers,
        conversation.said[0][2],
        channel,
        cause,
    )
    for seconds, type, properties in conversation.said[1:]:
        world.at(time + int(seconds * SECOND), _goes_on, person, (type, properties, channel, identifiers))
    over = time + int(conversation.said[-1][0] * SECOND) + SECOND
    if conversation.solved:
        person.cases.pop(reason, None)
        if attempt > 1:
            world.at(over, _case, person, ("case.solved", case, reason, key, started.id))
        if any(properties.get("remedy") == "credited" for _, _, properties in conversation.said):
            world.at(over + MINUTE, _credited, person, (f"cr-{key}", started.id))
    else:
        person.cases[reason] = (attempt, case)
        if attempt == 1:
            world.at(over, _case, person, ("case.opened", case, reason, key, started.id))
        if attempt < 4 and world.chance(UNSOLVED.share):
            world.after(time, UNSOLVED.days, CALLS, contact, person, (reason, started.id))
        else:
            person.cases.pop(reason, None)
            world.after(time, 5, CALLS, _case, person, ("case.solved", case, reason, key, started.id))
        if world.chance(0.3):
            promise = {"contact": key, "promise": f"pr-{key}", "what": "callback", "due": iso(time + DAY)}
            world.at(over, _goes_on, person, ("contact.promised", promise, channel, identifiers))
            if world.chance(0.75):
                world.after(over, 0.5, CALLS, _kept, person, (f"pr-{key}", started.id))
    return started


def _goes_on(world: World, time: int, person: Person, more: Any) -> Event:
    type, properties, channel, identifiers = more
    return world.event("contact-centre", type, time, person, identifiers, properties, channel)


def _case(world: World, time: int, person: Person, more: tuple[str, str, str, str, str]) -> Event:
    type, case, reason, contact, cause = more
    properties: dict[str, object] = {"case": case, "what": reason, "contact": contact}
    return world.event("contact-centre", type, time, person, person.account, properties, cause=cause)


def _credited(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    credit, cause = more
    amount = pesos(world.random.randrange(5_000, 40_000, 500))
    properties: dict[str, object] = {"credit": credit, "amount": amount, "why": "goodwill"}
    return world.event("billing", "credit.given", time, person, person.account, properties, cause=cause)


def _kept(world: World, time: int, person: Person, more: tuple[str, str]) -> Event:
    promise, cause = more
    properties: dict[str, object] = {"promise": promise, "what": "callback"}
    return world.event(
        "contact-centre", "promise.kept", time, person, person.account, properties, cause=cause
    )
