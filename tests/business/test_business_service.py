"""The business in use is replaced as a whole, by sound ones only, also while it is being read."""

import asyncio
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import structlog

from warmline.business.load import load_files
from warmline.business.model import Business, BusinessError
from warmline.business.section import Section
from warmline.business.service import REMEMBERED, BusinessService

from .sound_business import FILES, put

ABOUT = FILES["business.yaml"]


def renamed(name: str) -> str:
    return ABOUT.replace("Isla Mobile", name)


@pytest.fixture
def service(folder: Path) -> BusinessService:
    ticks = iter(range(1, 1_000_000))
    return BusinessService(folder, clock=lambda: float(next(ticks)), settle=0.05)


def test_a_bad_folder_at_the_start_is_an_error(folder: Path) -> None:
    put(folder, profile__yaml="a: [")
    with pytest.raises(BusinessError):
        BusinessService(folder, clock=lambda: 0.0)


def test_a_sound_change_is_put_in_use_and_told(service: BusinessService, folder: Path) -> None:
    told: list[Business] = []
    service.on_change(told.append)
    before = service.current
    put(folder, business__yaml=renamed("Lola Mobile"))
    outcome = service.reload()
    assert outcome.loaded and outcome.changed and outcome.version == service.current.version != before.version
    assert service.current.name == "Lola Mobile"
    assert told == [service.current]


def test_a_bad_change_leaves_the_running_one(service: BusinessService, folder: Path) -> None:
    told: list[Business] = []
    service.on_change(told.append)
    before = service.current
    put(folder, profile__yaml="fields:\n\tf: 1")
    outcome = service.reload()
    assert not outcome.loaded and outcome.version == before.version
    assert [str(p) for p in outcome.problems] == ["profile.yaml:2  has a tab  indent with spaces"]
    assert service.current is before and told == []


def test_a_bad_change_is_in_the_log_with_its_place_and_remedy(service: BusinessService, folder: Path) -> None:
    put(folder, profile__yaml="fields:\n\tf: 1")
    with structlog.testing.capture_logs() as logged:
        service.reload()
    (line,) = logged
    assert (line["event"], line["log_level"]) == ("business_refused", "warning")
    assert line["first"] == "profile.yaml:2 has a tab; indent with spaces"


def test_a_folder_that_vanished_leaves_the_running_one(service: BusinessService, folder: Path) -> None:
    shutil.rmtree(folder)
    assert not service.reload().loaded
    assert service.current.name == "Isla Mobile"


def test_nothing_new_is_not_told(service: BusinessService) -> None:
    told: list[Business] = []
    service.on_change(told.append)
    before = service.current
    outcome = service.reload()
    assert outcome.loaded and not outcome.changed
    assert service.current is before and told == []


def test_one_listener_that_fails_does_not_keep_others_from_hearing(
    service: BusinessService, folder: Path
) -> None:
    told: list[Business] = []

    def fail(business: Business) -> None:
        raise RuntimeError("a mistake of ours")

    service.on_change(fail)
    service.on_change(told.append)
    put(folder, business__yaml=renamed("Lola Mobile"))
    assert service.reload().loaded
    assert len(told) == 1


def test_a_mistake_of_ours_leaves_the_running_one(folder: Path) -> None:
    def read(*_: object) -> str:
        if (folder / "broken.md").exists():
            raise RuntimeError("a mistake of ours")
        return "fine"

    service = BusinessService(folder, [Section("notes", ("*.md",), read)], clock=lambda: 0.0)
    (folder / "broken.md").write_text("x")
    outcome = service.reload()
    assert not outcome.loaded and "mistake in Warmline" in outcome.problems[0].what
    assert service.current.sections["notes"] == "fine"


def test_the_history_is_kept_newest_first_and_bounded(service: BusinessService, folder: Path) -> None:
    first = service.current.version
    put(folder, business__yaml="name: [")
    service.reload()
    assert [(r.time, r.loaded, r.version, len(r.problems)) for r in service.history] == [
        (2.0, False, first, 1),
        (1.0, True, first, 0),
    ]
    for _ in range(REMEMBERED + 5):
        service.reload()
    assert len(service.history) == REMEMBERED


