"""The HTTP routes of staff, through the guard."""

import asyncio
from typing import Protocol

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from warmline.staff.model import LOCAL, SECOND
from warmline.staff.service import StaffService
from warmline.web.access import Role

GOOD = "four words do it"
Client = TestClient[Litestar]


class Clock(Protocol):
    """Microseconds since 1970, as the test sets them."""

    now: int

    def __call__(self) -> int: ...


@pytest.fixture(autouse=True)
def people(service: StaffService) -> None:
    async def add() -> None:
        for name, role in (("boss", Role.ADMINISTRATOR), ("ana", Role.AGENT), ("lee", Role.LEAD)):
            email = f"{name}@example.com"
            await service.add(LOCAL, email=email, name=name.title(), role=role, password=GOOD)

    asyncio.run(add())


def sign_in(client: Client, name: str, password: str = GOOD) -> dict[str, str]:
    """Sign in; the header for unsafe requests."""
    answer = client.post("/api/session", json={"email": f"{name}@example.com", "password": password})
    assert answer.status_code == 200, answer.text
    return {"x-csrf-token": answer.json()["csrf_token"]}


def problem(answer: Response) -> dict[str, object]:
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    body: dict[str, object] = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] and body["title"]
    return body


def test_sign_in_and_out(client: Client) -> None:
    answer = client.post("/api/session", json={"email": "ana@example.com", "password": GOOD})
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "secure", "path=/"))
    me = client.get("/api/staff/me").json()
    assert (me["name"], me["role"], me["scopes"]) == ("Ana", "agent", {})
    assert me["csrf_token"] == answer.json()["csrf_token"]
    answer = client.delete("/api/session", headers={"x-csrf-token": me["csrf_token"]})
    assert answer.status_code == 204
    assert client.get("/api/staff/me").status_code == 401


