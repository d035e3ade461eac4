"""`warmline signals eval`: what it prints of labelled conversations, and what it says of files that are none."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from warmline.cli.errors import CommandError
from warmline.cli.main import app
from warmline.coaching.evaluation import figures, judge
from warmline.coaching.labelled import BadFile, read
from warmline.coaching.rules import usual_rules

CONVERSATION = """\
contact,turn,party,text,label,language
a,1,customer,where is my parcel with the router,,en
a,2,flow,It should arrive on Thursday.,,
a,3,customer,"You said that last week, this is ridiculous!!",frustrated,
a,4,agent,"Hello, Ana here.",,
a,5,customer,ok thanks,none,
b,1,customer,我的包裹到哪里了,,zh-Hans
b,2,customer,我要投诉，太过分了,frustration;churn,
"""


def run(file: Path, *more: str) -> str:
    business = file.parent / "business"
    words = ["--business", str(business), "signals", "eval", "--data", str(file), *more]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_prints_precision_recall_and_f1_per_signal_and_language(tmp_path: Path) -> None:
    file = tmp_path / "said.csv"
    file.write_text(CONVERSATION)
    found = json.loads(run(file, "--json"))
    assert (found["conversations"], found["turns"]) == (2, 5)
    by = {(one["signal"], one["language"]): one for one in found["signals"]}
    assert by["frustration", "all"] == {
        "signal": "frustration",
        "language": "all",
        "labelled": 2,
        "noticed": 2,
        "right": 2,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert by["churn", "zh-Hans"]["recall"] == 0.0
    assert by["churn", "zh-Hans"]["precision"] is None
    assert by["churn", "all"]["labelled"] == 1
    printed = run(file, "--misses")
    assert "frustration  zh-Hans" in printed
    assert "b, turn 2 (zh-Hans): frustration, labelled churn+frustration" in printed


def test_single_messages_are_told_apart_by_their_language(tmp_path: Path) -> None:
    file = tmp_path / "said.csv"
    file.write_text("﻿text,label\r\nบริการแย่มาก ผิดหวัง,frustration\r\n\r\nThank you,none\r\n")
    found = json.loads(run(file, "--json"))["signals"]
    assert [one["language"] for one in found] == ["th", "all"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "has no column text, label"),
        (b"text,label\n", "has no rows"),
        (b"text,mood\na,b\n", "has no column label: its first line names text, mood"),
        (b"text,label\na,b,c\n", "line 2: 3 values under 2 columns"),
        (b"text,label\na,furious\n", "line 2: there is no signal 'furious'; known are frustration"),
        (b"text,label\n\xff,none\n", "is not UTF-8"),
        (b'text,label\n"a,none\n', "it is not CSV"),
        (b"contact,turn,party,text,label\na,1,robot,x,\n", "line 2: the party is 'robot'"),
        (b"contact,turn,party,text,label\na,one,customer,x,\n", "line 2: the turn is 'one'"),
        (b"contact,turn,party,text,label\na,1,flow,x,churn\n", "only those of customers can"),
        (b"contact,turn,party,text,label\na,1,flow,x,\na,1,customer,y,\n", "has turn 1 twice"),
    ],
)
def test_a_file_that_cannot_be_judged_is_told_what_is_wrong(content: bytes, what: str) -> None:
    with pytest.raises(BadFile) as error:
        read(content, "said.csv")
    assert what in str(error.value)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        CliRunner().invoke(
            app, ["signals", "eval", "--data", str(tmp_path / "none.csv")], catch_exceptions=False
        )


def test_frustration_stands_until_it_has_faded_or_they_say_thanks() -> None:
    content = (
        "contact,turn,party,text,label\n"
        "c,1,customer,this is a joke,\nc,2,flow,Where do you live?,\n"
        "c,3,customer,thank you that is kind,\nc,4,flow,You are welcome.,\nc,5,customer,thank you,\n"
    )
    (said,) = read(content.encode(), "said.csv")
    judged = [*judge(said, usual_rules())]
    assert [sorted(one.noticed) for one in judged] == [["frustration"], [], []]
    assert figures(judged)[0].precision == 0.0
