"""What goes wrong outside: for every sequence of faults a payment is made at most once, and no outcome is a lie."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backoffice.office import Office
from warmline.connectors.breaker import FAILURES, REST, Breaker
from warmline.connectors.client import Connectors
from warmline.connectors.exchange import NoAnswer, NotSent
from warmline.connectors.model import Connector
from warmline.connectors.outcomes import Outcome, Reply

from .declared import BILLING, operation
from .sample import connectors, operations

PAY = operation("billing.pay")
PAID = {"payment": "p-1", "left": {"amount": 0, "currency": "PHP"}}
MONEY = {"account": "7013550", "amount": 1.0, "token": "t"}

Fault = Literal[
    "", "not_sent", "lost_before", "lost_after", "arrives_later", "error_before", "error_after", "garbage_after", "lie",
    "unavailable", "not_json_404", "declined", "under_way", "key_reused", "turned_away"
]  # fmt: skip
FAULTS: tuple[Fault, ...] = Fault.__args__  # type: ignore[attr-defined]


@dataclass
class System:
    """A system in memory that keeps keys, and misbehaves as it is told; time goes on as it is asked."""

    faults: list[Fault]
    now: float = 0.0
    done: dict[str, Reply] = field(default_factory=dict)
    paid: int = 0
    late: list[tuple[int, str]] = field(default_factory=list)
    requests: int = 0

    async def send(
        self, connector: Connector, method: str, target: str, body: Any, key: str, within: float
    ) -> Reply:
        self.requests += 1
        self._let_arrive()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "not_sent":
            raise NotSent("unreachable")
        if method == "GET":
            return self._outcome(target.rsplit("/", 1)[1], fault, within)
        return self._pay(key, fault, within)

    def _pay(self, key: str, fault: Fault, within: float) -> Reply:
        match fault:
            case "lost_before" | "under_way":
                self.now += within
                raise NoAnswer("timeout")
            case "arrives_later":
                self.now += within
                self.late.append((self.requests + 3, key))
                raise NoAnswer("timeout")
            case "error_before" | "unavailable":
                return Reply(500 if fault == "error_before" else 503, {"error": {"code": "internal"}})
            case "not_json_404":
                return Reply(404, None)
            case "turned_away":
                return Reply(401, {"error": {"code": "not_admitted"}})
            case "key_reused" if key not in self.done:
                return Reply(422, {"error": {"code": "key_reused"}})
        self._take(key, fault)
        if fault == "lost_after":
            self.now += within
            raise NoAnswer("timeout")
        if fault == "garbage_after":
            raise NoAnswer("garbage")
        if fault == "error_after":
            return Reply(500, None)
        if fault == "lie":
            return Reply(200, {"payment": ["p-1"], "left": "nothing"})
        return self.done[key]

    def _take(self, key: str, fault: Fault = "") -> None:
        if key in self.done:
            return
        if fault == "declined":
            self.done[key] = Reply(402, {"error": {"code": "declined"}})
        else:
            self.paid += 1
            self.done[key] = Reply(201, PAID)

    def _outcome(self, key: str, fault: Fault, within: float) -> Reply:
        match fault:
            case "lost_before" | "lost_after" | "arrives_later":
                self.now += within
                raise NoAnswer("timeout")
            case "garbage_after":
                raise NoAnswer("garbage")
            case "error_before" | "error_after" | "unavailable":
                return Reply(503, None)
            case "lie":
                return Reply(200, {"state": "perhaps"})
            case "not_json_404":
                return Reply(404, {"error": {"code": "no_route"}})
            case "under_way":
                return Reply(200, {"state": "under_way"})
            case "turned_away":
                return Reply(401, None)
        if key in self.done:
            kept = self.done[key]
            return Reply(200, {"state": "done", "status": kept.status, "answer": kept.body})
        return Reply(404, {"error": {"code": "not_done"}})

    def _let_arrive(self) -> None:
        for due, key in [one for one in self.late if one[0] <= self.requests]:
            self.late.remove((due, key))
            self._take(key)

    def arrive(self) -> None:
        """Whatever is still on its way arrives."""
        for _, key in self.late:
            self._take(key)
        self.late.clear()

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    async def close(self) -> None:
        """Nothing is held."""


def _is_true(outcome: Outcome, system: System, key: str) -> bool:
    kept = system.done.get(key)
    match outcome.outcome:
        case "ok":
            return kept is not None and kept.status == 201 and outcome.value == PAID
        case "failed":
            return kept is None
        case "refused":
            return kept is not None and kept.status == 402 and outcome.why == "declined"
    return True


@settings(max_examples=1_000, deadline=None)
@given(
    faults=st.lists(st.sampled_from(FAULTS), max_size=14),
    restarts=st.integers(0, 2),
)
def test_a_payment_is_made_at_most_once_and_no_outcome_is_a_lie(faults: list[Fault], restarts: int) -> None:
    system = System(list(faults))

    async def go() -> list[Outcome]:
        told = []
        for number in range(restarts + 1):
            client = Connectors(system, monotonic=lambda: system.now, sleep=system.sleep)
            told.append(await client.do(PAY, MONEY, "k1", again=number > 0))
        return told

    told = asyncio.run(go())
    assert system.paid <= 1
    for outcome in told[:-1]:
        # A later try under the same key may have done what was not done before; nothing else may change.
        assert (
            outcome.outcome in ("failed", "unknown") or outcome == told[-1] or told[-1].outcome == "unknown"
        )
    system.arrive()
    assert system.paid <= 1
    assert _is_true(told[-1], system, "k1")


@given(faults=st.lists(st.sampled_from(FAULTS), max_size=40))
def test_nobody_waits_longer_than_was_said(faults: list[Fault]) -> None:
    system = System(list(faults))
    client = Connectors(system, monotonic=lambda: system.now, sleep=system.sleep)
    asyncio.run(client.do(PAY, MONEY, "k1"))
    assert system.now <= 2 * PAY.timeout + PAY.connector.patience + 2.0
    assert system.requests < 40


def test_without_an_outcome_to_ask_nothing_is_sent_twice() -> None:
    alone = operation("billing.pay", BILLING.replace("    outcome: /operations/{key}\n", ""))
    for fault, outcome in (("lost_after", "unknown"), ("error_before", "unknown"), ("not_sent", "failed")):
        system = System([fault])  # type: ignore[list-item]
        client = Connectors(system, monotonic=partial(getattr, system, "now"), sleep=system.sleep)
        assert asyncio.run(client.do(alone, MONEY, "k1")).outcome == outcome
        assert system.requests == 1
        assert asyncio.run(client.do(alone, MONEY, "k1", again=True)).outcome == "unknown"
        assert system.requests == 1


def test_what_became_of_a_key_can_be_asked_without_sending_anything() -> None:
    system = System(["unavailable"] * 30)
    client = Connectors(system, monotonic=lambda: system.now, sleep=system.sleep)
    assert asyncio.run(client.settle(PAY, "k1")).outcome == "unknown"
    system.faults.clear()
    assert asyncio.run(client.settle(PAY, "k1")).outcome == "failed"
    asyncio.run(client.do(PAY, MONEY, "k1"))
    assert asyncio.run(client.settle(PAY, "k1")) == Outcome(outcome="ok", value=PAID)
    assert system.paid == 1


def test_a_secret_that_is_gone_is_not_sent_as_something_else() -> None:
    system = System([])
    client = Connectors(system, monotonic=lambda: system.now, sleep=system.sleep)
    outcome = asyncio.run(client.do(PAY, {**MONEY, "token": {"secret": "card"}}, "k1"))
    assert (outcome.outcome, outcome.why, system.requests) == ("failed", "bad_arguments", 0)


@given(st.lists(st.tuples(st.sampled_from(["well", "ill", "wait"]), st.floats(0, 30)), max_size=40))
def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_try(steps: list[tuple[str, float]]) -> None:
    breaker, now, in_a_row, since = Breaker(), 0.0, 0, 0.0
    for what, seconds in steps:
        now += seconds
        lets = breaker.lets(now)
        if in_a_row < FAILURES:
            assert lets
        elif now - since < REST:
            assert not lets
        if lets and in_a_row >= FAILURES:
            assert not breaker.lets(now), "one tries, the others wait for what comes of it"
            since = now
        if what != "wait":
            breaker.note(what == "well", now)
            in_a_row = 0 if what == "well" else in_a_row + 1
            since = now


# -- the real back office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A back office in a process of its own."""
    one = Office(tmp_path_factory.mktemp("office"))
    yield one
    one.stop()


