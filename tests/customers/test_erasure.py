"""Whoever is erased is named nowhere any more: in text of others, rejects, timers, the record, kept copies."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.customers.test_rebuild import differences
from tests.customers.world import NOW, World, event, world
from tests.server import Server, running
from warmline.customers.erasure import Erased, Ledger, erase
from warmline.log import rejects, timers
from warmline.log.model import Rejected

MOBILE, AT_HOME, MAIL = "+639175550101", "0917 555 0101", "maria@mail.example"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as one:
        yield one


def erased(made: World, type: str, value: str) -> Erased:
    """Erase whoever has an identifier."""
    customer = made.customer(type, value)
    assert customer is not None
    return made.storage.submit(
        lambda tx: erase(tx, made.projection, made.projection.repository.members(tx, customer), NOW)
    ).result()


def text_of(made: World) -> str:
    """Everything in the database, as text."""
    tables = made.storage.read_now(
        lambda reader: [row[0] for row in reader.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    )
    rows = made.storage.read_now(
        lambda reader: [row for table in tables for row in reader.all(f"SELECT * FROM {table}")]
    )
    return repr(rows)


def test_text_of_others_loses_the_name_and_their_profiles_with_it(made: World) -> None:
    made.take(event(1, ids=["account:1", f"phone:{MOBILE}"], text="hers"))
    made.take(
        event(2, ids=["account:2"], text=f"ring {AT_HOME}, not me"),
        event(3, ids=["account:3"], text="nothing here"),
        event(4, ids=["account:2"], thing=f"gift for {MOBILE}"),
    )
    found = erased(made, "phone", MOBILE)
    assert (found.events, found.redacted) == (1, 2)
    assert made.field("account", "2", "last_text") == "ring erased, not me"
    assert made.field("account", "3", "last_text") == "nothing here"
    assert made.field("account", "2", "notes") == 2
    assert "5550101" not in text_of(made).replace(" ", "")
    assert differences(made) == []


def reject(made: World, raw: object, form: str = "segment", reason: str = "no") -> int:
    body = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    command = [Rejected(raw=body, reason=reason, where="body", form=form)]
    made.storage.submit(lambda tx: rejects.keep(tx, command, "web", NOW)).result()
    row = made.storage.read_now(lambda reader: reader.one("SELECT max(id) FROM reject"))
    assert row is not None
    return int(row[0])


def test_rejects_are_found_however_they_spell_a_name(made: World) -> None:
    made.take(event(1, ids=["account:1", f"phone:{MOBILE}", f"email:{MAIL}", "user:77"]))
    theirs = [
        reject(made, {"userId": "x", "traits": {"phone": AT_HOME}}),
        reject(made, b'{"userId": "x", "traits": {"phone": "0917-555-0101"'),
        reject(made, {"userId": "x", "traits": {"email": "Maria@Mail.example "}}),
        reject(made, b'{"traits": {"email": "maria\\u0040mail.example"}}'),
        reject(made, {"userId": 77}),
        reject(made, {"id": "1", "data_base64": "cmluZyAwOTE3IDU1NSAwMTAx"}, form="cloudevent"),
        reject(made, {"userId": "x"}, reason=f"phone {AT_HOME!r}: not a possible number"),
    ]
    others = [
        reject(made, {"userId": "x", "timestamp": "2026-03-09T17:55:50.101Z"}),
        reject(made, {"userId": "x", "traits": {"phone": "+1 917 555 0101"}}),
        reject(made, {"userId": "x", "amount": 77}),
        reject(made, b"\xff not even text"),
    ]
    assert erased(made, "account", "1").rejects == len(theirs)
    left = made.storage.read_now(lambda reader: [kept.id for kept in rejects.every(reader)])
    assert left == others


def test_of_a_body_of_many_the_others_stay(made: World) -> None:
    made.take(event(1, ids=["account:1", f"phone:{MOBILE}"]))
    hers, his = {"userId": "m", "traits": {"phone": AT_HOME}}, {"userId": "lee", "event": "Bill Opened"}
    batch = reject(made, {"batch": [hers, his], "sentAt": "2026"}, form="segment:batch")
    listed = reject(made, [his, hers], form="cloudevent:batch")
    around = reject(made, {"batch": [his], "context": {"traits": {"phone": MOBILE}}}, form="segment:batch")
    assert erased(made, "account", "1").rejects == 3
    left = {kept.id: json.loads(kept.raw) for kept in made.storage.read_now(rejects.every)}
    assert left == {batch: {"sentAt": "2026", "batch": [his]}, listed: [his]}
    assert around not in left


def test_timers_are_compared_in_one_spelling(made: World) -> None:
    made.take(event(1, ids=["account:1", f"phone:{MOBILE}"]))
    about = event(2, claimed=[f"phone:{AT_HOME}"], text="call back")
    naming = event(3, ids=["account:2"], claimed=[f"phone:{AT_HOME}"], text=f"ask {MOBILE}")
    other = event(4, ids=["account:2"], text="stays")

    def set_all(tx: Any) -> None:
        for one in (about, naming, other):
            timers.set_timer(tx, f"t{one.message_id}", NOW + 10, one)

    made.storage.submit(set_all).result()
    assert erased(made, "account", "1").timers == 2
    left = made.storage.read_now(lambda reader: reader.all("SELECT key, body FROM timer ORDER BY key"))
    assert [key for key, _ in left] == ["t3", "t4"]
    assert json.loads(left[0][1])["properties"] == {"text": "ask erased"}
    assert "0917" not in str(left)


def test_a_timer_that_cannot_be_read_holds_no_erasure_up_and_goes_if_it_may_name_somebody(
    made: World,
) -> None:
    made.take(event(1, ids=["account:1", f"phone:{MOBILE}"]))
    bodies = {"names": b"{not json " + MOBILE.encode(), "not": b"{not json"}
    rows = [(key, NOW * 2, body) for key, body in bodies.items()]
    put = "INSERT INTO timer (key, due, body) VALUES (?, ?, ?)"
    made.storage.submit(lambda tx: tx.run_many(put, rows)).result()
    assert erased(made, "account", "1").timers == 1
    assert made.storage.read_now(lambda reader: reader.all("SELECT key FROM timer")) == [("not",)]


def test_proposals_under_an_id_that_was_merged_away_go_too(made: World) -> None:
    made.take(event(1, ids=["account:1"]), event(2, ids=["user:u1"]), event(3, ids=["account:3"]))
    old, other = made.customer("user", "u1"), made.customer("account", "3")
    put = "INSERT INTO proposal (a, b, probability, reasons, made) VALUES (?, ?, 0.9, ?, 1)"
    reasons = '["same phone +639175550101"]'
    made.storage.submit(lambda tx: tx.run(put, (old, other, reasons))).result()
    made.take(event(4, ids=["account:1", "user:u1"]))
    assert made.customer("user", "u1") != old
    erased(made, "account", "1")
    assert made.storage.read_now(lambda reader: reader.all("SELECT * FROM proposal")) == []


def test_what_comes_while_the_log_is_read_is_looked_at_too(tmp_path: Path) -> None:
    """Under load: events that name the customer in their text keep coming, and she gets another address."""
    with running(tmp_path) as server, server.staff() as staff:
        stop = threading.Event()

        def keep_sending() -> None:
            with server.client() as source:
                for number in count():
                    said = {"text": f"to {MAIL}, or maria+{number}@mail.example"}
                    batch = [
                        {"type": "track", "userId": f"u{n}", "messageId": f"{number}-{n}", "event": "Note"}
                        | {"properties": said}
                        for n in range(50)
                    ]
                    who = {"type": "identify", "userId": "maria", "messageId": f"i{number}"}
                    batch.append(who | {"traits": {"email": MAIL if number % 2 else "other@mail.example"}})
                    assert source.post("/v1/batch", json={"batch": batch}).is_success
                    if stop.is_set():
                        return

        sender = threading.Thread(target=keep_sending)
        sender.start()
        try:
            while not staff.get("/api/customers", params={"q": MAIL}).json():
                time.sleep(0.05)
            assert staff.delete("/api/customers/user:maria").is_success
        finally:
            stop.set()
            sender.join()
        (done,) = staff.get("/api/log", params={"type": "customer.erased"}).json()["events"]
        lines: list[dict[str, Any]] = []
        while True:
            page = staff.get(
                "/api/log/export", params={"after": lines[-1]["seq"] if lines else 0, "limit": 5000}
            )
            lines += [json.loads(line) for line in page.text.splitlines()]
            if page.headers["x-warmline-at-end"] == "true":
                break
        before = [line for line in lines if line["seq"] < done["seq"]]
        assert len(before) >= 50
        assert not [line for line in before if MAIL in str(line) or "other@mail.example" in str(line)]


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line: every door is open."""
    with server.staff() as client:
        yield client


