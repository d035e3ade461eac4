"""The policies of the business: what each did today, and one of them with its days and its latest decisions."""

from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.decisions import by_policy
from warmline.decisions.answers import Decision
from warmline.decisions.counts import Counts, added_up
from warmline.decisions.recording import recorded
from warmline.decisions.rulebook import Rulebook
from warmline.decisions.tally import moment_of
from warmline.desk.decision_view import about, held
from warmline.desk.desk import Desk
from warmline.desk.feed import Feed, Filter, Row
from warmline.desk.language import Language
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.policy_list import KINDS, ONLY, SORTS, Wanted, chosen, kind_of
from warmline.desk.policy_words import asked_about, deeds, spoken, timing
from warmline.desk.screen import Screen, go, number_in
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

DAYS = 30
MOST_OF_A_KIND = 100
"""Policies of each kind on one page."""
DECISIONS = 20
"""Decisions on one page, and as many are looked through at once where only a part of them may be seen."""
FURTHEST = 400
"""Decisions that are looked through for one page at most."""


class Part(NamedTuple):
    """What a policy came to in one decision: done, answered or held back, and why."""

    tone: str
    words: str
    why: str


class Decided(NamedTuple):
    """One decision that a policy had a part in."""

    row: Row
    about: str
    parts: list[Part]


class Day(NamedTuple):
    """What a policy came to on one day."""

    begun: int
    counts: Counts


@get("/policies", include_in_schema=False, **staff(*LOG_ROLES))
async def policies_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """All policies with today's counts, those that are disabled on top."""
    screen = Screen(request, desk)
    wanted = Wanted.of((name, str(value)) for name, value in request.query_params.items())
    start = number_in(request.query_params.get("from"))
    policies = await desk.overview.policies()
    found = chosen(policies, wanted)
    kinds = {kind: [one for one in found if kind_of(one) == kind] for kind in KINDS}
    shown = {kind: several for kind, several in kinds.items() if wanted.kind in ("", kind)}
    first = start if wanted.kind else 0
    return screen.page(
        "policies/index.html",
        count=len(policies),
        total=added_up(Counts, [one.today for one in policies]),
        version=desk.overview.book.version,
        wanted=wanted,
        kinds=KINDS,
        sizes={kind: len(several) for kind, several in kinds.items()},
        sections={
            kind: several[first : first + MOST_OF_A_KIND] for kind, several in shown.items() if several
        },
        start=first,
        most=MOST_OF_A_KIND,
        only={name: words for name, (words, _) in ONLY.items()},
        sorts={name: words for name, (words, _) in SORTS.items()},
        disabled=[one for one in policies if one.disabled],
        asked_about=lambda situations: asked_about(screen.language, situations),
        notice={"enabled": "It is asked again, from now on."}.get(
            str(request.query_params.get("done", "")), ""
        ),
    )


@get("/policies/{name:str}", include_in_schema=False, **staff(*LOG_ROLES))
async def policy_page(request: AnyRequest, name: FromPath[str], desk: Injected) -> Response[str]:
    """One policy as it is written, its last days, and the latest decisions that it had a part in."""
    screen = Screen(request, desk)
    view, by_day = await desk.overview.policy(name, DAYS)
    book = desk.overview.book
    before = number_in(request.query_params.get("before"), 1 << 62)
    decided, further = await desk.storage.read(lambda reader: _decided(reader, screen, name, book, before))
    seen = [str(one.row.customer.id) for one in decided if one.row.customer]
    await desk.staff.audit.looked_at(screen.who, *seen, detail=f"policy {name}")
    policy, today = book.policies[name], desk.overview.today
    days = [
        Day(moment_of(day, desk.business.timezone), by_day.get(day, Counts()))
        for day in range(today - DAYS + 1, today + 1)
    ]
    return screen.page(
        "policies/one.html",
        view=view,
        policy=policy,
        timing=timing(screen.language, policy),
        asked_about=asked_about(screen.language, policy.asked),
        deeds=deeds(screen.language, policy, book),
        days=days,
        busiest=max(day.counts.held + day.counts.failed for day in days),
        total=added_up(Counts, by_day.values()),
        decided=decided,
        further=further,
        is_past=before < 1 << 62,
        version=book.version,
        notice={"enabled": "It is asked again, from now on."}.get(
            str(request.query_params.get("done", "")), ""
        ),
    )


@post("/policies/{name:str}", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.LEAD))
async def enable_policy(request: AnyRequest, name: FromPath[str], desk: Injected) -> Response[Any]:
    """Ask a policy again that was disabled because it failed again and again."""
    screen = Screen(request, desk)
    back = "/policies" if (await screen.form())["back"] == "list" else f"/policies/{name}"
    if await desk.overview.enable(screen.who, name):
        await desk.staff.audit.record(screen.who, "policy.enabled", detail=name)
    return go(f"{back}?done=enabled")


def _decided(
    reader: Reader, screen: Screen, policy: str, book: Rulebook, before: int
) -> tuple[list[Decided], int]:
    """The latest decisions of a policy that whoever asks may see, and where to look further back (0: that was all)."""
    feed = Feed(screen.desk, screen.who, Filter())
    found: list[Decided] = []
    for _ in range(FURTHEST // DECISIONS):
        seqs = by_policy.decisions_of(reader, policy, before, DECISIONS)
        rows = {row.seq: row for row in feed.rows(reader, screen.language, seqs)}
        for stored in log.at(reader, [seq for seq in seqs if seq in rows]):
            decision = recorded(stored)
            if decision is not None:
                parts = _parts(screen.language, decision, policy, book)
                found.append(Decided(rows[stored.seq], about(screen.language, decision), parts))
            if len(found) == DECISIONS:
                return found, stored.seq
        if len(seqs) < DECISIONS:
            return found, 0
        before = seqs[-1]
    return found, before


def _parts(say: Language, decision: Decision, policy: str, book: Rulebook) -> list[Part]:
    parts = [Part("good", spoken(say.said(one.told)), "") for one in decision.done if one.policy == policy]
    for one in decision.chosen:
        if one.policy == policy:
            words = say.text(
                "answered in place %(rank)s: %(what)s", rank=one.rank, what=one.title or spoken(one.name)
            )
            parts.append(Part("good", words, ""))
    for back in decision.held_back:
        if back.policy == policy:
            tone = "bad" if back.reason.code in ("condition_failed", "action_failed", "too_deep") else ""
            seen = held(say, back, book.offers)
            parts.append(Part(tone, seen.title, seen.why))
    return parts


ROUTES = [policies_page, policy_page, enable_policy]
