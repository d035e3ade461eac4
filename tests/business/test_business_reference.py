"""The reference of the business folder names every key, and its examples are sound."""

import re
from pathlib import Path

import msgspec
import pytest

from warmline.business.check import FORMATS, About
from warmline.business.check_fields import DISCLOSURES, FOLDS, SHOWN, TYPES
from warmline.business.codes import CHECKS
from warmline.business.load import FILES, load_files
from warmline.business.model import Field, Hosts, IdentifierType, Items, RecogniseBy, Webhook

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "business-folder.md").read_text()


def section(file: str) -> str:
    return REFERENCE.split(f"\n## {file}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("file", "struct"),
    [
        ("business.yaml", About),
        ("business.yaml", Hosts),
        ("business.yaml", RecogniseBy),
        ("identifiers.yaml", IdentifierType),
        ("profile.yaml", Field),
        ("profile.yaml", Items),
        ("webhooks.yaml", Webhook),
    ],
)
def test_every_key_is_explained(file: str, struct: type[msgspec.Struct]) -> None:
    missing = [
        f.encode_name for f in msgspec.structs.fields(struct) if f"`{f.encode_name}`" not in section(file)
    ]
    assert missing == []


def test_every_word_that_may_be_a_value_is_named() -> None:
    known = {"identifiers.yaml": (*FORMATS, *CHECKS), "profile.yaml": (*TYPES, *FOLDS, *DISCLOSURES, *SHOWN)}
    missing = [word for file, words in known.items() for word in words if f"`{word}`" not in section(file)]
    assert missing == []


def test_the_examples_make_a_sound_business() -> None:
    examples = {
        file: re.findall(r"```yaml\n(.*?)```", section(file), re.DOTALL)[0].encode() for file in FILES
    }
    assert load_files(examples).warnings == ()
