"""`warmline texts` says what is not translated, and writes it for translators."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from warmline.cli.main import app
from warmline.language.catalogue import read_catalogue

FILES = {
    "business.yaml": "{name: Isla, region: PH, timezone: Asia/Manila, currency: PHP, languages: [en, th, vi]}\n",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": "fields: {}\n",
    "offers/all.yaml": """\
- {offer: plan, title: Pay in parts, say: "In three parts, a month apart.", value: 1}
- {offer: a-number, title: "{customer.situations.size()} %", value: 1}
- {offer: plan-of-two, title: Pay in parts, value: 1}
""",
    "policies/all.yaml": """\
- {policy: plan, why: It helps., on: {asked: bill}, do: [{offer: plan}, {advise: {action: wait, say: "Wait a day."}}]}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_what_is_not_translated_is_listed(folder: Path) -> None:
    assert "th: 3 texts, 3 without a translation." in run("texts", str(folder))
    listed = run("texts", str(folder), "--language", "th")
    assert "offers/all.yaml:1" in listed and "Pay in parts" in listed
    assert "policies/all.yaml:1" in listed and "Wait a day." in listed
    assert "vi:" not in listed
    assert not (folder / "locale").exists()


def test_it_is_written_for_translators_and_read_again(folder: Path) -> None:
    run("texts", str(folder), "--language", "th", "--write")
    file = folder / "locale" / "th.po"
    written = file.read_text()
    assert "#: offers/all.yaml:1 offers/all.yaml:3\n" in written
    file.write_text(
        written.replace('msgid "Wait a day."\nmsgstr ""', 'msgid "Wait a day."\nmsgstr "รอหนึ่งวันค่ะ"')
    )
    assert "th: 3 texts, 2 without a translation" in run("texts", str(folder), "--write")
    assert read_catalogue(file.read_text(), "th").text("Wait a day.") == "รอหนึ่งวันค่ะ"
    assert sorted(one.name for one in (folder / "locale").iterdir()) == ["th.po", "vi.po"]
    found = json.loads(run("texts", str(folder), "--json"))
    assert found["th"] == {"texts": 3, "missing": ["Pay in parts", "In three parts, a month apart."]}


def test_a_check_warns_of_what_is_missing(folder: Path) -> None:
    run("texts", str(folder), "--write")
    checked = json.loads(run("check", str(folder), "--json"))
    assert checked["loads"]
    said = [(one["file"], one["what"], one["level"]) for one in checked["problems"]]
    assert said == [(f"locale/{tag}.po", "3 texts have no translation", "warning") for tag in ("th", "vi")]
    assert checked["problems"][0]["remedy"].startswith("such as offers/all.yaml:1; warmline texts")


def test_a_language_that_is_not_there(folder: Path) -> None:
    done = CliRunner().invoke(app, ["texts", str(folder), "--language", "fr"])
    assert done.exit_code != 0
    assert "fr is not a language to translate into" in str(done.exception)
