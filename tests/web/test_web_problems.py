"""Errors as programs and people get them."""

import logging
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException, TooManyRequestsException
from litestar.params import JSONBody
from litestar.testing import TestClient

from warmline.web import problems

PAGE = {"accept": "text/html"}


class FullHouse(Exception):
    """A room's error."""

    remedy = "Wait for somebody to leave."
    retry_after = 2.2


class Guest(msgspec.Struct):
    name: str
    age: int


@get("/full")
async def full() -> None:
    raise FullHouse("There is no room <left>.")


@get("/broken")
async def broken() -> None:
    raise RuntimeError("secret of ours")


@get("/hidden")
async def hidden() -> None:
    raise HTTPException("secret of ours")


@get("/busy")
async def busy() -> None:
    raise TooManyRequestsException("Slowly.", headers={"retry-after": "7"})


@post("/guests")
async def add(data: JSONBody[Guest]) -> Guest:
    return data


def page(request: Request[Any, Any, Any], problem: problems.ProblemDetails) -> Response[str]:
    return Response(f"page {problem.status}", status_code=problem.status, media_type="text/html")


def make(page: problems.Page | None = None) -> TestClient[Litestar]:
    handlers = problems.exception_handlers({FullHouse: 409}, page=page, reference=lambda: "r-17")
    return TestClient(Litestar([full, broken, hidden, busy, add], exception_handlers=handlers))


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with make() as client:
        yield client


def test_a_named_error(client: TestClient[Litestar]) -> None:
    answer = client.get("/full")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "3"
    assert answer.json() == {
        "type": "urn:warmline:problem:full-house",
        "title": "Full house",
        "status": 409,
        "detail": "There is no room <left>.",
        "remedy": "Wait for somebody to leave.",
    }


def test_a_mistake_of_ours_is_in_the_log_alone(
    client: TestClient[Litestar], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, problems.LOG.name):
        for path in ("/broken", "/hidden"):
            answer = client.get(path)
            assert answer.status_code == 500
            assert answer.json()["reference"] == "r-17"
            assert "secret of ours" not in answer.text
    logged = [record for record in caplog.records if record.name == problems.LOG.name]
    assert all("r-17" in record.getMessage() and record.exc_info for record in logged) and len(logged) == 2


def test_a_validation_error_names_every_field(client: TestClient[Litestar]) -> None:
    body = client.post("/guests", json={"name": "Ana", "age": "old"}).json()
    assert (body["status"], body["title"]) == (400, "Invalid input")
    assert body["errors"][0]["field"] == "age"
    assert body["detail"].startswith("age: ")


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000, b""])
def test_what_is_no_json_is_the_senders_mistake(client: TestClient[Litestar], content: bytes) -> None:
    answer = client.post("/guests", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_litestars_own_errors(client: TestClient[Litestar]) -> None:
    assert client.get("/nowhere").json()["title"] == "Not Found"
    assert client.post("/full").status_code == 405
    assert client.get("/busy").headers["retry-after"] == "7"


def test_browsers_get_a_page(client: TestClient[Litestar]) -> None:
    answer = client.get("/full", headers=PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is no room &lt;left&gt;." in answer.text and answer.status_code == 409
    assert client.get("/full", headers=PAGE | {"hx-request": "true"}).json()["status"] == 409
    assert client.get("/api/nowhere", headers=PAGE).json()["status"] == 404
    with make(page) as own:
        assert own.get("/nowhere", headers=PAGE).text == "page 404"
