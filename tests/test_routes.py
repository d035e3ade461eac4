"""A walk through every route of the real app: who may use it, what it tells those who may not, its description."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.testing import TestClient

from tests.server import SAMPLE
from warmline.app.reference import routes_of
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.web.access import ANYONE, WRITE_KEY
from warmline.web.guard import routes_without_access

PROGRAMS = re.compile(r"/(api|v1)/.*|/(events|healthz|readyz|metrics)")
FORGED = {
    "nobody": {},
    "a token nobody has": {"authorization": "Bearer wlt_" + "x" * 43},
    "a password": {"authorization": "Basic " + base64.b64encode(b"admin:admin").decode()},
    "a session nobody has": {"cookie": "warmline_session=" + "x" * 43},
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    settings = Settings(data=tmp_path_factory.mktemp("routes"), business=SAMPLE, cache_mb=8)
    return create_app(Runtime(settings), "the-token-of-the-command-line")


@pytest.fixture(scope="module")
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    with TestClient(app, base_url="https://warmline.test") as client:
        yield client


def protected(app: Litestar) -> list[tuple[str, str, BaseRouteHandler]]:
    return [entry for entry in routes_of(app) if entry[2].opt.get("access") not in (ANYONE, WRITE_KEY)]


def address(path: str) -> str:
    """A path with something in the place of its parameters."""
    return re.sub(r"\{[^}]*\}", "1", path)


def test_every_route_names_who_may_use_it(app: Litestar) -> None:
    assert routes_without_access(app) == []
    assert len(list(routes_of(app))) > 30


def test_what_anyone_may_use_is_a_short_list(app: Litestar) -> None:
    """A route that needs no sign-in is a decision: it is made here, with a reason."""
    free = {path for _, path, handler in routes_of(app) if handler.opt.get("access") == ANYONE}
    assert free <= {
        "/healthz",
        "/readyz",
        "/metrics",  # figures without anything of a customer
        "/schema/openapi.json",
        "/api/session",  # signing in
        "/sign-in",
        "/sign-in/code",  # signing in, with the proof that the password was right
        "/favicon.ico",
        *(path for path in free if path.startswith(("/static", "/site/"))),
        "/widget.js",
        "/try",  # a shop; being a customer there needs the setting `demo`
        "/kiosk/{place}",
        "/mine/{token}",  # the link is the proof
        "/texts/{name}",  # the gateway shows its secret, or signs
        "/chat/websites/{website}",
        "/chat/contacts",
        # What is behind these is only for whoever has the contact's token.
        "/chat/live",
        *(path for path in free if path.startswith("/chat/contacts/{contact}/")),
    }


@pytest.mark.parametrize("kind", FORGED)
def test_whoever_is_not_let_in_learns_nothing(app: Litestar, client: TestClient[Litestar], kind: str) -> None:
    for method, path, _ in protected(app):
        if method == "WebSocket":
            with (
                pytest.raises(WebSocketDisconnect) as closed,
                client.websocket_connect(address(path), headers=FORGED[kind]),
            ):
                pass
            assert closed.value.code == 4401, path
            continue
        if method == "ASGI":
            method = "GET"
        client.cookies.clear()
        answer = client.request(method, address(path), headers=FORGED[kind], follow_redirects=False)
        assert answer.status_code == 401, f"{method} {path} answered {answer.status_code}"
        assert answer.json()["type"] == "urn:warmline:problem:unauthorized", path
        browser = FORGED[kind] | {"accept": "text/html"}
        answer = client.request(method, address(path), headers=browser, follow_redirects=False)
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/sign-in"), path
            assert answer.content in (b"", b"null"), path
        else:
            assert answer.status_code == 401, f"{method} {path} answered {answer.status_code}"


def test_a_write_key_opens_nothing_to_read(app: Litestar, client: TestClient[Litestar]) -> None:
    for method, path, handler in routes_of(app):
        if handler.opt.get("access") == WRITE_KEY and method == "GET":
            raise AssertionError(f"{path}: who sends events reads nothing")
        if handler.opt.get("access") == WRITE_KEY:
            answer = client.request(
                method, address(path), headers={"authorization": "Bearer nobody's"}, content=b"{}"
            )
            assert answer.status_code == 401, path


def test_routes_of_programs_are_described(app: Litestar) -> None:
    paths = app.openapi_schema.to_schema()["paths"]
    for method, path, handler in routes_of(app):
        if not isinstance(handler, HTTPRouteHandler) or not PROGRAMS.fullmatch(path):
            continue
        operation: dict[str, Any] = paths[path][method.lower()]
        assert operation.get("summary"), f"{method} {path} has no summary"
        assert operation.get("tags"), f"{method} {path} has no tag"
        assert operation["responses"], path


def test_operations_have_names_of_their_own(app: Litestar) -> None:
    paths = app.openapi_schema.to_schema()["paths"]
    names = [
        operation["operationId"]
        for item in paths.values()
        for method, operation in item.items()
        if method in ("get", "post", "put", "patch", "delete")
    ]
    assert len(names) == len(set(names))


def test_the_description_can_be_fetched(client: TestClient[Litestar]) -> None:
    answer = client.get("/schema/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Warmline"


def test_answers_carry_headers_that_protect(app: Litestar, client: TestClient[Litestar]) -> None:
    for path in ("/healthz", "/metrics", "/api/staff/me", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "content-security-policy" in headers, path


def test_no_route_takes_its_name_from_a_customer(app: Litestar) -> None:
    """A path lands in the logs of proxies: identifiers of customers are asked for in bodies and queries only."""
    telling = [path for _, path, _ in routes_of(app) if re.search(r"\{(phone|email|identifier)", path)]
    assert telling == []


def test_a_number_that_no_column_holds_is_no_fault_of_ours(
    app: Litestar, client: TestClient[Litestar]
) -> None:
    headers = {"authorization": "Bearer the-token-of-the-command-line"}
    large = "9" * 25
    for method, path, _ in routes_of(app):
        if method not in ("GET", "POST") or path == "/metrics":
            continue
        numbered = re.sub(r"\{[^}]*\}", large, path)
        for query in (
            "",
            f"?cursor={large}",
            f"?before={large}",
            f"?after={large}&limit=5",
            f"?customer={large}",
        ):
            answer = client.request(method, numbered + query, headers=headers, follow_redirects=False)
            assert answer.status_code < 500, f"{method} {numbered}{query}: {answer.text}"


def test_the_sample_business_is_there(client: TestClient[Litestar]) -> None:
    assert client.get("/readyz").json()["status"] == "ready"
    assert Path(SAMPLE).is_dir()
