"""The HTTP routes of staff: sign-in, accounts, API tokens, the record of who looked at whom."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from warmline.staff import errors
from warmline.staff.model import AccountChange, SignedIn
from warmline.staff.service import NewAccount, StaffService
from warmline.staff.tokens import NewToken
from warmline.staff.views import (
    AccountBody,
    AccountView,
    AuditView,
    MeView,
    NewAccountView,
    NewTokenView,
    PasswordBody,
    SessionView,
    SignInBody,
    TokenBody,
    TokenView,
    UnlockBody,
    account_view,
    audit_view,
    token_view,
)
from warmline.web.access import Role, anyone, staff
from warmline.web.cookies import is_https, no_session_cookie, session_cookie, session_token
from warmline.web.csrf import csrf_token
from warmline.web.guard import csrf_token_of
from warmline.web.paging import BadCursor, Page
from warmline.web.principal import Principal

STATUSES: Mapping[type[Exception], int] = {
    errors.SignInRefused: 401,
    errors.CodeNeeded: 401,
    errors.TookTooLong: 401,
    errors.WrongCode: 401,
    errors.MadeElsewhere: 401,
    errors.NothingBegun: 409,
    errors.LockedOut: 429,
    errors.WrongPassword: 403,
    errors.AdministratorNeeded: 403,
    errors.NotAPerson: 403,
    errors.UnknownAccount: 404,
    errors.UnknownToken: 404,
    errors.AccountExists: 409,
    errors.LastAdministrator: 409,
    errors.StaffError: 400,
    BadCursor: 400,
}
"""For `warmline.web.problems.exception_handlers`."""

_TAGS = ["Staff"]
_SCOPES = {"brand": ["north"], "country": ["PH", "TH"]}
_ANA = {
    "email": "ana@example.com",
    "name": "Ana Reyes",
    "role": "agent",
    "scopes": _SCOPES,
    "language": "fil",
}

Cursor = Annotated[str, QueryParameter(description="`next` of the page before; empty for the first page.")]
Limit = Annotated[int, QueryParameter(description="Rows on the page, 200 at most.", ge=1, le=200)]
AnyRequest = Request[Any, Any, Any]
Service = NamedDependency[StaffService]
Who = NamedDependency[Principal]


class SessionController(Controller):
    """Signing in and out."""

    path = "/api/session"
    tags = _TAGS

    @post(
        summary="Sign in",
        description="Begins a session, in a cookie. After five failures, a name and an address have to wait. "
        "An account with a second step needs `code`, too.",
        status_code=HTTP_200_OK,
        **anyone(same_origin=True),
    )
    async def sign_in(
        self,
        request: AnyRequest,
        data: Annotated[
            SignInBody,
            Body(examples=[Example(value={"email": "ana@example.com", "password": "four words do it"})]),
        ],
        staff_service: Service,
    ) -> Response[SessionView]:
        signed_in = await staff_service.sessions.sign_in(
            data.email,
            data.password,
            address=client_address(request),
            previous=session_token(request),
            code=data.code,
        )
        return _session(request, signed_in)

    @delete(summary="Sign out", description="Ends the session that the request came with.", **staff(*Role))
    async def sign_out(self, request: AnyRequest, principal: Who, staff_service: Service) -> Response[None]:
        if principal.kind != "staff":
            raise errors.NotAPerson
        await staff_service.sessions.sign_out(session_token(request))
        cookie = no_session_cookie(secure=is_https(request))
        return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=[cookie])


class StaffController(Controller):
    """Accounts."""

    path = "/api/staff"
    tags = _TAGS

    @get("/me", summary="Who am I", description="Who is asking, with role and scopes.", **staff(*Role))
    async def me(self, request: AnyRequest, principal: Who) -> MeView:
        return MeView(
            kind=principal.kind,
            id=principal.id,
            name=principal.name,
            role=principal.role,
            scopes=principal.scopes,
            language=principal.language,
            csrf_token=csrf_token_of(request) if principal.kind == "staff" else "",
        )

    @post(
        "/me/password",
        summary="Change my password",
        description="Signs out everywhere else: every session ends, and a new one begins here.",
        status_code=HTTP_200_OK,
        **staff(*Role),
    )
    async def change_password(
        self,
        request: AnyRequest,
        principal: Who,
        data: Annotated[
            PasswordBody,
            Body(examples=[Example(value={"current": "four words do it", "new": "five others do too"})]),
        ],
        staff_service: Service,
    ) -> Response[SessionView]:
        return _session(
            request, await staff_service.sessions.change_password(principal, data.current, data.new)
        )

    @get(
        summary="List accounts",
        description="By sign-in name, inactive ones too.",
        **staff(Role.ADMINISTRATOR),
    )
    async def accounts(
        self, staff_service: Service, cursor: Cursor = "", limit: Limit = 50
    ) -> Page[AccountView]:
        found = await staff_service.accounts(cursor=cursor, limit=limit)
        return Page(tuple(account_view(account) for account in found.items), found.next)

    @post(
        summary="Add an account",
        description="Without a password one is made up; the answer shows it, this once.",
        **staff(Role.ADMINISTRATOR),
    )
    async def add(
        self,
        principal: Who,
        data: Annotated[AccountBody, Body(examples=[Example(value=_ANA)])],
        staff_service: Service,
    ) -> NewAccountView:
        return _new_account(
            await staff_service.add(
                principal,
                email=data.email,
                name=data.name,
                role=data.role,
                scopes=data.scopes,
                language=data.language,
                password=data.password,
            )
        )

    @patch(
        "/{account:str}",
        summary="Change an account",
        description="It holds from the next request on; who becomes inactive is signed out.",
        **staff(Role.ADMINISTRATOR),
    )
    async def change(
        self,
        account: FromPath[str],
        principal: Who,
        data: Annotated[AccountChange, Body(examples=[Example(value={"role": "lead", "scopes": _SCOPES})])],
        staff_service: Service,
    ) -> AccountView:
        return account_view(await staff_service.change(principal, account, data))

    @post(
        "/{account:str}/password",
        summary="Give a new password",
        description="Makes up a password, shown this once; signs the account out and ends a lock-out.",
        status_code=HTTP_200_OK,
        **staff(Role.ADMINISTRATOR),
    )
    async def reset_password(
        self, account: FromPath[str], principal: Who, staff_service: Service
    ) -> NewAccountView:
        return _new_account(await staff_service.reset_password(principal, account))

    @post(
        "/{account:str}/unlock",
        summary="End a lock-out",
        description="The wait of a sign-in name after failures, and that of an address if one is named.",
        status_code=HTTP_204_NO_CONTENT,
        **staff(Role.ADMINISTRATOR),
    )
    async def unlock(
        self,
        account: FromPath[str],
        principal: Who,
        data: Annotated[UnlockBody, Body(examples=[Example(value={"address": "203.0.113.7"})])],
        staff_service: Service,
    ) -> None:
        await staff_service.unlock(principal, account, address=data.address)

    @delete(
        "/{account:str}/second-step",
        summary="Take a second step away",
        description="For who has lost phone and recovery codes; signs the account out. A lead may do so for agents.",
        **staff(Role.LEAD),
    )
    async def reset_second_step(self, account: FromPath[str], principal: Who, staff_service: Service) -> None:
        await staff_service.second_step.reset(principal, account)


class TokenController(Controller):
    """API tokens."""

    path = "/api/tokens"
    tags = _TAGS

    @get(summary="List API tokens", description="The newest first; no secrets.", **staff(Role.ADMINISTRATOR))
    async def tokens(self, staff_service: Service) -> list[TokenView]:
        return [token_view(token) for token in await staff_service.tokens.list()]

    @post(
        summary="Add an API token",
        description="The answer shows the secret (`wlt_…`), this once. Send it as `Authorization: Bearer`.",
        **staff(Role.ADMINISTRATOR),
    )
    async def add(
        self,
        principal: Who,
        data: Annotated[
            TokenBody,
            Body(examples=[Example(value={"name": "nightly export", "role": "analyst", "days": 365})]),
        ],
        staff_service: Service,
    ) -> NewTokenView:
        new: NewToken = await staff_service.tokens.add(
            principal, data.name, data.role, scopes=data.scopes, days=data.days
        )
        return NewTokenView(token=token_view(new.token), secret=new.secret)

    @delete(
        "/{token:str}",
        summary="Revoke an API token",
        description="It is refused from the next request on.",
        **staff(Role.ADMINISTRATOR),
    )
    async def revoke(self, token: FromPath[str], principal: Who, staff_service: Service) -> None:
        await staff_service.tokens.revoke(principal, token)


@get(
    "/api/audit",
    summary="Who did what, who looked at whom",
    description="The latest first, of one customer, of one account or token, or all.",
    tags=["Staff"],
    **staff(Role.LEAD),
)
async def audit(
    principal: Who,
    staff_service: Service,
    customer: Annotated[str, QueryParameter(description="Id of a customer.")] = "",
    member: Annotated[
        str, QueryParameter(name="staff", description="Id of an account or token, or `local`.")
    ] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Page[AuditView]:
    """The record, filtered and paged."""
    if not principal.scopes.everything:
        raise errors.AdministratorNeeded
    found = await staff_service.audit.entries(customer=customer, staff=member, cursor=cursor, limit=limit)
    return Page(tuple(audit_view(entry) for entry in found.items), found.next)


def routes() -> list[Any]:
    """The routes of this room; they need `staff_service` as a dependency."""
    return [SessionController, StaffController, TokenController, audit]


def client_address(request: AnyRequest) -> str:
    """Where a request came from, as the server (or a proxy that it trusts) says."""
    return request.client.host if request.client else ""


def _new_account(new: NewAccount) -> NewAccountView:
    return NewAccountView(account=account_view(new.account), password=new.password)


def _session(request: AnyRequest, signed_in: SignedIn) -> Response[SessionView]:
    view = SessionView(account=account_view(signed_in.account), csrf_token=csrf_token(signed_in.token))
    cookie = session_cookie(signed_in.token, secure=is_https(request))
    return Response(view, cookies=[cookie], headers={"cache-control": "no-store"})
