"""Accounts, API tokens and the record of who did what, for those who administer."""

import re
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.business.model import Business
from warmline.customers.model import UnknownCustomer
from warmline.desk.account_names import account_names
from warmline.desk.customer_pages import without_others
from warmline.desk.desk import Desk
from warmline.desk.screen import Given, Screen, go
from warmline.language.messages import Listed, marked, message
from warmline.language.words import LANGUAGES
from warmline.staff.errors import InvalidAccount, StaffError
from warmline.staff.model import AccountChange, AuditEntry
from warmline.web.access import Role, staff
from warmline.web.principal import Principal, Scopes

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

NOTICES = marked(
    {
        "changed": "Changed. It holds from the next request on.",
        "revoked": "Revoked. The token is refused from now on.",
    }
)


@get("/staff", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def staff_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Accounts and API tokens."""
    return await _staff(
        Screen(request, desk), notice=NOTICES.get(str(request.query_params.get("done", "")), "")
    )


@post("/staff", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def add_account(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Add an account; its password is shown this once."""
    screen = Screen(request, desk)
    sent = await screen.form()
    try:
        made = await desk.staff.add(
            screen.who,
            email=sent.get("email", ""),
            name=sent.get("name", ""),
            role=_role(sent.get("role", "")),
            scopes=_scopes(sent, desk.business),
            language=sent.get("language") or "en",
        )
    except StaffError as error:
        return await _staff(screen, status=400, error=error, sent=sent)
    return await _staff(screen, given_secret=made.password, secret_of=made.account.email)


@get("/staff/{id:str}", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def account_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """One account."""
    return await _account(Screen(request, desk), id)


@post("/staff/{id:str}", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def change_account(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """Change it, switch it off or on, or give it a new password."""
    screen = Screen(request, desk)
    sent = await screen.form()
    do = sent.get("do", "")
    try:
        if do == "password":
            made = await desk.staff.reset_password(screen.who, id)
            return await _account(screen, id, secret=made.password)
        if do == "second-step":
            await desk.staff.second_step.reset(screen.who, id)
            return go("/staff?done=changed")
        if do in ("off", "on"):
            change = AccountChange(active=do == "on")
        else:
            change = AccountChange(
                name=sent.get("name"),
                role=_role(sent.get("role", "")),
                scopes=_scopes(sent, desk.business),
                language=sent.get("language"),
            )
        await desk.staff.change(screen.who, id, change)
    except StaffError as error:
        return await _account(screen, id, status=400, error=error)
    return go("/staff?done=changed")


@post("/tokens", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def change_tokens(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Add an API token, shown this once, or revoke one."""
    screen = Screen(request, desk)
    sent = await screen.form()
    try:
        if revoked := sent.get("revoke"):
            await desk.staff.tokens.revoke(screen.who, revoked)
            return go("/staff?done=revoked")
        days = sent.get("days", "90")
        made = await desk.staff.tokens.add(
            screen.who,
            sent.get("name", ""),
            _role(sent.get("role", "")),
            scopes=_scopes(sent, desk.business),
            days=int(days) if days.isdecimal() and len(days) < 6 else 0,
        )
    except StaffError as error:
        return await _staff(screen, status=400, token_error=error, token_sent=sent)
    return await _staff(screen, given_secret=made.secret, secret_of=made.token.name)


@get("/audit", include_in_schema=False, **staff(Role.LEAD))
async def audit_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Who did what and who looked at whom, the latest first."""
    screen = Screen(request, desk)
    asked = {name: str(request.query_params.get(name, "")).strip() for name in ("customer", "staff")}
    found = await desk.staff.audit.entries(
        **asked, cursor=str(request.query_params.get("cursor", "")), limit=100
    )
    given = {name: value for name, value in asked.items() if value}
    return screen.page(
        "house/audit.html",
        entries=[
            without_others(screen.who, one) for one in found.items if await _within(desk, screen.who, one)
        ],
        asked=asked,
        names=await account_names(desk),
        older=f"/audit?{urlencode({**given, 'cursor': found.next})}" if found.next else "",
    )


async def _within(desk: Desk, by: Principal, entry: AuditEntry) -> bool:
    """Whether `by` may see whom an entry is about; what is about nobody, only those without scopes may see."""
    if by.scopes.everything:
        return True
    try:
        await desk.customers.resolve(by, entry.customer)
    except UnknownCustomer:
        return False
    return True


async def _staff(screen: Screen, *, status: int = 200, **values: Any) -> Response[str]:
    page = await screen.desk.staff.accounts(
        cursor=str(screen.request.query_params.get("cursor", "")), limit=100
    )
    shared = {
        "accounts": page.items,
        "next": page.next,
        "tokens": await screen.desk.staff.tokens.list(),
        "roles": list(Role),
        "languages": dict.fromkeys([*LANGUAGES, *screen.desk.business.languages]),
        "error": None,
        "token_error": None,
        "sent": Given(),
        "token_sent": Given(),
        "given_secret": "",
        "secret_of": "",
    }
    return screen.page("staff/index.html", status=status, **(shared | values))


async def _account(
    screen: Screen, id: str, *, status: int = 200, secret: str = "", error: StaffError | None = None
) -> Response[str]:
    account = await screen.desk.staff.account(id)
    second = screen.desk.staff.second_step
    return screen.page(
        "staff/one.html",
        status=status,
        account=account,
        second=await screen.desk.storage.read(lambda reader: second.standing(reader, account.id)),
        roles=list(Role),
        languages=dict.fromkeys([*LANGUAGES, *screen.desk.business.languages]),
        given_secret=secret,
        error=error,
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise InvalidAccount(
            "Choose a role.", message("One of %(roles)s.", roles=Listed(list(Role), "or"))
        ) from None


def _scopes(sent: dict[str, str], business: Business) -> Scopes:
    """Scopes as forms take them: values separated by commas or spaces; nothing is everything.

    Raises InvalidAccount for one that the business does not have: whoever is restricted to it would see nobody.
    """
    brand, country, partner = (
        tuple(dict.fromkeys(one for one in re.split(r"[\s,]+", sent.get(name, "")) if one))
        for name in ("brand", "country", "partner")
    )
    country = tuple(one.upper() for one in country)
    for name, values, known in (
        ("brand", brand, business.brands),
        ("country", country, business.countries),
        ("partner", partner, business.partners),
    ):
        if known and (strange := [one for one in values if one not in known]):
            raise InvalidAccount(
                message(
                    "There is no %(what)s '%(name)s'; nobody would be seen.",
                    what=message(name),
                    name=strange[0],
                ),
                message("Choose from %(names)s.", names=", ".join(known)),
            )
    return Scopes(brand=brand, country=country, partner=partner)


ROUTES = [staff_page, add_account, account_page, change_account, change_tokens, audit_page]
