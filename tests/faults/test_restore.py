"""A restore brings back data, not who may come in: what was decided since the backup holds, and is on record."""

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx
import msgspec
import pytest

from tests.server import SAMPLE, Server, prepare, running
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.customers import shadow
from warmline.customers.model import UnknownCustomer
from warmline.events.model import Event, Identifier
from warmline.log import outbox, timers
from warmline.log import repository as log
from warmline.log.model import Decoded, Delivery, Source
from warmline.storage import files
from warmline.storage.port import Transaction
from warmline.web.access import Role
from warmline.web.principal import LOCAL

SOURCE = Source(name="backend")


def restore(staff: httpx.Client, backup: Path) -> dict[str, Any]:
    return job(staff, "restore", backup)


def job(staff: httpx.Client, kind: str, file: Path) -> dict[str, Any]:
    """Have a backup or restore made; its result."""
    begun = staff.post(f"/api/system/{kind}", json={"path": str(file)}).json()
    while begun["state"] == "running":
        time.sleep(0.02)
        begun = staff.get(f"/api/system/jobs/{begun['id']}").json()
    assert begun["state"] == "done", begun
    result: dict[str, Any] = begun["result"]
    return result


def account(staff: httpx.Client, name: str) -> dict[str, Any]:
    """Add a lead; their id and password."""
    body = {"email": f"{name}@example.com", "name": name.title(), "role": "lead"}
    made = staff.post("/api/staff", json=body).json()
    return {"id": made["account"]["id"], "email": body["email"], "password": made["password"]}


def sign_in(server: Server, who: dict[str, Any]) -> httpx.Client | None:
    """A browser in which somebody has signed in, if they may."""
    browser = httpx.Client(base_url=server.url, timeout=30, trust_env=False, headers={"origin": server.url})
    body = {"email": who["email"], "password": who["password"]}
    if browser.post("/api/session", json=body).is_success:
        return browser
    browser.close()
    return None


def may_enter(server: Server, who: dict[str, Any]) -> bool:
    browser = sign_in(server, who)
    if browser is None:
        return False
    browser.close()
    return True


def knows(server: Server, token: str) -> bool:
    with server.staff(token) as client:
        return client.get("/api/staff/me").is_success


def takes(server: Server, key: str, message: str) -> bool:
    with httpx.Client(base_url=server.url, auth=(key, ""), trust_env=False) as client:
        body = {"userId": "u1", "event": "Bill Opened", "messageId": message}
        return client.post("/v1/track", json=body).is_success


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path) as one:
        yield one


def test_what_was_decided_since_the_backup_holds(server: Server, tmp_path: Path) -> None:
    with server.staff() as staff:
        ana, ben, cy = (account(staff, name) for name in ("ana", "ben", "cy"))
        tokens = [staff.post("/api/tokens", json={"name": n, "role": "lead"}).json() for n in ("old", "kept")]
        assert takes(server, server.keys["backend"], "before")
        backup = tmp_path / "monday.warmline"
        job(staff, "backup", backup)

        staff.delete(f"/api/tokens/{tokens[0]['token']['id']}")
        staff.patch(f"/api/staff/{ana['id']}", json={"active": False})
        changed = staff.post(f"/api/staff/{ben['id']}/password").json()["password"]
        staff.patch(f"/api/staff/{cy['id']}", json={"role": "agent", "scopes": {"country": ["PH"]}})
        rotated = staff.post("/api/sources/backend/rotate").json()["write_key"]
        staff.patch("/api/sources/site", json={"active": False})
        dee = account(staff, "dee")
        newer = staff.post("/api/tokens", json={"name": "newer", "role": "lead"}).json()
        shop = staff.post("/api/sources", json={"name": "shop"}).json()["write_key"]
        browser = sign_in(server, dee)
        assert browser is not None
        number = str(browser.get("/api/customers/user:u1").json()["id"])

        assert restore(staff, backup)["events"] == 1

        assert not knows(server, tokens[0]["secret"]), "a revoked token came back"
        assert knows(server, tokens[1]["secret"])
        assert knows(server, newer["secret"])
        assert not may_enter(server, ana), "a disabled account came back"
        assert not may_enter(server, ben), "an old password came back"
        assert may_enter(server, ben | {"password": changed})
        listed = {one["email"]: one for one in staff.get("/api/staff").json()["items"]}
        assert (listed[cy["email"]]["role"], listed[cy["email"]]["scopes"]) == ("agent", {"country": ["PH"]})
        assert not takes(server, server.keys["backend"], "old"), "a rotated write key came back"
        assert not takes(server, server.keys["site"], "shut"), "a source that was shut off came back"
        assert takes(server, rotated, "new")
        assert takes(server, shop, "shop")
        assert browser.get("/api/staff/me").json()["name"] == "Dee", "who is signed in stays so"
        record = staff.get("/api/audit", params={"customer": number}).json()["items"]
        assert [one["name"] for one in record if one["action"] == "customer.looked_at"] == ["Dee"]
        done = [one["action"] for one in staff.get("/api/audit", params={"limit": 200}).json()["items"]]
        assert (done.count("token.revoked"), done.count("account.added")) == (1, 4)
        browser.close()


