"""Every kind of step: the example of its documentation is loaded and run through a case of its own.

A case is a YAML file: `steps`, `flows` and `files` make a sound business of the example; `turns` are what the customer
or the world gives, and what must come of it. It begins with the example, or with the flow `begin`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from tests.flows.island import PROFILE, Talk, book
from warmline.business.model import Disclosure
from warmline.events.catalogue import problem
from warmline.flows.effects import Record
from warmline.flows.inputs import Asked, Chose, Input, Keyed, Left, Result, Said, Silence
from warmline.flows.steps.registry import KINDS, MODULES

CASES = Path(__file__).parent / "steps"
_EXAMPLE = re.compile(r"\n\n((?:    .*\n|\n)+)")


def example(kind: str) -> str:
    """The YAML in the documentation of a kind."""
    module = next(one for one in MODULES if one.__name__.endswith(f".{kind}"))
    found = _EXAMPLE.search(module.__doc__ or "")
    assert found, f"{kind} shows no example"
    return found[1]


def flow_of(kind: str, case: Mapping[str, Any]) -> str:
    """The flow `case`: the example, and the steps that it leads to."""
    steps = "\n".join("    " + line.removeprefix("    ") for line in example(kind).splitlines())
    rest = yaml.safe_dump(case.get("steps") or {}, allow_unicode=True, sort_keys=False)
    rest = "" if rest.strip() == "{}" else "\n".join("    " + line for line in rest.splitlines())
    head = yaml.safe_dump({"flow": "case", **(case.get("flow") or {})})
    return f"{head}steps:\n{steps}\n{rest}\n"


def given(turn: Mapping[str, Any], talk: Talk) -> Input:
    """What a turn gives."""
    match turn:
        case {"says": text}:
            return Said(text=text)
        case {"keys": keys}:
            return Keyed(keys=keys)
        case {"chooses": option}:
            return Chose(option=option)
        case {"asks": what}:
            return Asked(what=what)
        case {"silent": _}:
            return Silence()
        case {"leaves": _}:
            return Left()
        case {"result": result}:
            return msgspec.convert({"id": talk.wanted.id, "outcome": "ok", **(result or {})}, Result)
    raise AssertionError(f"{turn} gives nothing")


def expect(turn: Mapping[str, Any], talk: Talk) -> None:
    """What must have come of it."""
    said = msgspec.to_builtins(talk.effects)
    if "hears" in turn:
        wanted = turn["hears"]
        assert talk.hears.split("\n") == (wanted if isinstance(wanted, list) else [wanted])
    if "options" in turn:
        assert talk.options == turn["options"]
    if "at" in turn:
        assert talk.session.stack[-1].step == turn["at"]
    for one in turn.get("effects", ()):
        assert any(one.items() <= effect.items() for effect in said), f"{one} is not in {said}"
    for kind, properties in turn.get("records", {}).items():
        assert (properties or {}).items() <= talk.record(kind).items()
    for kind in turn.get("not_recorded", ()):
        assert kind not in talk.recorded
    if "level" in turn:
        assert talk.session.level.name.lower() == turn["level"]
    if "keeps" in turn:
        kept = talk.session.variables.get("case", {})
        assert {name: kept.get(name) for name in turn["keeps"]} == turn["keeps"]
    if "ended" in turn:
        assert talk.session.outcome == turn["ended"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_kind_runs_through_its_case(kind: str) -> None:
    path = CASES / f"{kind}.yaml"
    assert path.exists(), f"write a case for {kind}: {path}"
    for case in yaml.safe_load_all(path.read_text()):
        files = {"flows/case.yaml": flow_of(kind, case)}
        files |= {f"flows/{name}.yaml": text for name, text in (case.get("flows") or {}).items()}
        talk = Talk(
            book({**files, **(case.get("files") or {})}),
            flow=case.get("begin", "case"),
            level=Disclosure[str(case.get("level", "verified")).upper()],
            channel=case.get("channel", "phone"),
            profile={**PROFILE, **(case.get("profile") or {})},
            contact=case.get("contact"),
        )
        for number, turn in enumerate(case["turns"]):
            if number:
                talk.give(given(turn, talk))
            expect(turn, talk)
            for effect in talk.effects:
                if isinstance(effect, Record):
                    assert problem(effect.type, {"contact": "c-1", **effect.properties}) == ""
            assert "a fault of Warmline" not in str(talk.effects)


def test_every_kind_says_what_it_is_for() -> None:
    assert {one.__name__.rpartition(".")[2] for one in MODULES} == {*KINDS}
    assert all((one.__doc__ or "").split("\n")[0].endswith((".", "`")) for one in MODULES)