def identify(server: Server, user: str, **traits: str) -> None:
    with server.client() as source:
        body = {"userId": user, "messageId": f"{user}-{traits}", "traits": traits}
        assert source.post("/v1/identify", json=body).is_success


def work(staff: httpx.Client, kind: str, file: Path) -> Any:
    begun = staff.post(f"/api/system/{kind}", json={"path": str(file)}).json()
    while begun["state"] == "running":
        time.sleep(0.02)
        begun = staff.get(f"/api/system/jobs/{begun['id']}").json()
    assert begun["state"] == "done", begun
    return begun["result"]


def test_the_record_of_a_join_says_no_names(server: Server, staff: httpx.Client) -> None:
    identify(server, "ann", email="ann@mail.example")
    identify(server, "annie", email="annie@mail.example")
    assert staff.post("/api/customers/user:ann/join", json={"other": "email:annie@mail.example"}).is_success
    assert "mail.example" not in staff.get("/api/audit").text
    # Versions before wrote what was asked for.
    with closing(sqlite3.connect(server.data / "warmline.db")) as older, older:
        older.execute("PRAGMA busy_timeout=5000")
        older.execute(
            "UPDATE staff_audit SET detail = 'user:ann and email:annie@mail.example' WHERE action = 'customer.joined'"
        )
    staff.delete("/api/customers/user:ann")
    (joined,) = [one for one in staff.get("/api/audit").json()["items"] if one["action"] == "customer.joined"]
    assert joined["detail"] == "erased and erased"