def test_who_signed_out_stays_signed_out(server: Server, tmp_path: Path) -> None:
    with server.staff() as staff:
        browser = sign_in(server, account(staff, "ana"))
        assert browser is not None
        job(staff, "backup", tmp_path / "b")
        token = browser.get("/api/staff/me").json()["csrf_token"]
        cookies = dict(browser.cookies)
        assert browser.delete("/api/session", headers={"x-csrf-token": token}).is_success
        restore(staff, tmp_path / "b")
        with httpx.Client(base_url=server.url, cookies=cookies, trust_env=False) as again:
            assert again.get("/api/staff/me").status_code == 401
        browser.close()


def test_on_a_new_machine_the_backup_says_who_may_come_in(server: Server, tmp_path: Path) -> None:
    with server.staff() as staff:
        ana, ben = account(staff, "ana"), account(staff, "ben")
        token = staff.post("/api/tokens", json={"name": "one", "role": "lead"}).json()
        job(staff, "backup", tmp_path / "monday")
        staff.delete(f"/api/tokens/{token['token']['id']}")
        changed = staff.post(f"/api/staff/{ana['id']}/password").json()["password"]
        job(staff, "backup", tmp_path / "tuesday")
    keys = server.keys["backend"]
    server.stop()
    with running(tmp_path / "other", another=True) as fresh, fresh.staff() as staff:
        made_here = account(staff, "ben")
        restore(staff, tmp_path / "monday")
        assert may_enter(fresh, ana)
        assert knows(fresh, token["secret"]), "it was revoked on Tuesday only"
        assert not may_enter(fresh, ben), "of one sign-in name, the newest decision holds"
        assert may_enter(fresh, made_here)
        restore(staff, tmp_path / "tuesday")
        assert not knows(fresh, token["secret"])
        assert not may_enter(fresh, ana)
        assert may_enter(fresh, ana | {"password": changed})
        assert may_enter(fresh, made_here)
        assert len(staff.get("/api/staff").json()["items"]) == 2
        assert takes(fresh, fresh.keys["backend"], "here")
        assert not takes(fresh, keys, "there"), "the source of that name got its key here, later"


def event(number: int, user: str) -> Event:
    return Event(
        source="backend",
        message_id=f"m{number}",
        type="contact.started",
        occurred=1_780_000_000_000_000 + number,
        identifiers=(Identifier("user", user, True),),
        properties={"contact": f"c{number}"},
    )


def test_nobody_is_served_from_a_backup_before_it_is_fit(tmp_path: Path) -> None:
    async def use() -> set[str]:
        runtime = Runtime(Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16))
        await runtime.start()
        receipt = await runtime.ingest.accept(
            SOURCE, Decoded(events=[event(n, f"u{n % 2}") for n in range(3_000)])
        )
        assert receipt.accepted == 3_000
        token = await runtime.staff.tokens.add(LOCAL, "old", Role.LEAD)
        await asyncio.to_thread(runtime.storage.backup, tmp_path / "backup")
        await runtime.staff.tokens.revoke(LOCAL, token.token.id)
        await runtime.customers.erase(LOCAL, "user:u1")
        seen: set[str] = set()
        stop = threading.Event()

        def look() -> None:
            while not stop.is_set():
                if runtime.storage.read_now(
                    lambda reader: runtime.projection.repository.find(reader, "user", "u1")
                ):
                    seen.add("the erased")
                revoked = runtime.storage.read_now(
                    lambda reader: reader.one("SELECT revoked FROM staff_token")
                )
                if revoked != (1,):
                    seen.add("the revoked")

        looking = threading.Thread(target=look)
        looking.start()
        result = await runtime.restore(tmp_path / "backup")
        stop.set()
        looking.join()
        assert result["erased_again"] == 1
        await runtime.stop()
        return seen

    assert asyncio.run(use()) == set()


