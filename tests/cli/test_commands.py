"""The command line as people meet it: help everywhere, errors in one line, exit codes that mean something."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.server import ROOT, SAMPLE, Server, prepare
from warmline.cli import options
from warmline.cli.errors import EXIT_CODES, REFUSED, USAGE
from warmline.cli.main import app


def commands() -> list[list[str]]:
    """The words of every command and group."""

    def walk(group: Any, words: list[str]) -> list[list[str]]:
        found = [words]
        for name, command in getattr(group, "commands", {}).items():
            found += walk(command, [*words, name])
        return found

    return walk(typer.main.get_command(app), [])


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "warmline")
def test_every_command_has_help(words: list[str]) -> None:
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage:" in done.output
    command = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]  # type: ignore[attr-defined]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", "") or parameter.name in ("a", "b"), (words, parameter.name)


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Data that no server works on: commands open it themselves."""
    return prepare(tmp_path_factory.mktemp("shut"))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["customers", "show", "account:nobody"], REFUSED, "There is no customer"),
        (["sources", "rotate", "nobody"], REFUSED, "there is no source 'nobody'"),
        (["rejects", "show", "99"], REFUSED, "There is no rejected input 99."),
        (["restore", "--yes", "nothing.warmline"], 1, "There is no file"),
        (["log", "import", "nothing.ndjson"], 1, "There is no file nothing.ndjson"),
        (["log", "export", "nowhere/x.ndjson"], 1, "There is no folder nowhere"),
        (["log", "tail", "--since"], USAGE, "No such option"),
        (["check", "nowhere"], 1, "There is no business folder nowhere"),
        (["customers", "match", "--input", "nothing.csv"], 1, "No file at nothing.csv"),
        (["staff", "role", "nobody@example.com", "lead"], REFUSED, "There is no account nobody@example.com"),
        (["--data", "/dev/null/x", "sources", "list"], 1, "Not a directory"),
        (["--business", "nowhere", "sources", "list"], 1, "no such folder"),
    ],
)
def test_a_mistake_is_told_in_a_line(shut: Server, words: list[str], code: int, told: str) -> None:
    done = shut.warmline(*words, check=False)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert code in EXIT_CODES


def test_a_damaged_backup_is_refused(shut: Server) -> None:
    (shut.folder / "damaged").write_bytes(b"not a database" * 1000)
    done = shut.warmline("restore", "--yes", str(shut.folder / "damaged"), check=False)
    assert done.returncode == 1
    assert "not a sound Warmline database" in done.stderr


def test_check_prints_what_is_wrong(shut: Server, tmp_path: Path) -> None:
    assert re.fullmatch(
        r"No problems\.\nIt has \d+ policies, \d+ offers, \d+ value tables and \d+ articles\.\n",
        shut.warmline("check", str(SAMPLE)).stdout,
    )
    (tmp_path / "business.yaml").write_text("name: X\nregion: Nowhere\n")
    done = shut.warmline("check", str(tmp_path), check=False)
    assert done.returncode == 1
    assert "business.yaml:1" in done.stdout
    assert "was not loaded" in done.stdout
    found = json.loads(shut.warmline("check", "--json", str(tmp_path), check=False).stdout)
    assert found["loads"] is False
    assert {problem["file"] for problem in found["problems"]} >= {"business.yaml"}


def test_check_reads_policies_and_tables_and_what_contradicts_what(shut: Server, tmp_path: Path) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "isla", ignore=shutil.ignore_patterns("backoffice"))
    (folder / "policies").mkdir(exist_ok=True)
    tiers = "on,event.total,do: set value_tier,why\ninvoice.issued,> {limit},{tier},A large bill\n"
    (folder / "policies" / "gold.csv").write_text(tiers.format(limit=5000, tier="gold"))
    (folder / "policies" / "silver.csv").write_text(tiers.format(limit=900, tier="silver"))
    done = shut.warmline("check", str(folder), check=False)
    assert done.returncode == 1
    assert (
        'policy "silver-2" sets value_tier to silver, "gold-2" (policies/gold.csv:2) sets value_tier'
        in done.stdout
    )
    (folder / "policies" / "silver.csv").write_text(tiers.format(limit="900 & <= 5000", tier="silver"))
    assert "No problems." in shut.warmline("check", str(folder)).stdout


