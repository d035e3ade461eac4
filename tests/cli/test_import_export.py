"""Files in and out: interrupted and continued, rejected by line, mapped, there and back again."""

import csv
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.server import ROOT, Server, prepare
from warmline.cli.errors import INTERRUPTED, REFUSED
from warmline.log.native import MAX_EVENT


def line(number: int, **more: object) -> str:
    event: dict[str, object] = {
        "source": "pbx",
        "message_id": f"m{number}",
        "type": "thing.happened",
        "occurred": f"2025-03-{1 + number % 28:02}T09:30:00.123456Z",
        "channel": "phone",
        "identifiers": [{"type": "user", "value": f"u{number % 50}", "verified": True}],
        "properties": {"number": number, "text": 'สวัสดี "quoted", and\nmore'},
    }
    return json.dumps(event | more, ensure_ascii=False)


MANY = 8_500
"""Lines of a file that takes seconds to import, so that there is time to interrupt it."""


def lines(count: int) -> str:
    return "".join(line(number) + "\n" for number in range(count))


def taken(server: Server, *words: str) -> dict[str, object]:
    """What an import says of itself."""
    done = server.warmline("log", "import", *words, "--json")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def exported(server: Server, file: Path) -> list[dict[str, object]]:
    """All events, without what depends on the installation."""
    server.warmline("log", "export", str(file))
    events = [json.loads(text) for text in file.read_text().splitlines()]
    for event in events:
        del event["seq"], event["received"]
    return events


def begun(server: Server) -> bool:
    """Whether lines of an import are on record."""
    try:
        with closing(sqlite3.connect(f"file:{server.data / 'warmline.db'}?mode=ro", uri=True)) as database:
            return database.execute("SELECT 1 FROM import_job WHERE lines > 0").fetchone() is not None
    except sqlite3.OperationalError:  # not there yet
        return False