def test_a_restore_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    async def use() -> None:
        runtime = Runtime(Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16))
        await runtime.start()
        await runtime.ingest.accept(SOURCE, Decoded(events=[event(n, "u1") for n in range(3)]))
        await asyncio.to_thread(runtime.storage.backup, tmp_path / "backup")
        await runtime.ingest.accept(SOURCE, Decoded(events=[event(9, "u1")]))

        def fail(running: object, arriving: object) -> None:
            raise ZeroDivisionError

        points: list[dict[str, Any]] = [{"ahead": fail}, {"at_last": fail}]
        for number, point in enumerate(points, 10):
            restore = partial(runtime.storage.restore, tmp_path / "backup", **point)
            with pytest.raises(ZeroDivisionError):
                await asyncio.to_thread(restore)
            receipt = await runtime.ingest.accept(SOURCE, Decoded(events=[event(number, "u2")]))
            assert receipt.accepted == 1
        assert len(await runtime.customers.timeline(LOCAL, "user:u1")) == 4
        assert files.kept_copies(runtime.settings.database) == []
        assert not list(runtime.settings.data.glob("*.arriving*")), "what holds everybody's data lies around"
        await runtime.stop()

    asyncio.run(use())


def test_what_a_restore_that_was_killed_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    server = prepare(tmp_path)
    left = server.data / "warmline.db.arriving"
    left.write_bytes(b"everybody's data")
    server.start()
    server.stop()
    assert not left.exists()


def test_ids_that_the_restored_log_gives_to_others_do_not_mix_up_the_record(
    server: Server, tmp_path: Path
) -> None:
    def look(user: str) -> str:
        with httpx.Client(base_url=server.url, auth=(server.keys["backend"], ""), trust_env=False) as client:
            body = {"userId": user, "event": "Bill Opened", "messageId": user}
            assert client.post("/v1/track", json=body).is_success
        return str(staff.get(f"/api/customers/user:{user}").json()["id"])

    def looks(customer: str) -> int:
        record = staff.get("/api/audit", params={"customer": customer}).json()["items"]
        return sum(one["action"] == "customer.looked_at" for one in record)

    with server.staff() as staff:
        old = look("old")
        job(staff, "backup", tmp_path / "b")
        early = look("early")
        assert staff.get("/api/log/export").text.count("\n") == 2
        assert look("early") == early
        restore(staff, tmp_path / "b")
        assert look("late") == early, "the number is free again"
        assert looks(early) == 1, "those who looked at somebody else are not on this record"
        assert looks(look("early")) == 3, "sent again, and known by what named them first"
        assert looks(old) == 1
        exports = [
            one["action"]
            for who in (old, early)
            for one in staff.get("/api/audit", params={"customer": who}).json()["items"]
        ]
        assert exports.count("log.exported") == 1, "of what the restored log has, not of what took its place"


def test_links_of_before_are_not_remembered_after_a_restore(tmp_path: Path) -> None:
    def tied(number: int) -> Event:
        both = (Identifier("user", "u1", True), Identifier("email", "u1@mail.example", True))
        return Event(
            source="backend",
            message_id=f"tied{number}",
            type="contact.started",
            occurred=1_780_000_000_000_000,
            identifiers=both,
            properties={"contact": "c"},
        )

    async def use() -> None:
        runtime = Runtime(Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16))
        await runtime.start()
        await asyncio.to_thread(runtime.storage.backup, tmp_path / "empty")
        await runtime.ingest.accept(SOURCE, Decoded(events=[tied(1)]))
        await runtime.restore(tmp_path / "empty")
        await runtime.ingest.accept(SOURCE, Decoded(events=[tied(2)]))
        by_user = await runtime.customers.resolve(LOCAL, "user:u1")
        assert by_user == await runtime.customers.resolve(LOCAL, "email:u1@mail.example")
        assert await runtime.customers.rebuild(replace=False) == []
        await runtime.stop()

    asyncio.run(use())


