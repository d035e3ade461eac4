"""Signing in and out, and what somebody sets for themselves."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.screen import LANGUAGE, THEME, THEMES, Screen, go, kept
from warmline.language.messages import marked
from warmline.language.words import LANGUAGES
from warmline.staff.errors import CodeNeeded, LockedOut, SignInRefused, StaffError
from warmline.web.access import Role, anyone, staff
from warmline.web.cookies import is_https, no_session_cookie, session_cookie, session_token
from warmline.web.guard import safe_next

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

NOTICES = marked(
    {
        "password": "Your password is changed. Everywhere else you are signed out.",
        "second-step": "You sign in with your password alone from now on.",
        "theme": "The look is changed, in this browser.",
        "language": "The desk speaks this language now, in this browser.",
    }
)


@get("/sign-in", include_in_schema=False, **anyone())
async def sign_in_page(request: AnyRequest, desk: Injected) -> Response[Any]:
    """The sign-in form; who is signed in already goes on."""
    target = safe_next(str(request.query_params.get("next", "/")))
    if (token := session_token(request)) and await desk.staff.by_session(token):
        return go(target)
    return Screen(request, desk).page("session/sign_in.html", next=target, email="", error=None)


@post("/sign-in", include_in_schema=False, status_code=HTTP_200_OK, **anyone(same_origin=True))
async def sign_in(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Begin a session and go where the visitor wanted to."""
    screen = Screen(request, desk)
    sent = await request.form()
    email, password = str(sent.get("email", ""))[:254], str(sent.get("password", ""))[:1024]
    target = safe_next(str(sent.get("next", "/")))
    address = request.client.host if request.client else ""
    try:
        signed_in = await desk.staff.sessions.sign_in(
            email, password, address=address, previous=session_token(request)
        )
    except CodeNeeded as needed:
        return screen.page("session/code.html", next=target, half=needed.half, error=None)
    except (SignInRefused, LockedOut) as error:
        return refused(screen, "session/sign_in.html", error, next=target, email=email)
    return begun(request, target, signed_in.token)


def refused(screen: Screen, template: str, error: StaffError, **values: Any) -> Response[str]:
    """The form again, with why somebody is not let in; a program is told when to try again."""
    locked = isinstance(error, LockedOut)
    response = screen.page(template, status=429 if locked else 401, error=error, **values)
    if isinstance(error, LockedOut):
        response.headers["retry-after"] = str(error.retry_after)
    return response


def begun(request: AnyRequest, target: str, token: str) -> Response[Any]:
    """Onwards, in a session that has begun."""
    answer = go(target)
    answer.cookies.append(session_cookie(token, secure=is_https(request)))
    return answer


@post("/sign-out", include_in_schema=False, status_code=HTTP_200_OK, **staff(*Role))
async def sign_out(request: AnyRequest, desk: Injected) -> Response[Any]:
    """End this session; with `everywhere`, all of them."""
    screen = Screen(request, desk)
    if (await screen.form()).get("everywhere"):
        await desk.staff.sessions.sign_out_everywhere(screen.who)
    else:
        await desk.staff.sessions.sign_out(session_token(request))
    answer = go("/sign-in")
    answer.cookies.append(no_session_cookie(secure=is_https(request)))
    return answer


@get("/me", include_in_schema=False, **staff(*Role))
async def me(request: AnyRequest, desk: Injected) -> Response[str]:
    """What somebody sets for themselves."""
    notice = NOTICES.get(str(request.query_params.get("done", "")), "")
    return await me_page(Screen(request, desk), notice=notice)


@post("/me/password", include_in_schema=False, status_code=HTTP_200_OK, **staff(*Role))
async def change_password(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Change one's own password."""
    screen = Screen(request, desk)
    sent = await request.form()
    current, new = str(sent.get("current", ""))[:1024], str(sent.get("new", ""))[:2048]
    try:
        signed_in = await desk.staff.sessions.change_password(screen.who, current, new)
    except StaffError as error:
        return await me_page(screen, status=429 if isinstance(error, LockedOut) else 400, error=error)
    answer = go("/me?done=password")
    answer.cookies.append(session_cookie(signed_in.token, secure=is_https(request)))
    return answer


@post("/me/look", include_in_schema=False, status_code=HTTP_200_OK, **staff(*Role))
async def change_look(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Choose theme or language of this browser."""
    sent = await Screen(request, desk).form()
    if sent.get("theme") in THEMES:
        return kept(go("/me?done=theme"), THEME, sent["theme"], secure=is_https(request))
    if sent.get("language") in (*LANGUAGES, *desk.business.languages):
        return kept(go("/me?done=language"), LANGUAGE, sent["language"], secure=is_https(request))
    return go("/me")


async def me_page(
    screen: Screen, *, status: int = 200, error: StaffError | None = None, notice: str = "", **values: Any
) -> Response[str]:
    """The page about oneself; `values` are of the second step, while that is set up."""
    second = screen.desk.staff.second_step
    standing = await screen.desk.storage.read(lambda reader: second.standing(reader, screen.who.id))
    shared = {"second": standing, "second_error": None, "setting_up": None, "recovery": ()}
    response = screen.page(
        "session/me.html",
        status=status,
        error=error,
        notice=screen.language.text(notice),
        themes=THEMES,
        languages=dict.fromkeys([*LANGUAGES, *screen.desk.business.languages]),
        **(shared | values),
    )
    response.headers["cache-control"] = "no-store"
    return response


ROUTES = [sign_in_page, sign_in, sign_out, me, change_password, change_look]