def test_people_and_programs(shut: Server) -> None:
    new = json.loads(
        shut.warmline("staff", "add", "ana@example.com", "--name", "Ana", "--country", "PH", "--json").stdout
    )
    assert new["account"]["scopes"] == {"country": ["PH"]}
    assert len(new["password"]) >= 10
    assert "ana@example.com" in shut.warmline("staff", "list").stdout
    shut.warmline("staff", "role", "ana@example.com", "lead", "--brand", "isla")
    shut.warmline("staff", "unlock", "ana@example.com")
    assert shut.warmline("staff", "password", "ana@example.com").stdout.strip() != new["password"]
    secret = shut.warmline("tokens", "add", "nightly", "--role", "analyst").stdout.strip()
    assert secret.startswith("wlt_")
    listed = json.loads(shut.warmline("tokens", "list", "--json").stdout)
    assert secret not in json.dumps(listed)
    shut.warmline("tokens", "revoke", listed[0]["id"])
    assert "revoked" in shut.warmline("tokens", "list").stdout


def test_sources(shut: Server) -> None:
    key = shut.warmline("sources", "add", "shop", "--public", "--type", "page.viewed").stdout.strip()
    assert key.startswith("wkp_")
    assert shut.warmline("sources", "add", "shop", check=False).returncode == REFUSED
    assert shut.warmline("sources", "rotate", "shop").stdout.strip() != key
    shut.warmline("sources", "off", "shop")
    shop = next(
        one for one in json.loads(shut.warmline("sources", "list", "--json").stdout) if one["name"] == "shop"
    )
    assert shop["active"] is False


def test_settings_say_where_they_come_from(tmp_path: Path) -> None:
    (tmp_path / "warmline.toml").write_text('port = 9000\nhost = "127.0.0.2"\n')
    done = subprocess.run(
        [sys.executable, "-m", "warmline.cli.main", "--data", "here", "settings", "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "WARMLINE_PORT": "9001"},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = json.loads(done.stdout)
    assert shown["data"] == {"value": "here", "from": "option"}
    assert shown["port"] == {"value": 9001, "from": "WARMLINE_PORT"}
    assert shown["host"] == {"value": "127.0.0.2", "from": "warmline.toml"}
    assert shown["cache_mb"]["from"] == "default"


def test_commands_are_about_the_demo_here_until_there_is_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options.DEMO.mkdir(parents=True)
    (options.DEMO / "warmline.toml").write_text('business = "sample"\n')
    Path("data").mkdir()  # as a command leaves it that could not be done
    assert options.effective({})[0].data == options.DEMO
    Path("data/warmline.db").touch()
    assert options.effective({})[0].data == Path("data")


def test_match_scores_a_file(shut: Server, tmp_path: Path) -> None:
    rows = ["id,first_name,last_name,birth_date,email,cluster"]
    for number in range(60):
        born = f"19{50 + number % 40}-0{1 + number % 9}-1{number % 9}"
        person = f"Name{number},Family{number},{born},n{number}@example.com"
        rows += [f"{2 * number},{person},{number}", f"{2 * number + 1},{person},{number}"]
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n")
    words = ["customers", "match", "--input", str(tmp_path / "people.csv"), "--truth", "cluster", "--json"]
    found = json.loads(shut.warmline(*words).stdout)
    assert {"precision", "recall", "f1"} <= found.keys()
    assert found["f1"] > 0.9


def test_commands_do_not_wait_for_what_they_do_not_use() -> None:
    told = "import sys, warmline.cli.main; print([name for name in sys.modules if name in sys.argv])"
    heavy = ["litestar", "uvicorn", "duckdb", "splink", "yaml", "warmline.app.runtime", "warmline.desk"]
    done = subprocess.run([sys.executable, "-c", told, *heavy], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
