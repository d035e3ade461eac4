"""Nobody is asked for a rating again within the rest, in whichever contact they were asked."""

import asyncio
from pathlib import Path

from tests.contacts.test_versions import FILES
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.events.model import Identifier
from warmline.flows.inputs import Chose

SERVICE = FILES["service.yaml"] + "survey: {sample: 1.0, rest: 90d}\n"
FLOW = """\
flow: main
title: Main
steps:
  rate: {survey: {ask: "How well did this go?"}, then: bye}
  bye: {say: "Goodbye.", then: end}
"""
MARIA = [Identifier("account", "7013550", True)]


def test_a_customer_is_asked_once_within_the_rest(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", business=tmp_path / "business", cache_mb=8)
    for path, text in {**FILES, "service.yaml": SERVICE, "flows/main.yaml": FLOW}.items():
        file = settings.business / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    async def begin(runtime: Runtime, identifiers: list[Identifier]) -> tuple[str, str]:
        begun = await runtime.talking.talks.begin("chat", identifiers=identifiers)
        return begun.contact.name, " ".join(
            turn.text for turn in await runtime.talking.talks.turns(begun.contact.name)
        )

    async def work() -> None:
        runtime = Runtime(settings)
        await runtime.start()
        try:
            first, said = await begin(runtime, MARIA)
            assert "How well did this go?" in said
            await runtime.talking.talks.take(first, Chose(option="5"), "a")
            assert (await runtime.talking.talks.contact(first)).outcome == "completed"
            _, said = await begin(runtime, MARIA)
            assert said == "Goodbye."
            _, said = await begin(runtime, [Identifier("account", "9", True)])
            assert "How well did this go?" in said
        finally:
            await runtime.stop()

    asyncio.run(work())
