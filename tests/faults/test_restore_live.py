"""A backup is restored while people are in the middle of something: each goes on, nothing is done twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.backoffice.office import Office
from tests.contacts.test_killed import BUSINESS, bills, credits_of
from tests.faults.test_restore import job
from tests.server import Server, prepare

LIVE = 20
LOST = "Something went wrong on our side"
CHANNELS = "websites: {shop: {title: Shop, type: account}}\n"


class Page:
    """A chat that a customer has open."""

    def __init__(self, server: Server, account: str) -> None:
        self.account = account
        self.client = httpx.Client(base_url=server.url, timeout=30, trust_env=False)
        begun = self.client.post("/chat/contacts", json={"website": "shop"}).json()
        self.name = begun["contact"]["name"]
        self.client.headers["authorization"] = f"Bearer {begun['token']}"
        self.seen: dict[int, dict[str, Any]] = {}
        self.keys = 0
        self.merge(begun)

    @property
    def after(self) -> int:
        return max(self.seen, default=0)

    def merge(self, now: dict[str, Any]) -> list[str]:
        """What is new, as it is read."""
        news = [turn for turn in now["turns"] if turn["number"] not in self.seen]
        self.seen |= {turn["number"]: turn for turn in news}
        return [
            turn.get("text") or "\n".join(turn["screen"]["texts"])
            for turn in news
            if turn["by"] != "customer"
        ]

    def give(self, kind: str, **given: str) -> list[str]:
        self.keys += 1
        sent = {"key": f"k{self.keys}", "kind": kind, "after": self.after, **given}
        answer = self.client.post(f"/chat/contacts/{self.name}/inputs", json=sent)
        assert answer.status_code == 200, answer.text
        return self.merge(answer.json())

    def hears(self, text: str, said: list[str] | None = None) -> str:
        """Wait until something with this text is said; all that is heard until then."""
        heard = list(said or [])
        until = time.monotonic() + 40
        while not any(text in one for one in heard):
            assert time.monotonic() < until, f"{text!r} is not in {heard}"
            answer = self.client.get(f"/chat/contacts/{self.name}/turns?after={self.after}&wait=5")
            heard += self.merge(answer.json())
        return "\n".join(heard)

    def at_the_menu(self) -> "Page":
        self.hears("What now?", self.give("said", text=self.account))
        return self

    def credit(self) -> str:
        """Have something done in the back office; what was told of it."""
        return self.hears("Credited:", self.give("chose", option="credit"))


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Server, Office]]:
    office = Office(tmp_path)
    business = tmp_path / "written"
    for path, text in (BUSINESS | {"channels.yaml": CHANNELS}).items():
        file = business / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("HOST", office.url.removeprefix("http://")))
    server = prepare(tmp_path / "server", business)
    server.start()
    yield server, office
    server.stop()
    office.stop()


def test_live_sessions_go_on_from_the_backup(both: tuple[Server, Office], tmp_path: Path) -> None:
    server, office = both
    accounts = [one for one in office.accounts() if bills(office, one)][: LIVE + 1]
    before = {one: credits_of(office, one) for one in accounts}
    with ThreadPoolExecutor(4) as hands, server.staff() as staff:
        pages = list(hands.map(lambda account: Page(server, account).at_the_menu(), accounts[:LIVE]))
        first = list(hands.map(Page.credit, pages[:10]))
        office.faults(next=["slow"], slow_seconds=4)
        paying = pages[10]
        assert not any("Credited" in one for one in paying.give("chose", option="credit"))
        backup = tmp_path / "live.warmline"
        job(staff, "backup", backup)

        # Everybody goes on: what is under way is done, some have more done, one leaves, one comes.
        told = paying.hears("Credited:")
        second = list(hands.map(Page.credit, pages[:5]))
        assert len(set(first + second)) == len(first + second)
        pages[19].give("chose", option="done")
        late = Page(server, accounts[LIVE]).at_the_menu()
        office.faults(latency=0.01)

        job(staff, "restore", backup)

        heard = paying.hears("Credited:")
        assert told.partition("Credited: ")[2][:10] in heard, "its outcome was asked, it was not done again"
        paying.hears(LOST, [heard])
        for page in pages[:5]:
            page.hears(LOST)
        for page in pages[11:19]:
            now = page.client.get(f"/chat/contacts/{page.name}/turns?after={page.after}").json()
            assert page.merge(now) == [], "nothing of theirs is lost, so nothing is said"
        gone = late.client.get(f"/chat/contacts/{late.name}/turns")
        assert gone.status_code == 404
        ended = pages[19].client.get(f"/chat/contacts/{pages[19].name}/turns").json()
        assert ended["contact"]["state"] == "ended", "who has gone is not waited for"

        third = list(hands.map(Page.credit, pages[:19]))
        names = [one.partition("Credited: ")[2].split(".")[0] for one in (*first, *second, told, *third)]
        assert len(set(names)) == len(names), "a number that was used before stands for nothing new"
        for place, page in enumerate(pages):
            done = (place < 10) + (place < 5) + (place == 10) + (place < 19)
            assert credits_of(office, page.account) - before[page.account] == done
            page.client.close()
        late.client.close()
