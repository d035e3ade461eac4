"""A walk through every route with everybody who could try it: whoever a route is for is let in, and nobody else."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from tests.server import SAMPLE
from tests.test_routes import address
from warmline.app.reference import routes_of, shown
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.web.access import ANYONE, WRITE_KEY, Role

AGENT, LEAD, ANALYST, ADMINISTRATOR = Role
WHO_MAY: dict[tuple[str, ...], str] = {
    (ANYONE,): """
        GET /healthz, GET /readyz, GET /metrics, GET /schema/openapi.json, GET /static/{version}/{file},
        GET /sign-in, POST /sign-in, POST /sign-in/code, POST /api/session,
        GET /widget.js, GET /site/{version}/{file}, GET /try, GET /kiosk/{place}, GET /mine/{token},
        GET /chat/websites/{website}, POST /chat/contacts, GET /chat/contacts/{contact}/turns,
        POST /chat/contacts/{contact}/inputs, POST /chat/contacts/{contact}/files,
        GET /chat/contacts/{contact}/files/{file}, POST /chat/contacts/{contact}/leave,
        POST /chat/contacts/{contact}/page, WebSocket /chat/live, POST /texts/{name}
    """,
    (WRITE_KEY,): """
        POST /events, POST /v1/a, POST /v1/alias, POST /v1/b, POST /v1/batch, POST /v1/g, POST /v1/group, POST /v1/i,
        POST /v1/identify, POST /v1/import, POST /v1/p, POST /v1/page, POST /v1/s, POST /v1/screen, POST /v1/t,
        POST /v1/track
    """,
    (AGENT, LEAD, ANALYST): """
        GET /, GET /events/{id}, GET /me, POST /me/look, POST /me/password, POST /me/second-step, POST /sign-out,
        DELETE /api/session,
        GET /api/staff/me, POST /api/staff/me/password, GET /api/events/{id}/consequences,
        GET /flows, GET /flows/{name}
    """,
    (AGENT, LEAD): """
        GET /customers, GET /customers/{id}, GET /customers/{id}/timeline, GET /api/customers,
        GET /api/customers/{customer}, GET /api/customers/{customer}/timeline, POST /api/decide,
        POST /api/decisions/{decision}/outcomes, GET /api/notices, POST /api/notices/{number}/take, GET /notices,
        POST /notices, GET /notices/count, WebSocket /notices/live,
        POST /customers/{id}/decisions, GET /customers/{id}/decisions/{decision},
        POST /customers/{id}/decisions/{decision}, POST /api/customers/{customer}/page,
        GET /contacts, POST /contacts, GET /contacts/waiting, WebSocket /contacts/live, GET /contacts/{contact},
        POST /contacts/views, GET /contacts/watch, WebSocket /contacts/watch/live, GET /contacts/{contact}/peek,
        GET /contacts/{contact}/who, WebSocket /contacts/{contact}/live, POST /contacts/{contact}/take,
        POST /contacts/{contact}/say, POST /contacts/{contact}/give-back, POST /contacts/{contact}/put-back,
        POST /contacts/{contact}/actions, GET /contacts/{contact}/replies, GET /contacts/{contact}/replies/drafted,
        GET /contacts/{contact}/summary,
        POST /contacts/{contact}/close, POST /contacts/{contact}/case,
        POST /contacts/{contact}/hint, POST /contacts/{contact}/hint/dismiss,
        POST /contacts/{contact}/note, POST /contacts/{contact}/wrap-up, GET /contacts/{contact}/reasons,
        GET /contacts/{contact}/knowledge, GET /contacts/{contact}/knowledge/{name}, POST /contacts/{contact}/files,
        GET /contacts/{contact}/files/{file}, GET /contacts/{contact}/handing,
        POST /contacts/{contact}/ask, POST /contacts/{contact}/bring-in, POST /contacts/{contact}/hand-on,
        POST /contacts/{contact}/answer, POST /contacts/{contact}/aside, POST /contacts/{contact}/leave,
        POST /contacts/{contact}/whisper, WebSocket /contacts/asked,
        POST /contacts/{contact}/signals/{number}/wrong, GET /callbacks, POST /callbacks,
        GET /cases/{case}, GET /me/state, POST /me/state, GET /me/day, GET /experts, WebSocket /experts/live
    """,
    (LEAD, ANALYST): """
        GET /business, GET /system, WebSocket /live, GET /api/business, GET /api/policies, GET /api/policies/{policy},
        GET /api/offers, GET /policies, GET /policies/{name}, GET /offers, GET /signals
    """,
    (LEAD,): """
        GET /approvals, POST /approvals, GET /approvals/count, WebSocket /approvals/live,
        POST /api/decide/as-if, POST /api/policies/{policy}/enable, POST /policies/{name},
        GET /audit, GET /api/audit, GET /customers/{id}/join, POST /customers/{id}/join, GET /customers/{id}/separate,
        POST /customers/{id}/separate, GET /experts/{who}, POST /experts/{who},
        POST /experts/{who}/second-step, DELETE /api/staff/{account}/second-step, GET /matches, POST /matches,
        POST /api/customers/{customer}/join,
        POST /api/customers/{customer}/separate, GET /api/matches, POST /api/matches/accept, POST /api/matches/decline
    """,
    (ANALYST,): """
        GET /api/log, GET /api/log/export, GET /api/deliveries, GET /api/subscriptions,
        POST /api/subscriptions/{name}/done, GET /api/subscriptions/{name}/events, GET /rejects, GET /rejects/{number},
        POST /rejects/{number}, GET /api/rejects, GET /api/rejects/{number}, POST /api/rejects/{number}/dismiss
    """,
    (): """
        GET /customers/{id}/erase, POST /customers/{id}/erase, GET /customers/{id}/export,
        DELETE /api/customers/{customer}, GET /api/customers/{customer}/export, POST /api/matches/run,
        GET /sources, POST /sources, GET /sources/{name}, POST /sources/{name}, GET /api/sources, POST /api/sources,
        PATCH /api/sources/{name}, POST /api/sources/{name}/rotate, POST /api/rejects/{number}/replay,
        POST /api/deliveries/{number}/retry, POST /system/deliveries, GET /api/log/import, POST /api/log/import,
        GET /api/log/import/{job}, DELETE /api/subscriptions/{name}, POST /api/business/reload,
        GET /api/system/jobs, GET /api/system/jobs/{number}, POST /api/system/backup, POST /api/system/restore,
        POST /api/system/rebuild, GET /staff, POST /staff, GET /staff/{id}, POST /staff/{id}, POST /tokens,
        GET /api/staff, POST /api/staff, PATCH /api/staff/{account}, POST /api/staff/{account}/password,
        POST /api/staff/{account}/unlock, GET /api/tokens, POST /api/tokens, DELETE /api/tokens/{token},
        POST /api/calls, GET /api/calls/{contact}, POST /api/calls/{contact}/entries, POST /api/calls/{contact}/hang-up
    """,
}
"""Every route by whom it is for; an administrator may use whatever staff may use."""

SIGNS_OUT = ("DELETE /api/session", "POST /sign-out")
UNSAFE = ("POST", "PATCH", "DELETE", "PUT")


def wanted() -> dict[str, tuple[str, ...]]:
    return {route.strip(): who for who, text in WHO_MAY.items() for route in text.split(",")}


class Everybody:
    """All who could try: their headers by who they are."""

    def __init__(self, app: Litestar, client: TestClient[Litestar], runtime: Runtime) -> None:
        self.client = client
        self.local = {"authorization": "Bearer the-token-of-the-command-line"}
        self.sessions: dict[str, tuple[str, str]] = {}
        for role in Role:
            account = self.admin("/api/staff", {"email": f"{role}@example.com", "name": role, "role": role})
            self.sessions[role] = (f"{role}@example.com", account["password"])
        self.tokens = {role: self.token(role) for role in Role}
        self.keys = {
            kind: self.admin("/api/sources", {"name": kind, "public": kind == "public", "types": ["x"]})[
                "write_key"
            ]
            for kind in ("secret", "public")
        }
        self.refused = {
            "nobody": {},
            "a password": {"authorization": "Basic " + base64.b64encode(b"admin:admin").decode()},
            "a token nobody has": {"authorization": "Bearer wlt_" + "x" * 43},
            "a session nobody has": {"cookie": "warmline_session=" + "x" * 43},
            "an expired token": self.bearer(self.token(ADMINISTRATOR, ended=runtime)),
            "a revoked token": self.bearer(self.revoked()),
            "a session that was signed out": self.signed_out(),
            "the session of somebody who left": self.left(),
            "the token of somebody beside a session": self.session(ADMINISTRATOR)
            | {"authorization": "Bearer no"},
        }

    def admin(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.client.post(path, json=body, headers=self.local)
        assert answer.is_success, answer.text
        return answer.json()

    @staticmethod
    def bearer(token: str) -> dict[str, str]:
        return {"authorization": f"Bearer {token}"}

    def token(self, role: str, ended: Runtime | None = None) -> str:
        new = self.admin("/api/tokens", {"name": f"of {role}", "role": role})
        if ended is not None:
            sql = "UPDATE staff_token SET expires = 1 WHERE id = ?"
            ended.storage.submit(lambda tx: tx.run(sql, (new["token"]["id"],))).result()
        return str(new["secret"])

    def revoked(self) -> str:
        new = self.admin("/api/tokens", {"name": "revoked", "role": ADMINISTRATOR})
        assert self.client.delete(f"/api/tokens/{new['token']['id']}", headers=self.local).is_success
        return str(new["secret"])

    def session(self, role: str) -> dict[str, str]:
        """Somebody who has just signed in."""
        email, password = self.sessions[role]
        self.client.cookies.clear()
        # The walk tries the sign-in form as well, and this address is locked out for it.
        self.client.post(f"/api/staff/{email}/unlock", json={"address": "testclient"}, headers=self.local)
        answer = self.client.post("/api/session", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"].partition(";")[0]
        self.client.cookies.clear()
        return {"cookie": cookie, "x-csrf-token": answer.json()["csrf_token"]}

    def signed_out(self) -> dict[str, str]:
        headers = self.session(ADMINISTRATOR)
        assert self.client.delete("/api/session", headers=headers).status_code == 204
        return headers

    def left(self) -> dict[str, str]:
        made = self.admin("/api/staff", {"email": "left@example.com", "name": "Left", "role": ADMINISTRATOR})
        self.sessions["left"] = ("left@example.com", made["password"])
        headers = self.session("left")
        path = f"/api/staff/{made['account']['email']}"
        assert self.client.patch(path, json={"active": False}, headers=self.local).is_success
        return headers


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return Runtime(Settings(data=tmp_path_factory.mktemp("who"), business=SAMPLE, cache_mb=8))


@pytest.fixture(scope="module")
def app(runtime: Runtime) -> Litestar:
    return create_app(runtime, "the-token-of-the-command-line")


@pytest.fixture(scope="module")
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    with TestClient(app, base_url="https://warmline.test") as client:
        yield client


@pytest.fixture(scope="module")
def everybody(app: Litestar, client: TestClient[Litestar], runtime: Runtime) -> Everybody:
    return Everybody(app, client, runtime)


def routes(app: Litestar) -> list[tuple[str, str]]:
    return [("GET" if method == "ASGI" else method, path) for method, path, _ in routes_of(app)]


def tried(client: TestClient[Litestar], method: str, path: str, headers: dict[str, str]) -> str:
    """What became of somebody: let in, to sign in, refused for their role, or taken for another site's page."""
    client.cookies.clear()
    if method == "WebSocket":
        try:
            with client.websocket_connect(address(path), headers=headers) as socket:
                socket.send_text("bye")
        except WebSocketDisconnect as closed:
            return {4401: "sign in", 4403: "refused"}.get(closed.code, "let in")
        return "let in"
    body = {"content": b"{}"} if method in UNSAFE else {}
    typed = headers | {"content-type": "application/json"} if body else headers
    answer = client.request(method, address(path), headers=typed, follow_redirects=False, **body)  # type: ignore[arg-type]
    text = answer.text
    if answer.status_code == 401 and ("You are not signed in" in text or "write key" in text):
        return "sign in"
    if answer.status_code == 403 and "Your role may not do this." in text:
        return "refused"
    if answer.status_code == 403 and (
        "a page of another site" in text or "did not come from Warmline" in text
    ):
        return "another site"
    assert answer.status_code < 500, f"{method} {path} answered {answer.status_code}: {text}"
    return "let in"