KINDS = ["", "slow", "lost_before", "lost_after", "error", "unavailable", "garbage"]
KEYS = count()


@settings(max_examples=25, deadline=None)
@given(faults=st.lists(st.sampled_from(KINDS), min_size=1, max_size=6), again=st.booleans())
def test_the_back_office_is_paid_at_most_once(office: Office, faults: list[str], again: bool) -> None:
    pay = operations(office.url, patience="2s", timeout="150ms")["billing.pay"]
    account = office.accounts()[0]
    before = office.get(f"/accounts/{account}")["balance"]["amount"]
    key = f"pay-{next(KEYS)}"
    office.faults(next=faults, slow_seconds=0.4, hang_seconds=0.4)
    arguments = {"account": account, "amount": 1.0, "method": "card", "token": "tok_1"}

    async def go() -> Outcome:
        client = connectors(office.url)
        try:
            first = await client.do(pay, arguments, key)
            return await client.do(pay, arguments, key, again=True) if again else first
        finally:
            await client.close()

    outcome = asyncio.run(go())
    office.faults()
    kept = _settled(office, key)
    paid = before - office.get(f"/accounts/{account}")["balance"]["amount"]
    assert paid == (100 if kept is not None else 0)
    if outcome.outcome == "ok":
        assert kept is not None and outcome.value["payment"] == kept["payment"]
    else:
        assert outcome.outcome in ("failed", "unknown")
        assert outcome.outcome == "unknown" or kept is None


