"""Nothing is done twice: at the same time, after faults, after a killed process."""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from .office import Office, pesos

Begin = Callable[..., Office]
TRIES = 400


def credit(office: Office, account: str) -> dict[str, Any]:
    return {"account": account, "amount": pesos(700), "why": "goodwill"}


def balance(office: Office, account: str) -> int:
    amount: int = office.get(f"/accounts/{account}")["balance"]["amount"]
    return amount


def test_the_same_key_at_the_same_time_is_one_credit(office: Office) -> None:
    account = office.accounts()[0]
    before = balance(office, account)
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: office.do("/credits", "race", **credit(office, account)), range(40))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert balance(office, account) == before - 700


def test_another_body_under_the_same_key_is_refused(office: Office) -> None:
    account = office.accounts()[1]
    before = balance(office, account)
    office.done("/credits", "reused", **credit(office, account))
    other = office.do("/credits", "reused", **credit(office, account) | {"amount": pesos(701)})
    assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")
    elsewhere = office.do("/orders", "reused", account=account, items=[{"product": "travel-sim"}])
    assert elsewhere.status_code == 422
    spelt = office.client.post(
        "/credits",
        content=f'{{"why": "goodwill", "amount": {{"currency":"PHP","amount":700}}, "account": "{account}"}}',
        headers={"idempotency-key": '"reused"'},
    )
    assert spelt.headers["idempotent-replayed"] == "true"
    assert balance(office, account) == before - 700


def test_without_a_key_nothing_is_done(office: Office) -> None:
    answer = office.client.post("/credits", json=credit(office, office.accounts()[0]))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "no_key")


def test_what_was_refused_stays_refused_and_left_nothing(office: Office) -> None:
    account, invoice = office.in_debt(2_000)
    body = {"account": account, "amount": pesos(10_000_000), "why": "x", "invoice": invoice["invoice"]}
    first = office.do("/credits", "refused", **body)
    assert first.status_code == 409
    assert office.do("/credits", "refused", **body).text == first.text
    assert office.get("/operations/refused")["status"] == 409


@pytest.mark.parametrize(
    ("fault", "status", "done"),
    [
        ("lost_before", 504, False),
        ("lost_after", 504, True),
        ("error", 500, False),
        ("unavailable", 503, False),
        ("garbage", 200, True),
        ("slow", 201, True),
    ],
)
def test_after_a_fault_one_can_ask_and_try_again(office: Office, fault: str, status: int, done: bool) -> None:
    account = office.accounts()[2]
    before = balance(office, account)
    key = f"fault-{fault}"
    office.faults(next=[fault], hang_seconds=0.2, slow_seconds=0.2)
    assert office.do("/credits", key, **credit(office, account)).status_code == status
    asked = office.client.get(f"/operations/{key}")
    assert asked.status_code == (200 if done else 404)
    if done:
        assert asked.json()["answer"]["amount"] == pesos(700)
    assert balance(office, account) == before - 700 * done
    office.done("/credits", key, **credit(office, account))
    assert balance(office, account) == before - 700


def test_while_it_hangs_it_is_under_way(office: Office) -> None:
    account = office.accounts()[3]
    office.faults(next=["slow"], slow_seconds=1.5)
    thread = threading.Thread(target=office.do, args=("/credits", "hangs"), kwargs=credit(office, account))
    thread.start()
    try:
        while office.get("/faults")["next"]:
            pass  # until the credit has met the fault, and not the question below
        states = []
        while "done" not in states:
            asked = office.client.get("/operations/hangs")
            states.append(asked.json().get("state", "unknown"))
        assert "under_way" in states
        assert "unknown" not in states[states.index("under_way") :]
    finally:
        thread.join()


def test_faults_follow_from_the_seed(begin: Begin) -> None:
    def course(office: Office) -> list[int]:
        office.faults(failure=0.4, hang_seconds=0, slow_seconds=0)
        return [office.client.get("/plans").status_code for _ in range(60)]

    one = begin()
    first = course(one)
    one.stop()
    one.start()
    assert course(one) == first
    assert {200, 500, 503, 504} <= set(first)
    assert 8 < sum(status != 200 for status in first) < 40


def test_a_killed_process_did_each_thing_once_or_not_at_all(begin: Begin) -> None:
    office = begin()
    accounts = office.accounts()[:8]
    before = {account: balance(office, account) for account in accounts}
    answered: set[int] = set()

    def work(number: int) -> None:
        try:
            answer = office.do("/credits", f"kill-{number}", **credit(office, accounts[number % 8]))
        except httpx.HTTPError:
            return
        assert answer.status_code == 201
        answered.add(number)
        if number % 200 == 60:
            office.process.send_signal(signal.SIGKILL)

    for start in range(0, TRIES, 200):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(start, start + 200)))
        office.stop(signal.SIGKILL)
        office.start()
    assert 50 < len(answered) < TRIES
    for number in answered:
        assert office.get(f"/operations/kill-{number}")["status"] == 201
    done = [n for n in range(TRIES) if office.client.get(f"/operations/kill-{n}").status_code == 200]
    for place, account in enumerate(accounts):
        mine = sum(number % 8 == place for number in done)
        assert balance(office, account) == before[account] - 700 * mine


def test_only_who_knows_the_secret_is_let_in(begin: Begin) -> None:
    office = begin("--secret", "sesame")
    assert office.client.get("/plans").status_code == 401
    assert office.client.get("/healthz").status_code == 200
    assert office.client.get("/plans", headers={"authorization": "Bearer sesame"}).status_code == 200
    assert office.client.get("/plans", headers={"authorization": "Bearer sesam"}).status_code == 401
