"""One's own state in the bar of every page: free, busy, on a break, away; a break is offered after hard contacts."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.gist_staff import BREAK_WORDS, state_in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen, go
from warmline.routing.model import BREAKS, Agent
from warmline.storage.port import Reader
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

NOT_NOW = "not-now"


@get("/me/state", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def my_state(request: AnyRequest, desk: Injected) -> Response[str]:
    """The part of the bar alone."""
    return await _state(Screen(request, desk))


@post("/me/state", include_in_schema=False, status_code=HTTP_200_OK, **staff(*CUSTOMER_ROLES))
async def change_state(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Be something else from now on: `to` is a state, or `break:` with a reason, or not now to an offered break."""
    screen = Screen(request, desk)
    to = (await screen.form())["to"]
    if to == NOT_NOW:
        await desk.routing.decline_break(screen.who)
    else:
        state, _, reason = to.partition(":")
        await desk.routing.be(screen.who, state, reason)
    if request.headers.get("hx-request") == "true":
        return await _state(screen)
    return go("/me/day")


async def _state(screen: Screen) -> Response[str]:
    routing = screen.desk.routing

    def look(reader: Reader) -> tuple[Agent | None, bool]:
        return routing.experts.agent(reader, screen.who.id), routing.offers_break(reader, screen.who.id)

    agent, offers_break = await screen.desk.storage.read(look)
    say = screen.language
    return screen.page(
        "session/state.html",
        agent=agent,
        words=state_in_words(say, agent.state, agent.reason) if agent else "",
        breaks=[(reason, say.text(BREAK_WORDS[reason])) for reason in BREAKS],
        offers_break=offers_break,
        not_now=NOT_NOW,
    )


ROUTES = [my_state, change_state]