def _settled(office: Office, key: str) -> dict[str, Any] | None:
    """What became of a key, once nothing is under way any more."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        answer = office.client.get(f"/operations/{key}")
        if answer.status_code == 404:
            return None
        if answer.json()["state"] == "done":
            found: dict[str, Any] = answer.json()["answer"]
            return found
        time.sleep(0.05)
    raise AssertionError("it never settled")


@pytest.mark.parametrize(
    ("faults", "outcome"),
    [
        (["slow"], "failed"),
        (["lost_before"], "failed"),
        (["error"], "ok"),
        (["unavailable"], "ok"),
        (["garbage"], "ok"),
        (["garbage", "error"], "failed"),
    ],
)
def test_a_look_up_ends_in_its_time_and_is_tried_once_more(
    office: Office, faults: list[str], outcome: str
) -> None:
    latest = operations(office.url, timeout="400ms")["billing.latest_invoice"]
    account, _ = office.in_debt()
    seen: list[tuple[str, str]] = []

    async def go() -> Outcome:
        client = connectors(office.url, observe=lambda name, what, seconds: seen.append((name, what)))
        try:
            return await client.look_up(latest, {"account": account})
        finally:
            await client.close()

    office.faults(next=faults, slow_seconds=2, hang_seconds=2)
    found = asyncio.run(go())
    office.faults()
    assert found.outcome == outcome, found
    assert seen == [("billing.latest_invoice", outcome)]


def test_a_system_that_is_down_is_left_alone_and_nothing_of_a_customer_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    known = operations("http://127.0.0.1:9")
    client = connectors("http://127.0.0.1:9")

    async def go() -> list[str]:
        told = [
            (await client.look_up(known["billing.latest_invoice"], {"account": "7013550"})).why
            for _ in range(5)
        ]
        arguments = {"account": "7013550", "amount": 1.0, "method": "card", "token": "tok_secret"}
        told.append((await client.do(known["billing.pay"], arguments, "k")).why)
        await client.close()
        return told

    assert asyncio.run(go()) == ["unreachable", "unreachable", "unreachable", "resting", "resting", "resting"]
    assert "billing.latest_invoice" in caplog.text
    assert not any(secret in caplog.text for secret in ("7013550", "tok_secret", "127.0.0.1"))
