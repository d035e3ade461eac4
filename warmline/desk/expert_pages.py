"""The directory of experts, and what leads state of one of them."""

import re
from typing import Any

from litestar import Request, Response, WebSocket, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.expert_list import LiveExperts, expert_rows, learnt_by
from warmline.desk.gist_dialogue import in_words
from warmline.desk.gist_staff import state_in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushing import serve
from warmline.desk.screen import Given, Screen, go, number_in
from warmline.language.messages import marked
from warmline.routing.errors import OutsideScopes, RoutingError, UnknownAgent
from warmline.routing.model import MOST_AT_ONCE, Agent, Stated, may_describe
from warmline.routing.subjects import known_skills
from warmline.staff.second_step import may_reset
from warmline.storage.port import Reader
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

LONGEST = 80
NOTICES = marked(
    {
        "yes": "Changed. It holds at once.",
        "second-step": "They sign in with their password alone, until they set a second step up again.",
    }
)


@get("/experts", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def experts_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Who knows what and is free: of everybody, or of those who know about something."""
    screen = Screen(request, desk)
    what, language = _asked(request.query_params)
    rows = await desk.storage.read(
        lambda reader: expert_rows(desk, reader, screen.who, screen.language, what, language)
    )
    return screen.page(
        "agents/index.html",
        rows=rows,
        what=what,
        language=language,
        subjects=known_skills(desk.book),
        languages=desk.business.languages,
    )


@websocket("/experts/live", **staff(*CUSTOMER_ROLES))
async def live_experts(socket: WebSocket[Any, Any, Any], desk: Injected) -> None:
    """Serve one page until it is closed."""
    what, language = _asked(socket.query_params)
    await serve(socket, desk, lambda shown: LiveExperts(desk, what, language))


@get("/experts/{who:str}", include_in_schema=False, **staff(Role.LEAD))
async def expert_page(request: AnyRequest, who: FromPath[str], desk: Injected) -> Response[str]:
    """What is stated of somebody, and what they have solved."""
    return await _expert(
        Screen(request, desk), who, notice=NOTICES.get(str(request.query_params.get("done", "")), "")
    )


@post("/experts/{who:str}", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.LEAD))
async def describe_expert(request: AnyRequest, who: FromPath[str], desk: Injected) -> Response[Any]:
    """State what somebody knows and speaks, and how much they can have at once."""
    screen = Screen(request, desk)
    sent = await screen.form()
    try:
        await desk.routing.describe(
            screen.who,
            who,
            skills=_words(sent["skills"]),
            languages=_words(sent["languages"]),
            capacity=number_in(sent["capacity"]),
        )
    except (UnknownAgent, OutsideScopes):
        raise
    except RoutingError as error:
        return await _expert(screen, who, status=400, error=error, sent=sent)
    return go(f"/experts/{who}?done=yes")


async def _expert(
    screen: Screen,
    who: str,
    *,
    status: int = 200,
    error: RoutingError | None = None,
    sent: Given | None = None,
    notice: str = "",
) -> Response[str]:
    desk, say = screen.desk, screen.language

    def look(reader: Reader) -> tuple[Agent | None, Stated, dict[str, int], bool]:
        learnt = learnt_by(desk, reader).get(who, {})
        has_second = desk.staff.second_step.standing(reader, who).is_on
        return desk.routing.experts.agent(reader, who), desk.routing.stated(reader, who), learnt, has_second

    agent, stated, learnt, has_second = await desk.storage.read(look)
    if agent is None:
        raise UnknownAgent
    if not may_describe(screen.who, agent):
        raise OutsideScopes(agent.name)
    given = sent or Given(
        skills=" ".join(stated.skills), languages=" ".join(stated.languages), capacity=str(stated.capacity)
    )
    return screen.page(
        "agents/one.html",
        status=status,
        agent=agent,
        state=state_in_words(say, agent.state, agent.reason),
        sent=given,
        learnt=[(in_words(reason), say.number(number)) for reason, number in learnt.items()],
        subjects=known_skills(desk.book),
        languages=desk.business.languages,
        most=MOST_AT_ONCE,
        has_second=has_second and may_reset(screen.who, await desk.staff.account(who)),
        error=error,
        notice=say.text(notice) if notice else "",
    )


def _asked(query: Any) -> tuple[str, str]:
    """What somebody looks for an expert in, and in which language."""
    return str(query.get("what", "")).strip()[:LONGEST], str(query.get("language", "")).strip()[:LONGEST]


def _words(text: str) -> list[str]:
    """Names as forms take them: separated by commas or spaces."""
    return [one for one in re.split(r"[\s,]+", text) if one]


ROUTES = [experts_page, live_experts, expert_page, describe_expert]
