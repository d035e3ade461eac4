"""Who works with contacts and is at their desk, as contacts ask for it: programs have no desk to be gone from."""

import asyncio
from math import inf
from pathlib import Path

from tests.server import SAMPLE
from warmline.app.colleagues import Colleagues
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.staff.model import AccountChange
from warmline.web.access import Role
from warmline.web.principal import LOCAL


def test_accounts_that_work_with_contacts_are_found_and_looked_for(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        ids = {}
        for name, role in (("ana", Role.AGENT), ("kim", Role.ANALYST)):
            made = await runtime.staff.add(LOCAL, email=f"{name}@example.com", name=name.title(), role=role)
            ids[name] = made.account.id
        colleagues = Colleagues(lambda who: 61.0)
        read = runtime.storage.read
        ana = await read(lambda reader: colleagues.find(reader, ids["ana"]))
        assert ana is not None and ana.name == "Ana"
        for who in (ids["kim"], "local", "nobody"):
            assert await read(lambda reader, who=who: colleagues.find(reader, who)) is None  # type: ignore[misc]
        assert await read(lambda reader: colleagues.unseen(reader, ids["ana"])) == 61.0
        assert await read(lambda reader: colleagues.unseen(reader, "local")) == 0.0
        await runtime.staff.change(LOCAL, ids["ana"], AccountChange(active=False))
        assert await read(lambda reader: colleagues.find(reader, ids["ana"])) is None
        assert await read(lambda reader: colleagues.unseen(reader, ids["ana"])) == inf
        await runtime.stop()

    asyncio.run(work())
