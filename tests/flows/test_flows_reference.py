"""The reference page of flows says what the code says."""

from pathlib import Path

from warmline.flows.reference import page
from warmline.flows.steps.registry import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "flows.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run: make docs"


def test_every_kind_has_a_section_with_an_example_and_keys() -> None:
    for kind in KINDS:
        section = page().partition(f"### {kind}\n")[2].partition("\n### ")[0]
        assert "```yaml\n" in section and "| key | required | otherwise |" in section, kind
