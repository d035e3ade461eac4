"""How signals have done: how many of each kind, how many were wrong, the latest; one of them marked wrong."""

from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.coaching.marking import ByKind, Given
from warmline.coaching.model import KINDS
from warmline.coaching.reading import SIGNALS
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES, LOG_ROLES
from warmline.desk.screen import Screen, go
from warmline.desk.signal_words import CODES, Why, kind_name, why
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

DAY = 86_400_000_000
PERIODS = {"1": 1, "7": 7, "": 30}
"""The days that are looked at, by what the address says."""


class Latest(NamedTuple):
    """One signal that was given lately, in words."""

    given: Given
    name: str
    why: list[Why]


class Shown(NamedTuple):
    """What a kind has come to, in words."""

    by_kind: ByKind
    name: str
    threshold: int
    on: bool
    reasons: list[tuple[str, int, int]]


@get("/signals", include_in_schema=False, **staff(*LOG_ROLES))
async def signals_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """How many signals of each kind were right, and the latest."""
    screen = Screen(request, desk)
    say = screen.language
    asked = str(request.query_params.get("days", ""))
    period = asked if asked in PERIODS else ""
    kind = str(request.query_params.get("kind", ""))
    kind = kind if kind in KINDS else ""
    since = say.now - PERIODS[period] * DAY
    kinds = await desk.marking.so_far(since)
    latest = await desk.marking.latest(screen.who, since, kind)
    return screen.page(
        "signals/index.html",
        kinds=[_shown(desk, say, one) for one in kinds],
        latest=[Latest(one, kind_name(say, one.signal.kind), why(say, one.signal.reasons)) for one in latest],
        periods=PERIODS,
        period=period,
        kind=kind,
    )


def _shown(desk: Desk, say: Language, one: ByKind) -> Shown:
    rule = SIGNALS.of(desk.business).kinds[one.kind]
    reasons = [(say.text(CODES[by.code]), by.given, by.wrong) for by in one.reasons if by.code in CODES]
    return Shown(one, kind_name(say, one.kind), rule.threshold, rule.on, reasons)


@post(
    "/contacts/{contact:str}/signals/{number:int}/wrong",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def mark_signal(
    request: AnyRequest, contact: FromPath[str], number: FromPath[int], desk: Injected
) -> Response[Any]:
    """Say that a signal is wrong, or take that back."""
    screen = Screen(request, desk)
    sent = await screen.form()
    await desk.marking.mark(screen.who, contact, number, wrong=sent["wrong"] != "no")
    by_script = "text/html" not in request.headers.get("accept", "")
    return Response({}) if by_script else go(f"/contacts/{contact}")


ROUTES = [signals_page, mark_signal]
