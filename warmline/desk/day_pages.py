"""One's own day: contacts, thanks, hints, breaks. Nobody sees that of somebody else."""

from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.coaching.acknowledging.model import Scorecard
from warmline.coaching.acknowledging.repository import scorecard
from warmline.contacts.work import SOURCE
from warmline.desk.day_view import Day, day_of, parts_of, sums_of, time_in
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.gist_staff import BREAK_WORDS, state_in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen
from warmline.events.model import ERASED, event_id
from warmline.log import browse
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.routing import repository
from warmline.routing.model import BREAKS, Agent, Had, Spell
from warmline.storage.port import Reader
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

LONGEST_THANKS = 240


class Thanked(NamedTuple):
    """What a customer said when they thanked somebody, whose words those are, and where."""

    contact: str
    words: str
    at: int
    customers: list[int]


class Found(NamedTuple):
    """What the page is made of."""

    agent: Agent | None
    had: list[Had]
    spells: list[Spell]
    thanks: list[Thanked]
    hints: Scorecard


@get("/me/day", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def my_day(request: AnyRequest, desk: Injected) -> Response[str]:
    """The day of whoever asks: today, or the one that the address names."""
    screen = Screen(request, desk)
    say, who = screen.language, screen.who.id
    day = day_of(str(request.query_params.get("day", "")), say.now, desk.business.timezone)
    found = await desk.storage.read(lambda reader: _found(reader, desk, screen, day))
    seen = sorted({str(customer) for one in found.thanks for customer in one.customers})
    await desk.staff.audit.looked_at(screen.who, *seen, detail="thanks")
    parts = parts_of(day, found.spells, say.now)
    return screen.page(
        "agents/day.html",
        agent=found.agent,
        day=day,
        is_today=day.ends > say.now,
        had=[(one, in_words(one.reason), _took(screen, one)) for one in found.had],
        thanks=found.thanks,
        hints=found.hints,
        parts=[(one, state_in_words(say, one.state, one.reason)) for one in parts],
        sums=sums_of(found.had),
        worked=say.duration(time_in(parts, "free") + time_in(parts, "busy")),
        rested=say.duration(time_in(parts, "break")),
        state=state_in_words(say, found.agent.state, found.agent.reason) if found.agent else "",
        breaks=[(reason, say.text(BREAK_WORDS[reason])) for reason in BREAKS],
        who=who,
    )


def _found(reader: Reader, desk: Desk, screen: Screen, day: Day) -> Found:
    who = screen.who.id
    had = repository.had(reader, who, day.begins, day.ends)
    return Found(
        desk.routing.experts.agent(reader, who),
        had,
        repository.spells(reader, who, day.begins, day.ends),
        _thanks(reader, desk, screen, had),
        scorecard(reader, who, day.begins, day.ends),
    )


def _thanks(reader: Reader, desk: Desk, screen: Screen, had: list[Had]) -> list[Thanked]:
    """The words of thanks, of customers whom whoever asks may see; those that were erased are gone."""
    said: list[Stored] = []
    for one in had:
        stored = log.find(reader, event_id(SOURCE, f"{one.contact} {one.thanked}")) if one.thanked else None
        if stored is not None and stored.event.type != ERASED:
            said.append(stored)
    shown = browse.seen_by(reader, screen.who, desk.customers, said)
    return [
        Thanked(
            contact=str(stored.event.properties.get("contact")),
            words=str(stored.event.properties.get("text") or "")[:LONGEST_THANKS],
            at=stored.event.occurred,
            customers=browse.customers(reader, desk.customers, [stored]),
        )
        for stored, may_see in zip(said, shown, strict=True)
        if may_see
    ]


def _took(screen: Screen, one: Had) -> str:
    """How long somebody had a contact; "" while they have it."""
    return screen.language.duration((one.ended - one.began) / 1e6) if one.ended else ""


ROUTES = [my_day]