def test_a_refused_sign_in(client: Client) -> None:
    answer = client.post("/api/session", json={"email": "ana@example.com", "password": "wrong"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert problem(answer)["remedy"]


def test_lock_out_says_how_long(client: Client, clock: Clock) -> None:
    body = {"email": "ana@example.com", "password": "wrong"}
    for _ in range(5):
        assert client.post("/api/session", json=body).status_code == 401
    answer = client.post("/api/session", json=body | {"password": GOOD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    clock.now += 30 * SECOND
    sign_in(client, "ana")


def test_another_site_cannot_sign_somebody_in(client: Client) -> None:
    body = {"email": "ana@example.com", "password": GOOD}
    for headers in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert client.post("/api/session", json=body, headers=headers).status_code == 403
    same = {"origin": "https://warmline.test", "sec-fetch-site": "same-origin"}
    assert client.post("/api/session", json=body, headers=same).status_code == 200


def test_unsafe_requests_prove_their_origin(client: Client) -> None:
    good = sign_in(client, "boss")
    body = {"email": "new@example.com", "name": "New", "role": "agent"}
    for headers in ({}, {"x-csrf-token": "x"}, good | {"origin": "https://evil.test"}):
        answer = client.post("/api/staff", json=body, headers=headers)
        assert answer.status_code == 403
        assert "detail" in problem(answer)
    answer = client.post("/api/staff", json=body, headers=good)
    assert answer.status_code == 201
    made = answer.json()
    sign_in(client, "new", made["password"])


def test_roles(client: Client) -> None:
    token = sign_in(client, "ana")
    assert client.get("/api/staff").status_code == 403
    assert client.get("/api/audit").status_code == 403
    assert client.post("/api/tokens", json={"name": "x", "role": "agent"}, headers=token).status_code == 403
    assert client.get("/page").status_code == 200
    sign_in(client, "lee")
    assert client.get("/api/audit").status_code == 200
    assert client.get("/page").status_code == 403
    sign_in(client, "boss")
    assert client.get("/page").status_code == 200


def test_administering_accounts(client: Client) -> None:
    token = sign_in(client, "boss")
    found = client.get("/api/staff").json()["items"]
    ana = next(one for one in found if one["name"] == "Ana")
    change = {"role": "lead", "scopes": {"country": ["PH"]}}
    answer = client.patch(f"/api/staff/{ana['id']}", json=change, headers=token)
    assert (answer.json()["role"], answer.json()["scopes"]) == ("lead", {"country": ["PH"]})
    answer = client.patch(f"/api/staff/{ana['id']}", json={"rôle": "lead"}, headers=token)
    assert answer.status_code == 400
    answer = client.post(f"/api/staff/{ana['id']}/password", headers=token)
    sign_in(client, "ana", answer.json()["password"])
    token = sign_in(client, "boss")
    assert client.patch("/api/staff/none", json={}, headers=token).status_code == 404
    boss = next(one for one in found if one["name"] == "Boss")
    answer = client.patch(f"/api/staff/{boss['id']}", json={"active": False}, headers=token)
    assert answer.status_code == 409
    assert problem(answer)["title"] == "Last administrator"


def test_a_mistake_names_its_field(client: Client) -> None:
    token = sign_in(client, "boss")
    answer = client.post("/api/staff", json={"email": "x@y", "name": "X", "role": "king"}, headers=token)
    assert answer.status_code == 400
    errors = problem(answer)["errors"]
    assert isinstance(errors, list) and errors[0]["field"] == "role"
    answer = client.post("/api/staff", content=b"{", headers=token | {"content-type": "application/json"})
    assert answer.status_code == 400
    problem(answer)
    assert client.get("/api/audit?cursor=nonsense").status_code == 400
    answer = client.get("/api/audit?limit=many")
    assert "limit" in str(problem(answer)["detail"])


def test_changing_my_password(client: Client) -> None:
    token = sign_in(client, "ana")
    body = {"current": GOOD, "new": "five others do too"}
    assert (
        client.post("/api/staff/me/password", json=body | {"current": "no"}, headers=token).status_code == 403
    )
    assert (
        client.post("/api/staff/me/password", json=body | {"new": "short"}, headers=token).status_code == 400
    )
    answer = client.post("/api/staff/me/password", json=body, headers=token)
    assert answer.status_code == 200
    assert client.get("/api/staff/me").json()["csrf_token"] == answer.json()["csrf_token"]
    sign_in(client, "ana", "five others do too")


def test_api_tokens(client: Client) -> None:
    csrf = sign_in(client, "boss")
    made = client.post("/api/tokens", json={"name": "export", "role": "lead"}, headers=csrf).json()
    listed = client.get("/api/tokens").text
    assert made["secret"] not in listed and made["token"]["hint"] in listed
    client.cookies.clear()
    bearer = {"authorization": f"Bearer {made['secret']}"}
    assert client.get("/api/staff/me", headers=bearer).json()["kind"] == "token"
    assert client.get("/api/audit", headers=bearer).status_code == 200
    assert client.get("/api/staff", headers=bearer).status_code == 403
    assert client.delete("/api/session", headers=bearer).status_code == 403
    csrf = sign_in(client, "boss")
    assert client.delete(f"/api/tokens/{made['token']['id']}", headers=csrf).status_code == 204
    assert client.get("/api/audit", headers=bearer).status_code == 401
    assert client.delete("/api/tokens/none", headers=csrf).status_code == 404


def test_a_token_needs_no_csrf_and_a_bad_one_does_not_fall_back_to_the_cookie(client: Client) -> None:
    csrf = sign_in(client, "boss")
    made = client.post("/api/tokens", json={"name": "x", "role": "administrator"}, headers=csrf).json()
    bearer = {"authorization": f"Bearer {made['secret']}"}
    body = {"name": "another", "role": "agent"}
    assert client.post("/api/tokens", json=body, headers=bearer).status_code == 201
    for bad in ("Bearer wlt_nonsense", "Basic eDp5", "Bearer", ""):
        assert client.get("/api/staff/me", headers={"authorization": bad}).status_code == 401


def test_audit_by_customer_and_staff(client: Client, service: StaffService) -> None:
    asyncio.run(service.audit.looked_at(LOCAL, "c1", "c2"))
    sign_in(client, "lee")
    rows = client.get("/api/audit?customer=c1").json()["items"]
    assert [(row["staff"], row["action"], row["name"]) for row in rows] == [
        ("local", "customer.looked_at", "Command line")
    ]
    assert {row["staff"] for row in client.get("/api/audit?staff=local&limit=200").json()["items"]} == {
        "local"
    }
    first = client.get("/api/audit?limit=1").json()
    second = client.get("/api/audit", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["items"][0]["sequence"] == second["items"][0]["sequence"] + 1


def test_the_documentation_has_an_example_for_every_body(app: Litestar) -> None:
    schema = app.openapi_schema.to_schema()
    operations = [one for path in schema["paths"].values() for one in path.values() if isinstance(one, dict)]
    documented = [one for one in operations if "Staff" in one.get("tags", [])]
    assert len(documented) == 14
    for operation in documented:
        assert operation["summary"] and operation["description"]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "examples" in content or "examples" in content["schema"], operation["summary"]
