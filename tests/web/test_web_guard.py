"""Every route says who may use it, and the guard holds to it."""

from typing import Annotated, Any

import pytest
from litestar import Litestar, Request, Router, WebSocket, asgi, get, post, websocket
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.exceptions import ImproperlyConfiguredException, WebSocketDisconnect
from litestar.params import BodyKwarg, JSONBody
from litestar.testing import TestClient
from litestar.types import Receive, Scope, Send

from warmline.web import problems
from warmline.web.access import Role, anyone, staff, write_key
from warmline.web.cookies import NAME
from warmline.web.csrf import csrf_token, same_origin
from warmline.web.guard import AccessControl, csrf_token_of, routes_without_access, safe_next
from warmline.web.limits import security_headers
from warmline.web.principal import Principal

ANA = Principal(kind="staff", id="1", name="Ana", role=Role.AGENT)
BOSS = Principal(kind="staff", id="2", name="Boss", role=Role.ADMINISTRATOR)
BOT = Principal(kind="token", id="3", name="Bot", role=Role.ANALYST)
PAGE = {"accept": "text/html,application/xhtml+xml"}


class Known:
    """Three who are known."""

    async def by_session(self, token: str) -> Principal | None:
        return {"ana": ANA, "boss": BOSS}.get(token)

    async def by_token(self, token: str) -> Principal | None:
        return {"bot": BOT}.get(token)


@get("/open", **anyone())
async def open_route() -> str:
    return "open"


@post("/own", **anyone(same_origin=True))
async def own_pages_only() -> str:
    return "own"


@post("/track", **write_key())
async def track() -> str:
    return "tracked"


@get("/desk", **staff(Role.AGENT))
async def desk(principal: NamedDependency[Principal], request: Request[Any, Any, Any]) -> str:
    return f"{principal.name} {csrf_token_of(request)}"


@get("/numbers", **staff(Role.ANALYST))
async def numbers(principal: NamedDependency[Principal]) -> str:
    return principal.name


@post("/desk/note", **staff(Role.AGENT))
async def note(
    data: Annotated[dict[str, str], BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)],
) -> dict[str, str]:
    return data


@post("/desk/json", **staff(Role.AGENT, Role.ANALYST))
async def note_json(data: JSONBody[dict[str, str]]) -> dict[str, str]:
    return data


@get("/nobody", **anyone())
async def nobody(principal: NamedDependency[Principal]) -> str:
    return principal.name


@websocket("/live", **staff(Role.AGENT))
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    await socket.send_text(socket.user.name)
    await socket.close()


@get("/undeclared")
async def undeclared() -> str:
    return ""


