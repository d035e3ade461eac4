"""`warmline decide`: what people read of a decision, and of what other policies would change."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from warmline.cli.columns import Row, rows_in, wrapped
from warmline.cli.decide_differences import SAME, difference_lines, differences
from warmline.cli.decide_folder import files_to_try
from warmline.cli.decide_text import decision_lines
from warmline.cli.errors import CommandError
from warmline.decisions.answers import Authority, Chosen, Code, Decision, HeldBack, Reason, Worth

HEADING = ["Maria Santos", "gold", "38 months with us", "Filipino"]
WORTH = Worth(
    propensity=0.62,
    context=1,
    value=11.4,
    lever=1,
    cost=3,
    currency="PHP",
    sources={"propensity": "declared", "value": "declared", "lever": "table levers"},
)
STATUS = Chosen(
    rank=1,
    kind="advise",
    name="outage-status",
    policy="outage-near-you",
    why="Tell them before they ask.",
    words="There is an outage in Cebu North since 08:10.",
    say="There is an outage in Cebu North since 08:10.",
)
CREDIT = Chosen(
    rank=2,
    kind="offer",
    name="outage-credit",
    policy="outage-credit",
    why="The third outage in a quarter.",
    words="P 0.62 × value 11.40",
    title="₱100 credit",
    say="We credit you ₱100.",
    worth=WORTH,
    authority=Authority(limit=500, within=True, source="table authority"),
    until=1_764_000_000_000_000,
)


def held_back(name: str, code: Code, words: str, rule: str = "", **rest: Any) -> HeldBack:
    reason = Reason(code=code, words=words, rule=rule, **rest)
    return HeldBack(policy=f"{name}-policy", kind="offer", name=name, reason=reason)


FIBRE = held_back("fibre", "service_first", "a service problem is open", "service first")
FAMILY = held_back(
    "family", "resting", "declined 9 days ago, rests 30", "contact policy", until=1_764_000_000_000_000
)
ROAMING = held_back("roaming", "not_eligible", "roaming is empty", "eligibility")
SHOCK = HeldBack(
    policy="bill-shock",
    kind="advise",
    name="bill-explained",
    reason=Reason(
        code="condition_false", words="total is ₱990.00, not more than ₱1,500.00", rule="condition"
    ),
)
DECISION = Decision(
    id="d-1",
    business="3f9a0c11d2e4",
    at=1_763_000_000_000_000,
    chosen=[STATUS, CREDIT],
    held_back=[FIBRE, FAMILY, ROAMING],
    not_held=["bill-shock"],
    explained=[SHOCK],
    evaluated=6,
)


def without(**changes: Any) -> Decision:
    return msgspec.structs.replace(DECISION, **changes)


def test_a_decision_reads_as_a_list() -> None:
    assert list(decision_lines(DECISION, HEADING, False, 120)) == [
        "Maria Santos · gold · 38 months with us · Filipino",
        "  1  outage-status  There is an outage in Cebu North since 08:10.        policy outage-near-you",
        "  2  outage-credit  The third outage in a quarter: P 0.62 × value 11.40  policy outage-credit",
        "  –  fibre          held back: a service problem is open                 service first",
        "  –  family         held back: declined 9 days ago, rests 30             contact policy",
        "  –  roaming        not now: roaming is empty                            eligibility",
    ]


def test_explained_it_says_what_each_answer_is_made_of_and_why_policies_did_not_hold() -> None:
    assert list(decision_lines(DECISION, HEADING, True, 120))[1:] == [
        "  1  outage-status  There is an outage in Cebu North since 08:10.        policy outage-near-you",
        "                    why: Tell them before they ask.",
        "  2  outage-credit  The third outage in a quarter: P 0.62 × value 11.40  policy outage-credit",
        "                    ₱100 credit",
        "                    say: We credit you ₱100.",
        "                    worth 7.07 PHP on average, costs 3.00 where accepted; declared: propensity,",
        "                    value; table levers: lever",
        "                    may be given without asking: up to 500 PHP (table authority)",
        "                    holds until 2025-11-24 16:00:00 UTC",
        "  –  fibre          held back: a service problem is open                 service first",
        "  –  family         held back: declined 9 days ago, rests 30             contact policy",
        "                    until 2025-11-24 16:00:00 UTC",
        "  –  roaming        not now: roaming is empty                            eligibility",
        "  –  bill-shock     not now: total is ₱990.00, not more than ₱1,500.00",
        "",
        "On record as d-1; 6 policies were asked, of business 3f9a0c11d2e4.",
    ]


def test_policies_about_something_else_are_told_together() -> None:
    about = [("bill-in-parts", ["bill", "bill_shock"]), ("new-sim", ["sim_lost"])]
    others = [
        HeldBack(
            policy=name,
            kind="offer",
            name=name,
            reason=Reason(code="not_asked", words="it answers about …", facts={"asked": asked}),
        )
        for name, asked in about
    ]
    lines = list(decision_lines(without(explained=[SHOCK, *others]), HEADING, True, 120))
    assert lines[-4] == (
        "Not asked, as they are about something else; name it with --situation, or let it be remembered:"
    )
    assert lines[-3] == "  bill-in-parts (bill, bill_shock), new-sim (sim_lost)"


def test_what_may_not_be_given_without_asking_says_whom_to_ask() -> None:
    dear = msgspec.structs.replace(
        CREDIT, authority=Authority(limit=2, within=False, source="table authority")
    )
    lines = " ".join(" ".join(decision_lines(without(chosen=[dear]), HEADING, True, 120)).split())
    assert "ask a lead before giving it: it costs more than may be given without asking, up to 2 PHP" in lines


def test_nothing_chosen_is_said() -> None:
    lines = list(decision_lines(without(chosen=[], held_back=[]), HEADING, False, 120))
    assert lines[1:] == ["  Nothing would help now that the policies know of."]


def test_nothing_in_it_moves_the_cursor() -> None:
    wild = msgspec.structs.replace(STATUS, words="a\x1b[2Jb\nc", name="x\ty")
    for line in decision_lines(without(chosen=[wild]), ["Ma\rria"], True, 100):
        assert line.isprintable()


# -- what other policies would change


def changes(then: Decision) -> list[tuple[str, str, str, str]]:
    return [(one.change, one.name, one.then, one.origin) for one in differences(DECISION, then)]


def test_the_same_is_the_same() -> None:
    assert differences(DECISION, without(id="", business="other", explained=[], not_held=[])) == []
    assert list(difference_lines(DECISION, DECISION, HEADING, "x", 120))[1:] == [f"  {SAME}"]


def test_what_comes_goes_and_moves() -> None:
    first = msgspec.structs.replace(CREDIT, rank=1)
    fibre = Chosen(
        rank=2, kind="offer", name="fibre", policy="faster", why="Fast.", words="P 0.20 × value 9.00"
    )
    gone = HeldBack(
        policy="outage-near-you",
        kind="advise",
        name="outage-status",
        reason=Reason(code="condition_false", words="there are no outages now", rule="condition"),
    )
    then = without(chosen=[first, fibre], held_back=[FAMILY, ROAMING], explained=[gone])
    assert changes(then) == [
        (
            "moves",
            "outage-credit",
            "The third outage in a quarter: P 0.62 × value 11.40",
            "policy outage-credit",
        ),
        ("comes", "fibre", "Fast: P 0.20 × value 9.00", "policy faster"),
        ("goes", "outage-status", "not now: there are no outages now", "policy outage-near-you"),
    ]
    assert list(difference_lines(DECISION, then, HEADING, "my/policies", 100))[1:] == [
        "If my/policies decided:",
        "  ~  outage-credit  at 1, now at 2                                            policy outage-credit",
        "  +  fibre          comes, at 2: Fast: P 0.20 × value 9.00; now held back: a  policy faster",
        "                    service problem is open",
        "  –  outage-status  goes: not now: there are no outages now                   policy outage-near-you",
    ]


def test_a_reason_that_changes_and_what_is_no_longer_proposed() -> None:
    longer = held_back("family", "resting", "declined 9 days ago, rests 60", "contact policy")
    new = held_back("sim-only", "no_consent", "no consent to offers", "consent offers")
    assert changes(without(held_back=[FIBRE, longer, new])) == [
        ("held_back", "sim-only", "held back: no consent to offers", "consent offers"),
        ("other_reason", "family", "held back: declined 9 days ago, rests 60", "contact policy"),
        ("not_proposed", "roaming", "no policy proposes it", "policy roaming-policy"),
    ]


def test_other_words_at_the_same_rank() -> None:
    dearer = msgspec.structs.replace(CREDIT, words="P 0.62 × value 20.00")
    assert changes(without(chosen=[STATUS, dearer]))[0][:2] == ("differs", "outage-credit")
    other = msgspec.structs.replace(CREDIT, until=1_765_000_000_000_000)
    lines = list(difference_lines(DECISION, without(chosen=[STATUS, other]), HEADING, "x", 120))
    assert "other details" in lines[2]


names = st.sampled_from(["a", "b", "c", "d"])
outcomes = st.lists(st.tuples(names, st.booleans()), max_size=5, unique_by=lambda pair: pair[0])


def decided(pairs: list[tuple[str, bool]]) -> Decision:
    ranked = [name for name, is_chosen in pairs if is_chosen]
    return without(
        chosen=[
            Chosen(rank=rank, kind="offer", name=name, policy=name, why="", words=name)
            for rank, name in enumerate(ranked, 1)
        ],
        held_back=[held_back(name, "resting", "rests") for name, is_chosen in pairs if not is_chosen],
        explained=[],
    )


@given(outcomes, outcomes)
def test_differences_turn_the_one_into_the_other(
    before: list[tuple[str, bool]], after: list[tuple[str, bool]]
) -> None:
    """What is chosen now, with what goes taken out and all ranks as they are said, is what would be chosen."""
    now, then = decided(before), decided(after)
    ranks = {one.name: one.rank for one in now.chosen}
    for one in differences(now, then):
        if one.change == "goes":
            del ranks[one.name]
        elif one.rank:
            ranks[one.name] = one.rank
    assert ranks == {one.name: one.rank for one in then.chosen}
    assert differences(now, now) == []


# -- columns


@given(st.text(st.sampled_from("ab 名é"), max_size=80), st.integers(18, 60))
def test_wrapping_loses_nothing_and_stays_within(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= columns for line in lines)


@given(
    st.lists(
        st.builds(
            Row,
            st.sampled_from(["1", "–"]),
            st.text(st.sampled_from("ab名"), max_size=10),
            st.text(st.sampled_from("ab 名"), max_size=150),
            st.text(st.sampled_from("ab "), max_size=20).map(str.strip),
            st.tuples(st.text(st.sampled_from("ab "), max_size=90)),
        ),
        max_size=4,
    ),
    st.integers(60, 160),
)
def test_rows_stay_within_the_terminal(rows: list[Row], columns: int) -> None:
    lines = list(rows_in(rows, columns))
    assert all(cell_len(line) <= columns for line in lines)
    assert len(lines) >= len(rows)


# -- folders


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_whole_business_is_tried_with_what_decides_in_it(tmp_path: Path) -> None:
    files = {
        "business.yaml": "name: x",
        "profile.yaml": "fields: {}",
        "policies/a.yaml": "policy: a",
        "policies/more/b.csv": "x",
        "offers/o.yaml": "offer: o",
        "contact-policy.yaml": "rest: 30d",
        "backoffice/main.py": "",
        "notes.md": "",
        ".git/config": "",
        "policies/a.yaml~": "",
    }
    found = files_to_try(written(tmp_path, files))
    assert set(found) == {*list(files)[:6]}
    assert found["policies/a.yaml"] == "policy: a"


@pytest.mark.parametrize(
    ("folder", "file", "text", "path"),
    [
        ("policies", "a.yaml", "policy: a", "policies/a.yaml"),
        ("policies", "deep/t.csv", "x", "policies/deep/t.csv"),
        ("next", "a.yaml", "# soon\n- policy: a", "policies/a.yaml"),
        ("offers", "o.yaml", "offer: o", "offers/o.yaml"),
        ("next", "contact-policy.yaml", "rest: 1d", "contact-policy.yaml"),
    ],
)
def test_a_part_of_a_business_is_put_where_it_belongs(
    tmp_path: Path, folder: str, file: str, text: str, path: str
) -> None:
    assert files_to_try(written(tmp_path / folder, {file: text})) == {path: text}


def test_a_folder_in_which_nothing_decides_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        files_to_try(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="Nothing in .* decides"):
        files_to_try(written(tmp_path, {"profile.yaml": "fields: {}"}))
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "a.yaml").write_bytes(b"policy: \xff")
    with pytest.raises(CommandError, match=r"policies/a\.yaml is not UTF-8"):
        files_to_try(tmp_path)