def test_who_is_erased_is_erased_from_what_a_restore_kept(
    server: Server, staff: httpx.Client, tmp_path: Path
) -> None:
    identify(server, "kept", email="kept@mail.example")
    identify(server, "bystander", email="bystander@mail.example")
    work(staff, "backup", tmp_path / "late")
    with server.client() as source:
        text = {"text": "wrote to kept@mail.example"}
        body = {"userId": "bystander", "messageId": "t", "event": "Note", "properties": text}
        source.post("/v1/track", json=body)
    # What the restore below throws away: only the copy knows it.
    identify(server, "kept", phone="+639175550199")
    kept = Path(work(staff, "restore", tmp_path / "late")["kept"])
    also = Path(work(staff, "restore", tmp_path / "late")["kept"])
    assert kept != also
    for mark in (b"kept@mail.example", b"+639175550199"):
        assert any(mark in one.read_bytes() for one in kept.parent.glob(f"{kept.name}*")), (
            "in it, or in its log"
        )
    assert staff.delete("/api/customers/user:kept").is_success
    for copy in (kept, also):
        assert not copy.with_name(f"{copy.name}-wal").exists()
        assert b"kept@mail.example" not in copy.read_bytes()
        assert b"+639175550199" not in copy.read_bytes()
        assert b"bystander@mail.example" in copy.read_bytes()
    assert work(staff, "restore", kept)["erased_again"] == 0
    assert staff.get("/api/customers/user:bystander/timeline").json()[0]["properties"] == {
        "text": "wrote to erased"
    }
    kept.write_bytes(b"no database")
    identify(server, "more", email="more@mail.example")
    refused = staff.delete("/api/customers/user:more")
    assert refused.status_code == 409
    assert kept.name in refused.json()["detail"]
    number = str(staff.get("/api/customers/user:more").json()["id"])  # nothing is erased by halves
    record = staff.get("/api/audit", params={"customer": number}).json()["items"]
    assert "customer.erased" not in [one["action"] for one in record]
    kept.unlink()
    assert staff.delete("/api/customers/user:more").is_success


def test_a_line_cut_off_by_a_power_cut_spoils_no_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "erasures.ndjson")
    one, two = (
        Erased(at=at, identifiers=[("ab", at)], events=1, redacted=0, rejects=0, deliveries=0, timers=0)
        for at in (1, 2)
    )
    assert ledger.entries() == []
    ledger.add(one)
    with (tmp_path / "erasures.ndjson").open("ab") as file:
        file.write(b'{"at": 9, "identi')
    assert ledger.entries() == [one]
    ledger.add(two)
    assert ledger.entries() == [one, two]
