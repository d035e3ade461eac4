"""What lies in the data folder, and where copies of it may be written: for nobody else to read, nowhere in between."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server started by somebody whose new files everybody may read."""
    before = os.umask(0o022)
    try:
        with running(tmp_path_factory.mktemp("server")) as one:
            yield one
    finally:
        os.umask(before)


def work(staff: httpx.Client, kind: str, file: Path) -> Any:
    begun = staff.post(f"/api/system/{kind}", json={"path": str(file)}).json()
    while begun["state"] == "running":
        time.sleep(0.02)
        begun = staff.get(f"/api/system/jobs/{begun['id']}").json()
    assert begun["state"] == "done", begun
    return begun["result"]


def readable(folder: Path) -> list[str]:
    """Files that somebody else on the machine may read."""
    return [path.name for path in folder.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_nobody_else_may_read_what_is_written(server: Server, tmp_path: Path) -> None:
    with server.staff() as staff, server.client() as source:
        body = {"userId": "u1", "messageId": "1", "event": "Bill Opened"}
        assert source.post("/v1/track", json=body).is_success
        work(staff, "backup", tmp_path / "backup")
        assert readable(tmp_path) == []
        os.chmod(tmp_path / "backup", 0o644)
        work(staff, "restore", tmp_path / "backup")
        assert staff.delete("/api/customers/user:u1").is_success
        names = {path.name for path in server.data.iterdir()}
        assert {"warmline.db", "erasures.ndjson", "control.json"} <= names
        assert any("before-restore" in name for name in names)
        assert readable(server.data) == []


def test_the_command_line_alone_writes_for_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "business").symlink_to(Path(__file__).parents[2] / "examples" / "mobile-operator")
    before = os.umask(0o022)
    try:
        Server(tmp_path, tmp_path / "business", {}).warmline("sources", "add", "shop")
    finally:
        os.umask(before)
    assert (tmp_path / "data" / "warmline.db").exists()
    assert readable(tmp_path / "data") == []


@pytest.mark.parametrize("name", ["warmline.db", "new", "erasures.ndjson", "../data/deeper/new", ""])
def test_a_backup_is_not_written_into_the_data_folder(server: Server, name: str) -> None:
    with server.staff() as staff:
        for kind in ("backup", "restore"):
            refused = staff.post(f"/api/system/{kind}", json={"path": f"{server.data}/{name}"})
            assert refused.status_code == 400
            assert "data folder" in refused.json()["detail"]
        assert not (server.data / "new").exists()
        assert staff.post("/api/system/backup", json={"path": "new"}).status_code == 400


def test_what_a_restore_kept_is_overwritten_by_no_backup(server: Server) -> None:
    (server.data / "warmline.db.before-restore-x").write_bytes(b"kept")
    with server.staff() as staff:
        path = str(server.data / "warmline.db.before-restore-x")
        assert staff.post("/api/system/backup", json={"path": path}).status_code == 400
    assert Path(path).read_bytes() == b"kept"


def test_only_the_machine_itself_names_its_files(server: Server, tmp_path: Path) -> None:
    with server.staff() as staff:
        new = staff.post("/api/tokens", json={"name": "far", "role": "administrator"}).json()
    with server.staff(new["secret"]) as far:
        for kind in ("backup", "restore"):
            answer = far.post(f"/api/system/{kind}", json={"path": str(tmp_path / "b")})
            assert answer.status_code == 403
    assert not (tmp_path / "b").exists()
