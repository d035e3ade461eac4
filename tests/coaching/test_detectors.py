"""Every detector notices what its cases say, and lets pass what only looks like it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from warmline.coaching.memory import Memory
from warmline.coaching.model import KINDS, NOTHING
from warmline.coaching.moments import Moment
from warmline.coaching.noticing import Noticing
from warmline.coaching.registry import DETECTORS
from warmline.coaching.rules import usual_rules
from warmline.coaching.transcripts import Conversation, Line, moments
from warmline.desk.signal_words import CODES, KIND_NAMES

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]


def played(case: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The codes that were noticed, and the kinds of the signals that were given."""
    language = case.get("language", "en")
    looking = Noticing(usual_rules(), NOTHING, Memory())
    codes: set[str] = set()
    for place, one in enumerate(case.get("moments", ()), 1):
        reasons, _ = looking.look(Moment(at=place, turn=place, language=language, **one))
        codes |= {reason.code for reason in reasons}
    lines = []
    for turn, text in enumerate(case.get("says", ()), 1):
        party, colon, said = text.partition(": ")
        known = colon and party in ("flow", "agent")
        lines.append(Line(turn=turn, party=party if known else "customer", text=said if known else text))
    said = Conversation(contact="c", language=language, lines=tuple(lines))
    for _, happened, earlier in moments(said, usual_rules().lexicon(language)):
        for moment in happened:
            codes |= {reason.code for reason in looking.look(moment, earlier)[0]}
    return codes, {one.kind for one in looking.noticed.signals}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('detector') or case['not']}")
def test_a_case(case: dict[str, Any]) -> None:
    codes, kinds = played(case)
    if "detector" in case:
        assert case["detector"] in codes, codes
        assert set(case.get("signals", kinds)) <= kinds
    else:
        assert case["not"] not in codes


@pytest.mark.parametrize("code", DETECTORS)
def test_every_detector_has_cases_for_and_against_and_words(code: str) -> None:
    assert any(case.get("detector") == code for case in CASES), f"write a case for {code}"
    assert code in CODES, f"say in desk/signal_words.py what {code} means"
    assert DETECTORS[code].kind in KINDS
    assert DETECTORS[code].kind in KIND_NAMES


def test_what_a_detector_is_named_is_the_name_of_its_file() -> None:
    folder = Path(__file__).parent.parent.parent / "warmline" / "coaching" / "detectors"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert files == set(DETECTORS)
