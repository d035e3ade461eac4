"""`warmline decide` beside a running server: asked, on record, explained; and tried with other policies."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, prepare
from warmline.cli.errors import NOT_POSSIBLE, REFUSED

POLICIES = """
- policy: loyal
  why: Who stays should notice it.
  on: {asked: any}
  do: [{offer: thanks}]
- policy: outage-near-you
  why: Tell them before they ask.
  on: {asked: any}
  when: size(customer.outages) > 0
  do: [{advise: {action: outage-status, say: "The network is down where you are."}}]
- policy: gold-only
  why: For our best.
  on: {asked: bill}
  when: customer.value_tier == "gold"
  do: [{offer: gift}]
"""
OFFERS = """
- {offer: thanks, title: A week of data, value: 50, propensity: 0.5, sells: false}
- {offer: gift, title: A gift, value: 90, propensity: 0.9, sells: false}
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose business has three policies and two offers, and one customer."""
    server = prepare(tmp_path_factory.mktemp("decide"))
    for folder in ("policies", "offers", "tables"):
        shutil.rmtree(server.business / folder, ignore_errors=True)
    (server.business / "contact-policy.yaml").unlink(missing_ok=True)
    (server.business / "policies").mkdir()
    (server.business / "policies" / "all.yaml").write_text(POLICIES)
    (server.business / "offers").mkdir()
    (server.business / "offers" / "all.yaml").write_text(OFFERS)
    server.start()
    try:
        with server.client() as client:
            traits = {"name": "Maria Santos", "value_tier": "silver", "language": "fil"}
            body = {"userId": "account:7013881", "traits": traits, "messageId": "maria"}
            assert client.post("/v1/identify", json=body).status_code == 200
        yield server
    finally:
        server.stop()


def customer(server: Server) -> str:
    return str(json.loads(server.warmline("customers", "find", "Maria", "--json").stdout)[0]["id"])


def test_an_answer_is_ranked_explained_and_on_record(asked: Server) -> None:
    who = customer(asked)
    done = asked.warmline("decide", "--customer", who, "--situation", "bill", "--explain")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Maria Santos · silver · Filipino")
    assert "1  thanks" in lines[1] and "policy loyal" in lines[1]
    assert any("outage-near-you" in line and "not now: there are no outages now" in line for line in lines)
    assert any("gold-only" in line and "not now: value is silver, not gold" in line for line in lines)
    decision = lines[-1].removeprefix("On record as ").partition(";")[0]
    assert decision in asked.warmline("log", "tail", "--json", "-n", "20").stdout
    short = asked.warmline("decide", "--customer", who)
    assert "--explain says why" in short.stderr
    answer = json.loads(asked.warmline("decide", "--customer", who, "--json").stdout)
    assert [one["name"] for one in answer["decision"]["chosen"]] == ["thanks"]


def test_other_policies_are_tried_and_nothing_is_on_record(asked: Server, tmp_path: Path) -> None:
    who = customer(asked)
    other = tmp_path / "other"
    shutil.copytree(asked.business, other)
    before = asked.warmline("log", "tail", "--json", "-n", "1").stdout
    ask = ("decide", "--customer", who, "--situation", "bill", "--as-if", str(other))
    assert "Nothing would be different for this customer." in asked.warmline(*ask).stdout
    (other / "policies" / "all.yaml").write_text(POLICIES.replace('"gold"', '"silver"'))
    lines = asked.warmline(*ask).stdout.splitlines()
    assert any(line.split()[:4] == ["+", "gift", "comes,", "at"] for line in lines)
    assert any("~  thanks" in line and "at 2, now at 1" in line for line in lines)
    found = json.loads(asked.warmline(*ask, "--json").stdout)["differences"]
    assert [(one["change"], one["name"]) for one in found] == [("comes", "gift"), ("moves", "thanks")]
    assert asked.warmline("log", "tail", "--json", "-n", "1").stdout == before


def test_what_cannot_be_asked_is_said_in_a_line(asked: Server, tmp_path: Path) -> None:
    nobody = asked.warmline("decide", "--customer", "999999", check=False)
    assert nobody.returncode == REFUSED
    assert "There is no customer" in nobody.stderr
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "wrong.yaml").write_text("{policy: x, why: w, on: invoice.isued, do: []}")
    wrong = asked.warmline("decide", "--customer", customer(asked), "--as-if", str(tmp_path), check=False)
    assert wrong.returncode == NOT_POSSIBLE
    assert 'policies/wrong.yaml:1 "invoice.isued" is not an event type' in wrong.stderr
    assert "Traceback" not in wrong.stderr
