"""The offers of the business: what each is worth as declared, how often it was made, and what became of it."""

from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.decisions.counts import OfferCounts
from warmline.decisions.overview import OfferView
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.screen import Screen
from warmline.language.messages import marked
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

PERIODS = {"": 1, "30": 30}
"""The days that are added up, by what the address says."""
REASONS = marked(
    {
        "not_eligible": "not eligible",
        "service_first": "service first",
        "no_consent": "no consent",
        "resting": "resting",
        "capped": "often enough",
        "control_group": "control group",
        "not_verified": "not known well enough to be told",
        "lower_priority": "lower priority",
        "disabled": "policy disabled",
        "condition_failed": "could not be judged",
    }
)
"""Why an offer is held back, in the order in which it is looked at."""


class Shown(NamedTuple):
    """One offer: its worth in parts (what, how much, whether that is an expression), and why it was held back."""

    offer: OfferView
    worth: list[tuple[str, str, bool]]
    held_back: list[tuple[str, int]]

    @property
    def accepted_share(self) -> float | None:
        """The share of those it was made to who took it; None where that says nothing.

        Whoever accepts today may have been made the offer on an earlier day.
        """
        counts = self.offer.counts
        return counts.accepted / counts.made if counts.made >= max(1, counts.accepted) else None

    @property
    def depends(self) -> list[str]:
        """The parts of its worth that an expression or a table finds for each customer."""
        return [name for name, _, written in self.worth if written]

    @property
    def times_held_back(self) -> int:
        """How often it was held back, whatever the reason."""
        return sum(count for _, count in self.held_back)


@get("/offers", include_in_schema=False, **staff(*LOG_ROLES))
async def offers_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """All offers with what they came to, today or in the last thirty days."""
    screen = Screen(request, desk)
    asked = str(request.query_params.get("days", ""))
    period = asked if asked in PERIODS else ""
    offers = await desk.overview.offers(PERIODS[period])
    return screen.page(
        "offers/index.html",
        offers=[_shown(screen.language, one, desk.overview.book.currency) for one in offers],
        periods=PERIODS,
        period=period,
        version=desk.overview.book.version,
    )


def _shown(say: Language, offer: OfferView, currency: str) -> Shown:
    return Shown(
        offer=offer,
        worth=[_declared(say, name, text, currency) for name, text in offer.declared.items()],
        held_back=[
            (words, count) for code, words in REASONS.items() if (count := _count(offer.counts, code))
        ],
    )


def _count(counts: OfferCounts, code: str) -> int:
    count: int = getattr(counts, code)
    return count


def _declared(say: Language, name: str, text: str, currency: str) -> tuple[str, str, bool]:
    """A part of the worth; an amount where a plain number is declared, else the expression or the table."""
    try:
        number = float(text)
    except ValueError:
        return name, text, True
    return name, say.price(number, currency) if name in ("value", "cost") else say.number(number), False


ROUTES = [offers_page]
