"""Who is opened by what people type: an id or type:value, never a value that could be somebody else's."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import event, world
from tests.server import Server
from warmline.customers import naming
from warmline.customers.model import UnknownCustomer
from warmline.web.principal import LOCAL

values = st.integers(1, 400).map(str) | st.sampled_from(["0917 000 0001", "u1", "007"])
identifiers = st.tuples(st.sampled_from(["account", "user", "phone", "anonymous", "odd"]), values)


@settings(max_examples=60, deadline=None)
@given(st.lists(identifiers, min_size=1, max_size=8), values)
def test_a_bare_value_opens_the_customer_of_that_id_or_nobody(known: list, typed: str) -> None:
    """However many are known by the value: by account, by phone, by a name that only a browser gave."""
    with TemporaryDirectory() as folder, world(Path(folder)) as made:
        made.take(*(event(n, ids=[f"{type}:{value}"]) for n, (type, value) in enumerate(known)))
        node = made.storage.read_now(
            lambda reader: naming.opened(reader, made.projection.rules, made.projection.repository, typed)
        )
        assert node is None or str(node.node) == typed
        customers = made.customers()
        for type, value in known:
            normal = made.projection.rules.normaliser.value(type, value)
            if normal is not None:
                opened = asyncio.run(customers.resolve(LOCAL, f"{type}:{value}"))
                assert opened == made.customer(type, normal)
                listed = asyncio.run(customers.search(LOCAL, f"{type}:{value}"))
                assert opened in [one.id for one in listed]


@pytest.mark.parametrize(
    "text", ["", ":", "16 ", "016", "+16", "١٦", "16.0", "9" * 19, "9" * 5000, "::", "a:"]
)
def test_what_is_nearly_an_id_opens_nobody_and_is_answered(tmp_path: Path, text: str) -> None:
    with world(tmp_path) as made:
        made.take(event(1, ids=["account:1"]))
        customers = made.customers()
        assert asyncio.run(customers.resolve(LOCAL, "16")) == 16
        if text.strip() == "16":
            return
        with pytest.raises(UnknownCustomer) as refused:
            asyncio.run(customers.resolve(LOCAL, text))
        assert refused.value.remedy
        assert len(str(refused.value)) < 200


SHARED = "4242424242"
"""The user id of one, the device of another."""


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line, with two customers who are known by the same digits."""
    with server.staff() as client, server.client() as source:
        for number, body in enumerate(
            (
                {"userId": SHARED, "traits": {"name": "Uma User"}},
                {"userId": "dev", "traits": {"name": "Dev Device"}, "context": {"device": {"id": SHARED}}},
            )
        ):
            assert source.post("/v1/identify", json={**body, "messageId": f"n{number}"}).status_code == 200
        yield client


@pytest.mark.parametrize("what", ["", "/timeline", "/export"])
def test_programs_are_told_what_to_type(staff: httpx.Client, what: str) -> None:
    answer = staff.get(f"/api/customers/{SHARED}{what}")
    assert answer.status_code == 404
    assert "Uma" not in answer.text
    assert f"user:{SHARED}" in answer.json()["remedy"]
    assert staff.get(f"/api/customers/user:{SHARED}{what}").status_code == 200


def test_a_bare_value_changes_nobody(staff: httpx.Client) -> None:
    assert staff.delete(f"/api/customers/{SHARED}").status_code == 404
    assert staff.post("/api/customers/user:dev/join", json={"other": SHARED}).status_code == 404
    assert staff.post(f"/api/customers/{SHARED}/separate", json={"split": ["user:dev"]}).status_code == 404
    assert staff.get(f"/api/customers/user:{SHARED}").json()["name"] == "Uma User"
    assert staff.get("/api/customers/user:dev").json()["name"] == "Dev Device"


def test_a_search_lists_everybody_who_is_known_by_a_value(staff: httpx.Client) -> None:
    found = staff.get("/api/customers", params={"q": SHARED}).json()
    assert {one["name"] for one in found} >= {"Uma User"}
    undeclared = staff.get("/api/customers", params={"q": f"device:{SHARED}"}).json()
    assert [one["name"] for one in undeclared] == ["Dev Device"]


def test_pages_ask_the_same(staff: httpx.Client) -> None:
    browser = {"accept": "text/html"}
    for path in ("", "/timeline", "/separate", "/join", "/erase", "/export"):
        answer = staff.get(f"/customers/{SHARED}{path}", headers=browser)
        assert answer.status_code == 404, path
        assert "Uma" not in answer.text
    page = staff.get(f"/customers/{SHARED}", headers=browser).text
    assert f"user:{SHARED}" in page
    number = staff.get(f"/api/customers/user:{SHARED}").json()["id"]
    assert staff.get(f"/customers/user:{SHARED}").headers["location"] == f"/customers/{number}"
    for wanted, seen in ((SHARED, False), ("9" * 30, False), (f"user:{SHARED}", True), (str(number), True)):
        page = staff.get("/", params={"customer": wanted}, headers=browser).text
        assert ("Uma User" in page) is seen, wanted


def test_commands_ask_the_same(server: Server, staff: httpx.Client) -> None:
    for words in (["show"], ["erase", "--yes"], ["export"], ["join", "user:dev"]):
        done = server.warmline("customers", words[0], *words[1:], SHARED, check=False)
        assert done.returncode == 3, done.stderr
        assert f"user:{SHARED}" in done.stderr
    assert "Uma User" in server.warmline("customers", "show", f"user:{SHARED}").stdout
    assert "Uma User" in server.warmline("customers", "find", SHARED).stdout


def test_a_value_that_cannot_be_one_says_why(staff: httpx.Client) -> None:
    answer = staff.get("/api/customers/phone:12").json()
    assert "not a possible number" in answer["detail"]
    assert "account" in staff.get("/api/customers/acount:7013554").json()["remedy"]
