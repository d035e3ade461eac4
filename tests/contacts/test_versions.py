"""Versions of the business: kept as files with the sessions that use them, loaded again after a restart."""

import asyncio
from pathlib import Path

from tests.contacts.world import NOW
from warmline.app.migrations import MIGRATIONS
from warmline.app.runtime import Runtime
from warmline.app.sections import SECTIONS
from warmline.app.settings import Settings
from warmline.business.load import load_files
from warmline.contacts.versions import Versions, version_of
from warmline.flows.inputs import Said
from warmline.storage.sqlite import SqliteStorage

FILES = {
    "business.yaml": "name: T\nregion: PH\ntimezone: Asia/Manila\ncurrency: PHP\nlanguages: [en]\n",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": 'fields: {name: {default: "", last: {customer.identified: traits.name}}}\n',
    "service.yaml": "start: main\nqueues: {general: {title: Service, hours: {mon: '08:00-09:00'}}}\n",
}
FLOW = """\
flow: main
title: Main
steps:
  colour:
    ask: {what: colour, as: text, say: "Which colour?"}
    then: told
  told: {say: "{said}", then: colour}
"""


def write(folder: Path, words: str) -> None:
    for path, text in {**FILES, "flows/main.yaml": FLOW.replace("{said}", words)}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_a_session_ends_on_its_version_also_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", business=tmp_path / "business", cache_mb=8)

    async def say(runtime: Runtime, contact: str, key: str) -> str:
        await runtime.talking.talks.take(contact, Said(text="blue"), key)
        turns = await runtime.talking.talks.turns(contact)
        return turns[-1].text

    async def work() -> None:
        write(settings.business, "The old words.")
        before = Runtime(settings)
        await before.start()
        old = (await before.talking.talks.begin("chat")).contact.name
        write(settings.business, "The new words.")
        assert before.business.reload().changed
        new = (await before.talking.talks.begin("chat")).contact.name
        assert "The old words." in await say(before, old, "a")
        assert "The new words." in await say(before, new, "a")
        await before.stop()

        after = Runtime(settings)
        await after.start()
        try:
            assert "The old words." in await say(after, old, "b")
            assert "The new words." in await say(after, new, "b")
            await after.talking.talks.leave(old)
            await after.talking.keeping.clear()
            kept = "SELECT version FROM business_version"
            assert after.storage.read_now(lambda reader: reader.all(kept)) == [
                (after.business.current.version,)
            ]
        finally:
            await after.stop()

    asyncio.run(work())


def test_a_version_that_cannot_be_loaded_any_more_gives_way_to_the_current_one(tmp_path: Path) -> None:
    written = {**FILES, "flows/main.yaml": FLOW.replace("{said}", "Words.")}
    files = {path: text.encode() for path, text in written.items()}
    business = load_files(files, SECTIONS)
    storage = SqliteStorage(tmp_path / "warmline.db", MIGRATIONS, cache_mb=8)
    versions = Versions(business, lambda: files, SECTIONS, version_of, lambda: NOW)
    try:
        found = storage.read_now(lambda reader: versions.of(reader, "of another time"))
        assert found.business is business
    finally:
        storage.close()
