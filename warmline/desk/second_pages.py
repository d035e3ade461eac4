"""The second step at sign-in: its code is asked for, set up on the page about oneself, reset for others."""

from typing import Any, NamedTuple

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.qr import qr
from warmline.desk.screen import Screen, go
from warmline.desk.session_pages import begun, me_page, refused
from warmline.staff.errors import LockedOut, NothingBegun, StaffError, TookTooLong
from warmline.web.access import Role, anyone, staff
from warmline.web.cookies import session_token
from warmline.web.guard import safe_next

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

LONGEST = 100


class SettingUp(NamedTuple):
    """What the page shows while a second step is set up: the picture, and the same as text to type."""

    picture: str
    secret: str


@post("/sign-in/code", include_in_schema=False, status_code=HTTP_200_OK, **anyone(same_origin=True))
async def finish_sign_in(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Begin the session of somebody whose password was right, with the code that they send now."""
    screen = Screen(request, desk)
    sent = await request.form()
    half, code = str(sent.get("half", ""))[:LONGEST], str(sent.get("code", ""))[:LONGEST]
    target = safe_next(str(sent.get("next", "/")))
    address = request.client.host if request.client else ""
    try:
        signed_in = await desk.staff.sessions.finish(
            half, code, address=address, previous=session_token(request)
        )
    except TookTooLong as error:
        return screen.page("session/sign_in.html", status=401, next=target, email="", error=error)
    except StaffError as error:
        return refused(screen, "session/code.html", error, next=target, half=half)
    return begun(request, target, signed_in.token)


@post("/me/second-step", include_in_schema=False, status_code=HTTP_200_OK, **staff(*Role))
async def change_second_step(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Begin to set one's own up, confirm it, switch it off, or have new recovery codes."""
    screen = Screen(request, desk)
    sent = await request.form()
    do, password = str(sent.get("do", "")), str(sent.get("current", ""))[:1024]
    second = desk.staff.second_step
    try:
        if do == "begin":
            offered = await second.begin(screen.who, password)
            return await me_page(screen, setting_up=SettingUp(qr(offered.address), offered.secret))
        if do == "confirm":
            code = str(sent.get("code", ""))[:LONGEST]
            codes = await second.confirm(screen.who, code, here=session_token(request))
            return await me_page(screen, recovery=codes)
        if do == "codes":
            return await me_page(screen, recovery=await second.new_codes(screen.who, password))
        await second.off(screen.who, password)
    except StaffError as error:
        status = 429 if isinstance(error, LockedOut) else 400
        again = await _again(screen) if do == "confirm" else None
        return await me_page(screen, status=status, second_error=error, setting_up=again)
    return go("/me?done=second-step")


@post("/experts/{who:str}/second-step", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.LEAD))
async def reset_second_step(request: AnyRequest, who: FromPath[str], desk: Injected) -> Response[Any]:
    """Take it from somebody who has lost their phone and the recovery codes."""
    screen = Screen(request, desk)
    await desk.staff.second_step.reset(screen.who, who)
    return go(f"/experts/{who}?done=second-step")


async def _again(screen: Screen) -> SettingUp | None:
    """What was being set up, after a code that was not right."""
    try:
        offered = await screen.desk.staff.second_step.offered(screen.who)
    except NothingBegun:
        return None
    return SettingUp(qr(offered.address), offered.secret)


ROUTES = [finish_sign_in, change_second_step, reset_second_step]
