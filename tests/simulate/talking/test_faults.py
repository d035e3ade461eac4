"""Customers go on talking while the server is killed, systems misbehave and the business is edited."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.simulate.talking.place import Place, meanwhile, place, said_once
from warmline.simulate.people import Customer
from warmline.simulate.talking.talk import Talked

KILLS = int(os.environ.get("KILLS", "6"))
VISITS = int(os.environ.get("VISITS", "24"))


def paid_at_most_once(place: Place, debtors: list[Customer], before: dict[str, list[str]]) -> int:
    """Each payment in the books was confirmed by the customer, and receipts are of payments; how many there are."""
    new = 0
    for one in debtors:
        after = place.payments(one.account, f"after-{one.account}")
        made = set(after) - set(before[one.account])
        mine = [talked for talked in place.heard if talked.account == one.account]
        asked = sum(confirmed(talked) for talked in mine)
        receipts = [
            value
            for talked in mine
            for turn in talked.turns
            if turn.screen
            for _, value in turn.screen.receipt
            if value.startswith("p-")
        ]
        assert len(after) == len(set(after))
        assert len(made) <= asked, (one.account, made, asked)
        assert len(receipts) == len(set(receipts)) <= len(made), (receipts, made)
        new += len(made)
    return new


def confirmed(talked: Talked) -> int:
    """How often a customer said yes to being charged."""
    count = 0
    for before, after in zip(talked.turns, talked.turns[1:], strict=False):
        names = [option.name for option in before.screen.options] if before.screen else []
        if names[:2] == ["yes", "no"] and after.by == "customer":
            count += 1
    return count


@pytest.mark.timeout(900)
def test_the_server_is_killed_while_they_talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with place(tmp_path, monkeypatch) as here:
        debtors = here.in_debt()[:12]
        before = {one.account: here.payments(one.account, f"before-{one.account}") for one in debtors}
        here.office.faults(latency=0.1)

        async def talk() -> None:
            async with here.crowd() as crowd:
                for number, one in enumerate(debtors):
                    await crowd.come_because(1000 + number, one, "payment")
                await crowd.arrive(600, VISITS - len(debtors))

        chance = random.Random(5)
        with meanwhile(talk, 600):
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.5, 2.5))
                here.restart(signal.SIGKILL)
        here.office.faults(latency=0)
        assert len(here.heard) == VISITS
        assert [talked.why for talked in here.heard if talked.ending == "failed"] == []
        for talked in here.heard:
            said_once(talked)
        assert paid_at_most_once(here, debtors, before) > 0


@pytest.mark.timeout(900)
def test_a_back_office_that_lies_and_a_business_that_is_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path, monkeypatch) as here:
        debtors = here.in_debt()[:5]
        before = {one.account: here.payments(one.account, f"before-{one.account}") for one in debtors}
        here.office.faults(latency=0.05, failure=0.3, slow_seconds=3, hang_seconds=8)

        async def talk() -> None:
            async with here.crowd() as crowd:
                for number, one in enumerate(debtors):
                    await crowd.come_because(2000 + number, one, "payment")
                await crowd.arrive(150, VISITS // 2 - len(debtors))

        with meanwhile(talk, 600):
            time.sleep(4)
            main = here.server.business / "flows" / "main.yaml"
            main.write_text(main.read_text().replace("How can I help?", "What can I do for you?"))
        here.office.faults()
        assert len(here.heard) == VISITS // 2
        assert [talked.why for talked in here.heard if talked.ending == "failed"] == []
        for talked in here.heard:
            said_once(talked)
            asked = {text for turn in talked.turns if turn.screen for text in turn.screen.texts}
            assert not {"How can I help?", "What can I do for you?"} <= asked  # each goes on as it began
        paid_at_most_once(here, debtors, before)