def test_every_route_is_for_whom_this_page_says(app: Litestar) -> None:
    """A route that is new, or open to others than before, is a decision: it is made here."""
    declared = {}
    for method, path, handler in routes_of(app):
        access = handler.opt.get("access")
        roles = (
            tuple(role for role in Role if role in access and role != ADMINISTRATOR)
            if isinstance(access, frozenset)
            else (access,)
        )
        declared[f"{'GET' if method == 'ASGI' else method} {shown(path)}"] = roles
    assert declared == wanted()


def test_whoever_is_nobody_is_let_in_where_anyone_is(app: Litestar, everybody: Everybody) -> None:
    expected = wanted()
    for name, headers in everybody.refused.items():
        for method, path in routes(app):
            open_to_all = expected[f"{method} {path}"] == (ANYONE,)
            became = tried(everybody.client, method, path, headers)
            assert became == ("let in" if open_to_all else "sign in"), f"{name}: {method} {path}"


@pytest.mark.parametrize("kind", ["secret", "public"])
@pytest.mark.parametrize("way", ["Bearer", "Basic"])
def test_a_write_key_lets_events_in_and_nothing_else(
    app: Litestar, everybody: Everybody, kind: str, way: str
) -> None:
    expected = wanted()
    key = everybody.keys[kind]
    shown_key = key if way == "Bearer" else base64.b64encode(f"{key}:".encode()).decode()
    for method, path in routes(app):
        open_to_it = expected[f"{method} {path}"] in ((ANYONE,), (WRITE_KEY,))
        became = tried(everybody.client, method, path, {"authorization": f"{way} {shown_key}"})
        assert became == ("let in" if open_to_it else "sign in"), f"{method} {path}"