def _stopped_in_the_middle(process: subprocess.Popen[str], has_begun: Callable[[], bool]) -> None:
    """Let an import run by small steps: it stands still while somebody looks whether it has begun, and then."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        if has_begun():
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.03)
    process.kill()
    raise AssertionError("the import was over, or had not begun, before anybody could stop it")


@pytest.fixture
def fresh(tmp_path: Path) -> Server:
    """Data that no server works on."""
    return prepare(tmp_path / "fresh")


def test_rejected_lines_are_told_by_number(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "mixed.ndjson"
    bad = [
        b"not json",
        b'{"type": "x", "occurred": "2025-01-01T00:00:00Z", "source": "a\xff"}',
        b'{"source": "a", "type": "x", "occurred": "2025-01-01T00:00:00Z", "properties": {"n": NaN}}',
        b'{"source": "a", "type": "x"}',
        b'{"source": "a", "type": "x", "occurred": "2990-01-01T00:00:00Z"}',
        b'{"source": "a", "type": "x", "occurred": "2025-01-01T00:00:00Z", "p": "' + b"y" * MAX_EVENT + b'"}',
    ]
    good = [line(number).encode() for number in range(3)]
    file.write_bytes(b"\n".join([good[0], *bad[:3], b"", good[1], *bad[3:], good[2]]))
    job = taken(server, str(file))
    assert (job["lines"], job["accepted"], job["rejected"]) == (10, 3, 6)
    rejected = job["first_rejected"]
    assert isinstance(rejected, list)
    assert [one["where"] for one in rejected] == [f"line {n}" for n in (2, 3, 4, 7, 8, 9)]
    reasons = " ".join(one["reason"] for one in rejected)
    for word in ("JSON", "UTF-8", "occurred", "future", "bytes"):
        assert word in reasons
    listed = server.warmline("rejects", "list", "--import", str(job["name"]))
    assert listed.stdout.count("\n") == 7
    again = server.warmline("log", "import", str(file))
    assert "imported before" in again.stderr
    assert "line 2" in again.stdout


def test_a_reject_is_corrected(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "one.ndjson"
    file.write_text('{"source": "a", "message_id": "r1", "type": "x"}\n')
    done = server.warmline("log", "import", str(file), check=False)
    assert done.returncode == 1
    assert "Not one line was an event" in done.stderr
    name = json.loads(server.warmline("log", "import", str(file), "--json", check=False).stdout)["name"]
    number = json.loads(server.warmline("rejects", "list", "--import", name, "--json").stdout)["id"]
    done = server.warmline("rejects", "replay", str(number), check=False)
    assert "It stays open" in done.stderr
    right = tmp_path / "right.json"
    right.write_text('{"source": "a", "message_id": "r1", "type": "x", "occurred": "2025-01-01T00:00:00Z"}')
    assert "1 new" in server.warmline("rejects", "replay", str(number), "--file", str(right)).stderr
    assert server.warmline("rejects", "dismiss", str(number), check=False).returncode == REFUSED


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_import_is_interrupted_and_continued(fresh: Server, tmp_path: Path, how: signal.Signals) -> None:
    file = tmp_path / "many.ndjson"
    file.write_text(lines(MANY))
    arguments = ["--data", fresh.data, "--business", fresh.business, "log", "import", file, "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "warmline.cli.main", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _stopped_in_the_middle(process, lambda: begun(fresh))
    process.send_signal(how)
    process.send_signal(signal.SIGCONT)
    _, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    if how == signal.SIGINT:
        assert process.returncode == INTERRUPTED
        assert "Stopped at line" in told
    done = fresh.warmline("log", "import", str(file), "--json")
    assert "Going on behind line" in done.stderr
    job = json.loads(done.stdout)
    assert (job["lines"], job["accepted"], job["duplicates"], job["finished"]) == (MANY, MANY, 0, True)
    assert len(exported(fresh, tmp_path / "out.ndjson")) == MANY


BAD_EVERY = 97


def with_bad_lines(folder: Path, format: str) -> tuple[Path, list[int]]:
    """A large file with a bad line here and there, and the numbers of the bad ones."""
    file = folder / f"many.{format}"
    if format == "ndjson":
        texts = [line(n) if n % BAD_EVERY else f"not an event {n}" for n in range(1, MANY + 1)]
        file.write_text("\n".join(texts) + "\n")
        return file, [n for n in range(1, MANY + 1) if n % BAD_EVERY == 0]
    rows = ["type,occurred,source,message_id"]
    rows += [
        f"thing,{'2025-01-01T00:00:00Z' if n % BAD_EVERY else 'some day'},shop,c{n}"
        for n in range(2, MANY + 1)
    ]
    file.write_text("\n".join(rows) + "\n")
    return file, [n for n in range(2, MANY + 1) if n % BAD_EVERY == 0]


@pytest.mark.parametrize("format", ["ndjson", "csv"])
@pytest.mark.parametrize("what", ["interrupted", "killed", "server killed"])
def test_an_import_through_the_server_goes_on_and_lists_each_bad_line_once(
    fresh: Server, tmp_path: Path, what: str, format: str
) -> None:
    """Whoever of the two is stopped, and wherever: no line is missing, none is there twice."""
    file, bad = with_bad_lines(tmp_path, format)
    fresh.start()
    command = ["--data", fresh.data, "--business", fresh.business, "log", "import", file, "--name", "many"]
    process = subprocess.Popen(
        [sys.executable, "-m", "warmline.cli.main", *map(str, command)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with fresh.staff() as staff:
        _stopped_in_the_middle(process, lambda: staff.get("/api/log/import/many").status_code == 200)
    if what == "server killed":
        fresh.stop(signal.SIGKILL)
    else:
        process.send_signal(signal.SIGINT if what == "interrupted" else signal.SIGKILL)
    process.send_signal(signal.SIGCONT)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in told
    if what == "interrupted":
        assert process.returncode == INTERRUPTED
        assert "rejected so far" in told
    elif what == "server killed":
        assert "Start it again, then repeat this." in told
        fresh.start()
    try:
        with fresh.staff() as staff:
            before = None
            while (now := staff.get("/api/log/import/many").json()) != before:
                before = now  # what the client had sent when it was killed is still taken in
                time.sleep(0.2)
        assert 0 < before["lines"] < MANY
        assert not before["finished"]
        done = fresh.warmline("log", "import", str(file), "--name", "many")
        assert f"Going on behind line {before['lines']:,}" in done.stderr
        assert f"{MANY - (format == 'csv') - len(bad):,} events of {MANY:,} lines" in done.stdout
        assert f"line {bad[0]} " in done.stdout
        listed = fresh.warmline("rejects", "list", "--import", "many", "--json").stdout.splitlines()
        rejected = [json.loads(text) for text in listed]
        assert [one["where"] for one in rejected] == [f"line {n}" for n in bad]
        assert all(("JSON" if format == "ndjson" else "occurred") in one["reason"] for one in rejected)
        assert len(exported(fresh, tmp_path / "out.ndjson")) == MANY - (format == "csv") - len(bad)
    finally:
        fresh.stop()


def test_a_changed_file_is_refused_unless_named(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "grows.ndjson"
    file.write_text(lines(3))
    chunk = {"job": f"{file.name}-1-00000000", "first_line": 1, "lines": line(0) + "\n"}
    with server.staff() as staff:
        assert staff.post("/api/log/import", json=chunk).status_code == 200
    done = server.warmline("log", "import", str(file), check=False)
    assert done.returncode == REFUSED
    assert "has changed since its import stopped at line 1" in done.stderr
    assert taken(server, str(file), "--name", "grows")["lines"] == 3
    with file.open("a") as more:
        more.write(line(900_001) + "\n")
    job = taken(server, str(file), "--name", "grows")
    assert (job["lines"], job["accepted"]) == (4, job["accepted"])
    assert "nothing is new" in server.warmline("log", "import", str(file), "--name", "grows").stderr


MAPPING = """
type: invoice.issued
source: {column: system}
occurred: {column: Issued, format: "%d/%m/%Y %H:%M", timezone: Asia/Manila}
identifiers:
  user: {column: Customer, verified: true}
