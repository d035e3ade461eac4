"""The dialogues of the sample business are as written, in all of its languages; `warmline test` says so."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.server import SAMPLE
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.cli.main import app
from warmline.cli.testing import played
from warmline.flows.reading.section import FLOWS

BUSINESS = load(SAMPLE, SECTIONS)


@pytest.mark.parametrize("language", BUSINESS.languages)
def test_the_dialogues_of_the_sample(language: str) -> None:
    found = played(SAMPLE, language=language)
    assert found.dialogues >= 40
    assert [str(one) for one in found.differences] == []


def test_every_flow_and_nearly_every_step_is_walked_through() -> None:
    """A flow that no dialogue comes to is not tested; a few ways out are alike, and one of each kind is enough."""
    untried = played(SAMPLE, language="en").untried
    for name, flow in FLOWS.of(BUSINESS).flows.items():
        missing = [step for step in flow.steps if f"{name}.{step}" in untried]
        assert len(missing) <= len(flow.steps) / 3, f"{name}: {missing}"


def copied(tmp_path: Path, old: str, new: str) -> Path:
    """The sample with another text in its flow of bills."""
    folder = tmp_path / "business"
    shutil.copytree(SAMPLE, folder)
    flow = folder / "flows" / "bill.yaml"
    text = flow.read_text()
    assert old in text
    flow.write_text(text.replace(old, new))
    return folder


def test_a_flow_that_says_something_else_is_told_with_file_and_line(tmp_path: Path) -> None:
    folder = copied(tmp_path, "Is your bill clear now?", "Is it clear?")
    done = CliRunner().invoke(app, ["test", str(folder), "--only", "bill.yaml", "--language", "en"])
    assert done.exit_code == 1
    assert (
        'dialogues/bill.yaml:7  explained, and all is clear (en)  does not say "Is your bill clear now?"'
        in done.output
    )


def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    folder = copied(tmp_path, "Is your bill clear now?", "Is it clear?")
    done = CliRunner().invoke(app, ["test", str(folder), "--only", "explained, and", "--json"])
    assert done.exit_code == 1
    answer = json.loads(done.output)
    assert (answer["loads"], answer["dialogues"], answer["played"]) == (True, 1, 6)
    assert {one["language"] for one in answer["differences"]} >= {"en", "th"}
    assert all(one["file"] == "dialogues/bill.yaml" and one["line"] for one in answer["differences"])


def test_a_folder_that_cannot_be_loaded_is_told_first(tmp_path: Path) -> None:
    folder = copied(tmp_path, "then: compare", "then: compere")
    done = CliRunner().invoke(app, ["test", str(folder)])
    assert done.exit_code == 1
    assert 'there is no step "compere"' in done.output
    assert "did you mean compare?" in done.output


def test_that_all_is_as_written_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["test", str(SAMPLE), "--only", "pay.yaml"])
    assert done.exit_code == 0
    assert re.search(r"\d+ dialogues, played \d+ times: all as written\.", done.output)
