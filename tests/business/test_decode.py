"""Any struct can be the schema of a file: what does not fit is a problem on its own line."""

from enum import Enum
from typing import Annotated, Literal

import msgspec
import pytest

from warmline.business.decode import decode
from warmline.business.located import read_yaml
from warmline.business.report import Report


class Mood(Enum):
    CALM = "calm"
    UPSET = "upset"


class Step(msgspec.Struct, forbid_unknown_fields=True):
    mood: Mood = Mood.CALM
    show: Literal["open", "all"] = "open"
    limit: Literal[1, 2] = 1
    tries: Annotated[int, msgspec.Meta(ge=1)] = 1
    say: str | list[str] | None = None
    code: str = ""
    then: "dict[str, Step]" = {}


def read(text: str) -> tuple[Step | None, list[str]]:
    report = Report()
    node = read_yaml(text.encode(), "a.yaml", report)
    assert node is not None
    step = decode(node, Step, report, "step")
    return step, [f"{problem.line} {problem.what} | {problem.remedy}" for problem in report.sorted()]


def test_every_kind_of_value() -> None:
    step, found = read(
        "{mood: upset, show: all, limit: 2, tries: 3, say: [a, b], code: 007, then: {x: {say: c}}}"
    )
    assert found == []
    expected = Step(Mood.UPSET, "all", 2, 3, ["a", "b"], "007", {"x": Step(say="c")})
    assert step == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\nmood: upst", '2 "upst" is not known for step, mood | did you mean upset? known: calm, upset'),
        ("show: opn", '1 "opn" is not known for step, show | did you mean open? known: all, open'),
        ("limit: 3", '1 "3" is not known for step, limit | known: 1, 2'),
        ("mood: calm\ntries: 0", "2 step: expected `int` >= 1 | see the reference"),
        ("mood: calm\nthen:\n  x:\n    sya: a", '4 "sya" is not a key of step, then, x | did you mean say?'),
        ("then: [a]", "1 step, then needs a map, not a list | write name: value, a line each"),
    ],
)
def test_what_does_not_fit(text: str, found: str) -> None:
    step, said = read(text)
    assert step is None
    assert len(said) == 1
    assert said[0].startswith(found)