@websocket("/undeclared-socket")
async def undeclared_socket(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()


@asgi("/undeclared-asgi", copy_scope=True)
async def undeclared_asgi(scope: Scope, receive: Receive, send: Send) -> None:
    return None


def make(*routes: Any, **more: Any) -> Litestar:
    return Litestar(
        list(routes) or [open_route, own_pages_only, track, desk, numbers, note, note_json, nobody, live],
        plugins=[AccessControl(Known(), **more)],
        exception_handlers=problems.exception_handlers({}),
        before_send=[security_headers()],
        openapi_config=None,
    )


def client_of(session: str = "", **more: Any) -> TestClient[Litestar]:
    client = TestClient(make(**more), base_url="http://warmline.test")
    if session:
        client.cookies.set(NAME, session)
    return client


@pytest.mark.parametrize("route", [undeclared, undeclared_socket, undeclared_asgi])
def test_a_route_without_access_stops_the_app(route: Any) -> None:
    with pytest.raises(ImproperlyConfiguredException, match=r"nobody said who may use this route"):
        make(open_route, route)


def test_a_route_without_access_is_listed() -> None:
    app = Litestar([open_route, undeclared, undeclared_socket], openapi_config=None)
    assert routes_without_access(app) == ["GET /undeclared", "WebSocket /undeclared-socket"]
    assert routes_without_access(make()) == []


def test_access_may_be_declared_for_a_whole_router() -> None:
    router = Router("/r", route_handlers=[undeclared], **staff(Role.AGENT))
    with TestClient(make(router)) as client:
        assert client.get("/r/undeclared").status_code == 401


def test_a_route_added_later_is_checked_too() -> None:
    app = make()
    with pytest.raises(ImproperlyConfiguredException):
        app.register(undeclared)


def test_anyone_and_write_keys_pass() -> None:
    with client_of() as client:
        assert client.get("/open").text == "open"
        assert client.post("/track", headers={"origin": "https://shop.test"}).status_code == 201
        assert client.post("/own").status_code == 201
        assert client.post("/own", headers={"origin": "http://warmline.test"}).status_code == 201
        assert client.post("/own", headers={"origin": "https://shop.test"}).status_code == 403
        assert client.options("/desk").status_code == 204


def test_programs_get_401_and_403() -> None:
    with client_of() as client:
        answer = client.get("/desk")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["remedy"]
        assert client.get("/desk", headers={"authorization": "Bearer bot"}).status_code == 403
        assert client.get("/numbers", headers={"authorization": "Bearer bot"}).text == "Bot"
        assert client.get("/nobody").status_code == 401


def test_pages_lead_to_the_sign_in_page_and_back() -> None:
    with client_of() as client:
        answer = client.get("/desk?view=wall&x=1", headers=PAGE, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=/desk%3Fview%3Dwall%26x%3D1"
        answer = client.post("/desk/note", headers=PAGE, follow_redirects=False)
        assert answer.headers["location"] == "/sign-in"
        answer = client.get(
            "/desk", headers={"hx-request": "true", "hx-current-url": "http://warmline.test/wall?q=1"}
        )
        assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/wall%3Fq%3D1")
    with client_of("ana") as client:
        answer = client.get("/numbers", headers=PAGE)
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/html")


def test_the_cookie_alone_does_not_change_anything() -> None:
    with client_of("ana") as client:
        assert client.get("/desk").text == f"Ana {csrf_token('ana')}"
        assert client.post("/desk/json", json={"a": "b"}).status_code == 403
        good = {"x-csrf-token": csrf_token("ana")}
        assert client.post("/desk/json", json={"a": "b"}, headers=good).json() == {"a": "b"}
        for bad in ({"origin": "http://evil.test"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}):
            assert client.post("/desk/json", json={"a": "b"}, headers=good | bad).status_code == 403
        other = {"x-csrf-token": csrf_token("boss")}
        assert client.post("/desk/json", json={"a": "b"}, headers=other).status_code == 403
        latin = {b"x-csrf-token": "é".encode("latin-1")}
        assert client.post("/desk/json", json={"a": "b"}, headers=latin).status_code == 403


def test_a_plain_form_carries_the_token_in_a_field() -> None:
    with client_of("ana") as client:
        form = {"text": "hello", "_csrf_token": csrf_token("ana")}
        assert client.post("/desk/note", data=form).json()["text"] == "hello"
        assert client.post("/desk/note", data=form | {"_csrf_token": "x"}).status_code == 403
        assert client.post("/desk/note", data={"text": "hello"}).status_code == 403


def test_a_bearer_token_needs_no_csrf_token() -> None:
    with client_of("ana") as client:
        bearer = {"authorization": "Bearer bot", "origin": "https://elsewhere.test"}
        assert client.post("/desk/json", json={}, headers=bearer).status_code == 201


def test_sockets_are_checked_with_their_origin() -> None:
    with client_of() as client:
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/live"):
            pass
        assert closed.value.code == 4401
        with (
            pytest.raises(WebSocketDisconnect) as closed,
            client.websocket_connect("/live", headers={"authorization": "Bearer bot"}),
        ):
            pass
        assert closed.value.code == 4403
    with client_of("ana") as client:
        evil = {"origin": "http://evil.test"}
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/live", headers=evil):
            pass
        assert closed.value.code == 4403
        good = {"origin": "http://warmline.test", "host": "warmline.test"}
        with client.websocket_connect("/live", headers=good) as socket:
            assert socket.receive_text() == "Ana"


def test_origins_that_are_ours_by_declaration() -> None:
    headers = {"origin": "https://desk.example.com", "host": "127.0.0.1:8000"}
    assert not same_origin(headers)
    assert same_origin(headers, ["https://desk.example.com"])
    assert not same_origin(headers | {"origin": "https://evil.test"}, ["https://desk.example.com"])
    assert same_origin({"origin": "https://Desk.example.com:8000", "host": "desk.example.com:8000"})
    assert same_origin({"sec-fetch-site": "none", "host": "x"})
    assert not same_origin({"origin": "http://a.test", "host": "a.test", "sec-fetch-site": "cross-site"})


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("/desk?x=1#y", "/desk?x=1#y"), ("/", "/"), ("", "/"), ("desk", "/"), ("//evil.test", "/"),
        ("https://evil.test", "/"), ("/\\evil.test", "/"), ("/\t/evil.test", "/"),
        ("javascript:alert(1)", "/"), ("/a\r\nset-cookie: x", "/"),
        ("\\\\evil.test", "/"), ("/desk//x", "/desk//x"),
    ],
)  # fmt: skip
def test_nobody_is_led_elsewhere(target: str, where: str) -> None:
    assert safe_next(target) == where


def test_headers_are_on_every_answer() -> None:
    with client_of("ana") as client:
        for path in ("/open", "/nowhere", "/numbers"):
            headers = client.get(path).headers
            assert "unsafe-inline" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
        assert client.get("/desk").headers["cache-control"] == "no-store"
        assert "cache-control" not in client.get("/open").headers
        assert "strict-transport-security" not in client.get("/open").headers
        secure = client.get("https://warmline.test/open")
        assert "strict-transport-security" in secure.headers