properties:
  invoice: Invoice No
  total: {column: Total, as: cents}
  period.name: Period
  currency: {value: PHP}
"""


def test_csv_by_a_mapping(server: Server, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING.replace("invoice.issued", "old.invoice"))
    file = tmp_path / "invoices.csv"
    file.write_bytes(
        "\ufeffInvoice No;Issued;Customer;Total;Period;system\n"
        'I-1;01/03/2025 08:15;c1;"1,290.50";"March\n2025";erp\n'
        "I-2;31/02/2025 08:15;c1;12;March;erp\n"
        "I-3;02/03/2025 08:15;c2;12\n".encode()
        + b"I-4;02/03/2025 08:15;c2;12;M\xe4rz;erp\n"
        + b"I-5;02/03/2025 08:15;c2;much;March;erp\n"
        + b"I-6;02/03/2025 08:15;;7;March;erp\n"
    )
    job = taken(server, str(file), "--mapping", str(tmp_path / "map.yaml"))
    assert (job["lines"], job["accepted"], job["rejected"]) == (8, 2, 4)
    rejected = job["first_rejected"]
    assert isinstance(rejected, list)
    assert [one["where"] for one in rejected] == ["line 4", "line 5", "line 6", "line 7"]
    for one, word in zip(rejected, ("Issued", "4 values", "UTF-8", "no cents"), strict=True):
        assert word in one["reason"]
    again = taken(server, str(file), "--mapping", str(tmp_path / "map.yaml"), "--name", "again")
    assert (again["accepted"], again["duplicates"]) == (0, 2)
    with server.staff() as staff:
        first = staff.get("/api/log", params={"type": "old.invoice"}).json()["events"][-1]
    assert first["occurred"] == "2025-03-01T00:15:00.000000Z"
    assert first["source"] == "erp"
    assert first["properties"] == {
        "invoice": "I-1",
        "total": 129050,
        "period": {"name": "March\n2025"},
        "currency": "PHP",
    }
    assert first["identifiers"] == [{"type": "user", "value": "c1", "verified": True}]


def test_a_mapping_that_does_not_fit_is_told(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,age\nAna,3\n")
    assert "no column 'type'" in server.warmline("log", "import", str(file), check=False).stderr
    (tmp_path / "map.yaml").write_text("type: x\noccurred: when\n")
    words = ["log", "import", str(file), "--mapping", str(tmp_path / "map.yaml")]
    assert "no column 'when'" in server.warmline(*words, check=False).stderr
    (tmp_path / "map.yaml").write_text("type: x\noccured: when\n")
    assert "occured" in server.warmline(*words, check=False).stderr


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
def test_there_and_back_again(fresh: Server, tmp_path: Path, format: str) -> None:
    source = tmp_path / "in.ndjson"
    source.write_text(lines(2_500))
    taken(fresh, str(source))
    file = tmp_path / f"all.{format}"
    fresh.warmline("log", "export", str(file))
    other = prepare(tmp_path / "other")
    job = taken(other, str(file))
    assert (job["accepted"], job["rejected"]) == (2_500, 0)
    assert exported(other, tmp_path / "b.ndjson") == exported(fresh, tmp_path / "a.ndjson")
    assert taken(fresh, str(file))["accepted"] == 0
    assert not list(tmp_path.glob(".*partial*"))


def test_export_restricts(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "some.ndjson"
    file.write_text(
        "".join(line(number, type="rare.thing", message_id=f"rare{number}") + "\n" for number in range(30))
    )
    taken(server, str(file))
    out = tmp_path / "out.csv"
    server.warmline(
        "log", "export", str(out), "--type", "rare.thing", "--since", "2025-03-10", "--until", "2025-03-12"
    )
    with out.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["occurred"][:10] for row in rows} == {"2025-03-10", "2025-03-11"}
    to_stdout = server.warmline("log", "export", "-", "--type", "rare.thing").stdout
    assert len(to_stdout.splitlines()) == 30