def test_the_snapshot_is_of_the_business_in_use(service: BusinessService, folder: Path) -> None:
    put(folder, business__yaml="name: [")
    service.reload()
    assert load_files(service.snapshot()) == service.current


def test_readers_always_see_one_whole_business(service: BusinessService, folder: Path) -> None:
    """The name and the brand are changed together; no reader may ever see one without the other."""
    stop = threading.Event()
    torn: list[Business] = []
    looks = [0]

    def read() -> None:
        while not stop.is_set():
            business = service.current
            looks[0] += 1
            time.sleep(0.0001)
            if business.name not in ("Isla Mobile", business.brands[0]):
                torn.append(business)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(20):
        bad = number % 3 == 2
        content = "name: [" if bad else renamed(f"n{number}").replace("[isla, lola]", f"[n{number}]")
        put(folder, business__yaml=content)
        assert service.reload().loaded is not bad
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == [] and looks[0] > 0


@asynccontextmanager
async def watching(service: BusinessService) -> AsyncIterator[None]:
    task = asyncio.create_task(service.watch())
    await asyncio.sleep(0.3)
    try:
        yield
    finally:
        assert not task.done(), task
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def test_watch_picks_up_a_change_and_survives_a_bad_one(service: BusinessService, folder: Path) -> None:
    async def scenario() -> None:
        async with watching(service):
            put(folder, business__yaml=renamed("Lola Mobile"))
            await until(lambda: service.current.name == "Lola Mobile")
            put(folder, business__yaml="name: [")
            await until(lambda: not service.history[0].loaded)
            assert service.current.name == "Lola Mobile"
            (folder / "new.yaml").write_text(renamed("Third"))
            (folder / "new.yaml").replace(folder / "business.yaml")
            await until(lambda: service.current.name == "Third")

    asyncio.run(scenario())


def test_watch_waits_until_a_checkout_is_through(service: BusinessService, folder: Path) -> None:
    """Files that only fit together are written one by one: nobody sees the state in between."""

    async def scenario() -> None:
        async with watching(service):
            url = "https://new.example.com/"
            put(
                folder,
                webhooks__yaml=FILES["webhooks.yaml"].replace("https://hooks.example.com/warmline", url),
            )
            await asyncio.sleep(0.03)
            put(folder, business__yaml=ABOUT.replace("hooks.example.com", "new.example.com"))
            await until(lambda: service.current.hosts[0] == "new.example.com")
        assert all(reload.loaded for reload in service.history)

    asyncio.run(scenario())


def test_watch_does_not_care_about_what_editors_leave(service: BusinessService, folder: Path) -> None:
    async def scenario() -> None:
        async with watching(service):
            for name in (".profile.yaml.swp", "profile.yaml~", "4913"):
                (folder / name).write_text("x")
            await asyncio.sleep(0.5)
        assert len(service.history) == 1

    asyncio.run(scenario())


def test_watch_follows_a_folder_that_is_replaced(
    service: BusinessService, folder: Path, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with watching(service):
            copy = Path(shutil.copytree(folder, tmp_path / "copy"))
            put(copy, business__yaml=renamed("From a clone"))
            shutil.rmtree(folder)
            await asyncio.sleep(0.5)
            copy.rename(folder)
            await until(lambda: service.current.name == "From a clone")

    asyncio.run(scenario())


def test_watch_follows_a_link_that_is_turned(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "current"
    link.symlink_to(folder)
    service = BusinessService(link, clock=lambda: 0.0, settle=0.05)

    async def scenario() -> None:
        async with watching(service):
            copy = Path(shutil.copytree(folder, tmp_path / "copy"))
            put(copy, business__yaml=renamed("Turned"))
            link.unlink()
            link.symlink_to(copy)
            await until(lambda: service.current.name == "Turned")

    asyncio.run(scenario())