def test_nobody_is_left_in_the_tables_of_a_rebuild_that_was_cut_off(tmp_path: Path) -> None:
    """Neither in the data that a restore brings, nor in what it keeps of the data before."""

    def cut_off(tx: Transaction) -> None:
        shadow.create(tx, "rebuild_dead_")
        tx.run("INSERT INTO rebuild_dead_name_word (word, customer) SELECT word, customer FROM name_word")

    def named(user: str, name: str) -> Event:
        return Event(
            source="backend",
            message_id=user,
            type="customer.identified",
            occurred=1_780_000_000_000_000,
            identifiers=(Identifier("user", user, True),),
            properties={"traits": {"name": name}},
        )

    async def use() -> None:
        runtime = Runtime(Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16))
        await runtime.start()
        await runtime.ingest.accept(SOURCE, Decoded(events=[named("g", "Gemmalina"), named("o", "Ottokar")]))
        await runtime.storage.run(cut_off)
        await asyncio.to_thread(runtime.storage.backup, tmp_path / "made-in-a-rebuild")
        await runtime.customers.clear_rebuild()
        await runtime.customers.erase(LOCAL, "user:g")
        kept = await runtime.restore(tmp_path / "made-in-a-rebuild")
        left = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'rebuild%'"
        assert await runtime.storage.read(lambda reader: reader.all(left)) == [(0,)]
        await runtime.storage.run(cut_off)
        kept = await runtime.restore(tmp_path / "made-in-a-rebuild")
        await runtime.customers.erase(LOCAL, "user:o")
        await runtime.stop()
        for path in [Path(kept["kept"]), *(tmp_path / "data").glob("warmline.db*")]:
            assert b"ottokar" not in path.read_bytes().lower(), path.name

    asyncio.run(use())


def test_there_is_a_database_at_every_moment_of_a_swap(tmp_path: Path) -> None:
    path, arrived = tmp_path / "warmline.db", tmp_path / "warmline.db.arriving"
    path.write_bytes(b"old")
    with pytest.raises(FileNotFoundError):  # as if the machine stopped before the last step
        files.swap(path, arrived)
    assert path.read_bytes() == b"old"
    arrived.write_bytes(b"new")
    kept = files.swap(path, arrived)
    assert (path.read_bytes(), kept.read_bytes(), arrived.exists()) == (b"new", b"old", False)


def test_an_older_file_put_in_place_by_hand_is_erased_again_before_anything_goes_out(tmp_path: Path) -> None:
    async def use() -> None:
        settings = Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16)
        runtime = Runtime(settings)
        await runtime.start()
        await runtime.ingest.accept(SOURCE, Decoded(events=[event(n, f"u{n}") for n in (1, 2)]))
        reminder = msgspec.structs.replace(event(3, "u1"), message_id="")
        await runtime.storage.run(lambda tx: timers.set_timer(tx, "remind u1", 1, reminder))
        await runtime.stop()
        shutil.copy(settings.database, tmp_path / "copy")
        runtime = Runtime(settings)
        await runtime.customers.erase(LOCAL, "user:u1")
        await asyncio.to_thread(runtime.storage.close)
        shutil.copy(tmp_path / "copy", settings.database)

        runtime = Runtime(settings)
        await runtime.start()
        await runtime.timers.fire_due()
        with pytest.raises(UnknownCustomer):
            await runtime.customers.view(LOCAL, "user:u1")
        assert await runtime.customers.resolve(LOCAL, "user:u2")
        assert await runtime.storage.read(timers.count) == 0
        assert await runtime.storage.read(log.head) == 2, "the timer went off before it was erased"
        await runtime.stop()

    asyncio.run(use())


def test_what_came_of_a_delivery_is_not_written_to_another_of_the_same_number(tmp_path: Path) -> None:
    async def use() -> None:
        runtime = Runtime(Settings(data=tmp_path / "data", business=SAMPLE, cache_mb=16))
        await asyncio.to_thread(runtime.storage.backup, tmp_path / "empty")

        def put(key: str, kind: str) -> None:
            command = partial(outbox.put, key=key, kind=kind, target="t", body=b"{}", seq=1, due=0)
            runtime.storage.submit(lambda tx: command(tx)).result()

        async def deliver(delivery: Delivery) -> None:
            """While this one is under way, a restore gives its number to another."""
            await runtime.restore(tmp_path / "empty")
            await asyncio.to_thread(put, f"{delivery.kind} later", "nobody's")
            if delivery.kind == "fails":
                raise ConnectionError

        for kind in ("works", "fails"):
            dispatcher = outbox.Dispatcher(runtime.storage, {kind: deliver}, lambda: 1, Random(1))
            await asyncio.to_thread(put, kind, kind)
            assert await dispatcher.deliver_due() == 1
            (left,) = await runtime.storage.read(lambda reader: outbox.page(reader, "waiting"))
            assert (left.key, left.id, left.attempts, left.error) == (f"{kind} later", 1, 0, "")
            await runtime.storage.run(lambda tx: outbox.forget_of(tx, [1]))
        await runtime.stop()

    asyncio.run(use())