@pytest.mark.parametrize(
    ("role", "way"),
    [*((role, way) for role in Role for way in ("session", "token")), (ADMINISTRATOR, "command line")],
)
def test_staff_and_programs_are_let_in_by_their_role(
    app: Litestar, everybody: Everybody, role: Role, way: str
) -> None:
    expected = wanted()
    held: Callable[[], dict[str, str]] = {
        "session": lambda: everybody.session(role),
        "token": lambda: everybody.bearer(everybody.tokens[role]),
        "command line": lambda: everybody.local,
    }[way]
    headers = held()
    for method, path in routes(app):
        who = expected[f"{method} {path}"]
        became = tried(everybody.client, method, path, headers)
        if who == (WRITE_KEY,):
            assert became == "sign in", f"{method} {path}"
            continue
        may = who == (ANYONE,) or role in who or role is ADMINISTRATOR
        assert became == ("let in" if may else "refused"), f"{method} {path}"
        if f"{method} {path}" in SIGNS_OUT:
            headers = held()


def test_a_session_alone_changes_nothing(app: Litestar, everybody: Everybody) -> None:
    """What another site's page makes a browser send has the cookie, and not what our pages know."""
    cookie = {"cookie": everybody.session(ADMINISTRATOR)["cookie"]}
    expected = wanted()
    for forged in (
        cookie,
        cookie | {"sec-fetch-site": "cross-site"},
        cookie | {"origin": "https://evil.example"},
    ):
        for method, path in routes(app):
            if method in UNSAFE and expected[f"{method} {path}"] not in ((WRITE_KEY,), (ANYONE,)):
                became = tried(everybody.client, method, path, forged)
                assert became == "another site", f"{method} {path}"
