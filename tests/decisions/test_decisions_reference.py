"""The reference of policies, offers, tables and the contact policy: every key is in it, its examples are sound."""

import re
from typing import Any

import msgspec
import pytest

from tests.server import ROOT
from warmline.business.load import FILES, load_files
from warmline.business.model import BusinessError
from warmline.decisions.actions import call as webhooks
from warmline.decisions.actions import case, notify, proposals, remember
from warmline.decisions.actions.registry import ACTIONS, PROPOSALS
from warmline.decisions.reading import contact_policy, offers, policies
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook
from warmline.decisions.tables import lookups
from warmline.decisions.tables import policies as tables

REFERENCE = (ROOT / "docs" / "reference" / "business-folder.md").read_text()
CONCEPT = (ROOT / "docs" / "concepts" / "policies.md").read_text()


def section(name: str) -> str:
    return REFERENCE.split(f"\n## {name}\n")[1].split("\n## ")[0]


def examples(text: str, kind: str) -> list[str]:
    found: list[str] = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
    return found


@pytest.mark.parametrize(
    ("name", "struct"),
    [
        ("policies/*.yaml", policies._Written),
        ("policies/*.yaml", policies._Asked),
        ("policies/*.yaml", policies._After),
        ("Actions", remember._Written),
        ("Actions", case._Written),
        ("Actions", notify._Written),
        ("Actions", webhooks._Written),
        ("Actions", proposals._Written),
        ("offers/*.yaml", offers._Written),
        ("contact-policy.yaml", contact_policy._Written),
        ("contact-policy.yaml", contact_policy._Quiet),
        ("contact-policy.yaml", contact_policy._Bar),
        ("contact-policy.yaml", offers.WrittenLimit),
    ],
)
def test_every_key_is_explained(name: str, struct: Any) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(struct)]
    told = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", section(name), flags=re.DOTALL))
    assert [key for key in keys if not any(re.search(rf"\b{key}\b", one) for one in told)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Actions", [*ACTIONS, *PROPOSALS]),
        ("policies/*.csv", [name for name in tables.COLUMNS if name != "do"]),
        ("tables/*.csv", lookups.COLUMNS),
        ("tables/*.csv", [f"tables/{name}.csv" for name in lookups.GIVES]),
    ],
)
def test_every_word_is_named(name: str, words: list[str]) -> None:
    assert [word for word in words if f"`{word}`" not in section(name)] == []


def business() -> dict[str, str]:
    """The business of the examples, with all that they speak of."""
    return {file: examples(section(file), "yaml")[0] for file in FILES}


def rulebook(files: dict[str, str]) -> Rulebook:
    loaded = load_files({name: text.encode() for name, text in (business() | files).items()}, [DECISIONS])
    assert loaded.warnings == ()
    return DECISIONS.of(loaded)


def test_the_examples_of_the_reference_are_sound_together() -> None:
    acting, answering = examples(section("policies/*.yaml"), "yaml")
    book = rulebook(
        {
            "policies/acting.yaml": acting,
            "policies/answering.yaml": answering,
            "policies/actions.yaml": examples(section("Actions"), "yaml")[0],
            "policies/bills.csv": examples(section("policies/*.csv"), "csv")[0],
            "offers/offers.yaml": examples(section("offers/*.yaml"), "yaml")[0],
            "tables/levers.csv": examples(section("tables/*.csv"), "csv")[0],
            "contact-policy.yaml": examples(section("contact-policy.yaml"), "yaml")[0],
        }
    )
    assert len(book.policies) == 6 and len(book.offers) == 2 and book.contact.service_first
    shown = {action.kind for policy in book.policies.values() for action in (*policy.do, *policy.proposes)}
    assert shown == {*ACTIONS, *PROPOSALS}


def test_the_examples_of_the_concept_are_sound_together() -> None:
    written = examples(CONCEPT, "yaml")
    book = rulebook(
        {
            "policies/policies.yaml": "".join(text for text in written if "policy:" in text),
            "offers/offers.yaml": "".join(text for text in written if "offer:" in text.splitlines()[0]),
            "policies/credits.csv": examples(CONCEPT, "csv")[0],
        }
    )
    assert len(book.policies) >= 5


def test_cells_of_the_reference_mean_something() -> None:
    """Every example of a cell can be read in a column of the type that it is about."""
    cells = re.search(r"\| cell \| holds where \|\n.*?\n((?:\|.*\n)+)", section("policies/*.csv"))
    assert cells is not None
    columns = [
        "customer.value_tier",
        "customer.last_invoice",
        "customer.late_payer",
        "event.due",
        "situations",
    ]
    columns.append("now - event.occurred")
    told = [
        cell.replace("\\|", "|")
        for row in cells[1].splitlines()
        for cell in re.findall(r"`(.*?)`", row.split(" | ")[0])
    ]
    assert len(told) > 15
    for cell in told:
        quoted = '"' + cell.replace('"', '""') + '"'
        tables = (f"on,{header},do: remember,why\ninvoice.issued,{quoted},x,y\n" for header in columns)
        assert any(map(is_sound, tables)), cell


def is_sound(table: str) -> bool:
    try:
        rulebook({"policies/t.csv": table})
    except BusinessError:
        return False
    return True
