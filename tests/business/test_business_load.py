"""A business folder becomes a `Business`, or every problem with file, line and remedy."""

import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warmline.business.decode import decode
from warmline.business.folder import Folder, is_ignored, matches
from warmline.business.hosts import may_call
from warmline.business.load import load, load_files
from warmline.business.model import Business, BusinessError, Field, Problem
from warmline.business.report import Report, render
from warmline.business.section import Section
from warmline.business.window import window_microseconds

from .broken_files import ABOUT, BROKEN, field, webhook
from .sound_business import FILES, put

SAMPLE = Path(__file__).parents[2] / "examples" / "mobile-operator"


def found(folder: Path, *sections: Section[Any]) -> list[Problem]:
    """All problems and warnings of a folder."""
    try:
        return list(load(folder, sections).warnings)
    except BusinessError as error:
        return error.problems


def test_a_sound_folder_is_a_business(folder: Path) -> None:
    business = load(folder)
    assert business.name == "Isla Mobile"
    assert business.countries == ("PH", "NO")
    assert business.hosts == ("hooks.example.com", "*.partner.example", "127.0.0.1:9000")
    assert business.identifiers["phone"].blocked == ("+0000",)
    assert business.fields["plan"].last == {"customer.identified": "traits.plan"}
    assert business.fields["invoices"].with_ == ("invoice", "total")
    assert business.webhooks["crm"].on == ("invoice.issued",)
    assert business.warnings == ()


def test_what_follows_from_the_fold_need_not_be_written(folder: Path) -> None:
    fields = load(folder).fields
    assert fields["contacts_7d"].type == "integer"
    assert fields["invoices"].type == "list"
    assert fields["paid"].default == {"amount": 0, "currency": "PHP"}
    assert fields["last_invoice"].default == {"amount": 0, "currency": "PHP"}


def test_webhooks_are_optional_the_others_are_not(folder: Path) -> None:
    put(folder, webhooks__yaml=None)
    assert load(folder).webhooks == {}
    put(folder, profile__yaml=None, identifiers__yaml=None)
    assert [(p.file, p.line, p.what) for p in found(folder)] == [
        ("identifiers.yaml", 0, "is missing"),
        ("profile.yaml", 0, "is missing"),
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert [p.what for p in found(tmp_path / "nowhere")] == ["there is no such folder"]


@pytest.mark.parametrize(("file", "content", "expected"), BROKEN)
def test_a_broken_file_says_where_and_what_to_do(
    folder: Path, file: str, content: str, expected: str
) -> None:
    (folder / file).write_text(content)
    where, remedy = expected.split(" |")
    said = [(f"{p.line}: {p.what}", p.remedy) for p in found(folder) if p.file == file]
    assert any(what == where and text.startswith(remedy.strip()) for what, text in said), said


def test_the_secret_itself_is_never_repeated(folder: Path) -> None:
    put(folder, webhooks__yaml=webhook(secret="sk-live-9a8f"))
    assert "sk-live" not in render(found(folder))


@pytest.mark.parametrize(
    "declared",
    [
        "{last: {invoice.issued: invoice}, default: null}",
        "{last: {my.own.type: whatever.it.is}, default: null}",
        "{last: {customer.identified: traits.shoe_size}, default: null}",
        "{last: {customer.identified: properties.traits.plan | traits.name}, default: null}",
        "{type: time, last: {contact.started: occurred}, default: null}",
        "{last: {contact.started: channel, a: =phone}, default: ''}",
        "{type: boolean, last: {a: =true}, default: false}",
        "{count: order.placed, window: 2w, default: 0}",
        "{type: number, mean: {a: b}, keep: 5, default: 0}",
        "{items: {set: {a: id}, close: {b: id}}, with: [name]}",
        "{type: list, last: {a: b}, default: []}",
        "{type: date, last: {a: b}, default: 2025-01-31}",
    ],
)
def test_declarations_that_are_fine(folder: Path, declared: str) -> None:
    put(folder, profile__yaml=field(declared))
    assert found(folder) == []


def test_webhooks_may_go_to_this_machine_without_encryption(folder: Path) -> None:
    put(folder, webhooks__yaml=webhook(url="http://127.0.0.1:9000/hook"))
    assert load(folder).webhooks["crm"].url == "http://127.0.0.1:9000/hook"


def test_all_problems_come_at_once_sorted(folder: Path) -> None:
    put(
        folder,
        profile__yaml=field("{count: [a], window: x}") + "a: b\n",
        business__yaml=ABOUT.replace("PHP", "XYZ"),
    )
    put(folder, identifiers__yaml="a: [\n")
    places = [(p.file, p.line) for p in found(folder)]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"business.yaml", "identifiers.yaml", "profile.yaml"}


def test_a_warning_does_not_keep_it_from_loading(folder: Path) -> None:
    put(folder, profile__yaml=field("{count: [invoice.isued]}"), webhook__yaml="a: 1")
    put(folder, webhooks__yaml=None)
    business = load(folder)
    assert [(w.file, w.level) for w in business.warnings] == [
        ("profile.yaml", "warning"),
        ("webhook.yaml", "warning"),
    ]
    assert render(business.warnings).endswith("2 warnings. This business can be loaded.")


def test_problems_are_printed_in_columns() -> None:
    problems = [
        Problem("flows/payment.yaml", 31, 'step "card": no way to a person', "remove it"),
        Problem("locale/th", 0, "3 prompts have no translation", "listed"),
    ]
    assert render(problems) == (
        'flows/payment.yaml:31  step "card": no way to a person  remove it\n'
        "locale/th              3 prompts have no translation    listed\n"
        "2 problems. This business was not loaded; the running one is unchanged."
    )
    assert render(problems[:1], running=False).endswith("\n1 problem. This business was not loaded.")
    assert render([]) == "No problems."


# Versions and files


def test_the_version_says_what_is_in_the_folder(folder: Path, tmp_path: Path) -> None:
    version = load(folder).version
    assert len(version) == 12 and int(version, 16) >= 0
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    assert load(copy).version == version
    (copy / "notes.md").write_text("x")
    assert load(copy).version != version


def test_what_is_not_part_of_the_folder(folder: Path, tmp_path: Path) -> None:
    version = load(folder).version
    (folder / ".git").mkdir()
    for name in (
        ".git/HEAD",
        ".hidden",
        "profile.yaml~",
        "#profile.yaml#",
        ".profile.yaml.swp",
        "4913",
        "a.tmp",
    ):
        (folder / name).write_text("x")
    outside = tmp_path / "outside.yaml"
    outside.write_text("a: 1")
    (folder / "stolen.yaml").symlink_to(outside)
    (folder / "policies").symlink_to(tmp_path)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    os.mkfifo(folder / "pipe.yaml")
    assert load(folder).version == version


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "..data").mkdir()
    (folder / "webhooks.yaml").rename(folder / "..data" / "webhooks.yaml")
    (folder / "webhooks.yaml").symlink_to("..data/webhooks.yaml")
    assert "crm" in load(folder).webhooks


def test_a_snapshot_loads_again(folder: Path) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    assert load_files(files) == load(folder)


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("a.yaml", False),
        ("flows/a.yaml", False),
        (".git/a", True),
        ("a/__pycache__/b.pyc", True),
        ("a.yaml~", True),
    ],
)
def test_ignored_paths(path: str, ignored: bool) -> None:
    assert is_ignored(path) is ignored


def test_patterns_go_name_by_name() -> None:
    assert matches("flows/a.yaml", "flows/*.yaml")
    assert not matches("flows/b/a.yaml", "flows/*.yaml")
    assert matches("flows/b/a.yaml", "flows/**/*.yaml") and matches("flows/a.yaml", "flows/**/*.yaml")


# Sections of the rooms above


class Policy(msgspec.Struct, forbid_unknown_fields=True):
    on: tuple[str, ...]


def read_policies(folder: Folder, business: Business, report: Report) -> dict[str, Policy]:
    policies = {}
    for path in folder.matching("policies/*.yaml"):
        node = folder.yaml(path, report)
        policy = decode(node, Policy, report, "policy") if node else None
        if policy:
            policies[path] = policy
    return policies


POLICIES = Section("policies", ("policies/*.yaml",), read_policies)


def test_a_section_reads_its_own_files(folder: Path) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "a.yaml").write_text("on: invoice.issued")
    business = load(folder, [POLICIES])
    assert POLICIES.of(business) == {"policies/a.yaml": Policy(on=("invoice.issued",))}
    (folder / "policies" / "a.yaml").write_text("\nonn: x")
    assert [(p.file, p.line) for p in found(folder, POLICIES)] == [("policies/a.yaml", 2)] * 2


def test_yaml_of_a_section_is_reported_even_if_the_rest_is_broken(folder: Path) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "a.yaml").write_text("a: [")
    put(folder, profile__yaml="a: [")
    assert {p.file for p in found(folder, POLICIES)} == {"policies/a.yaml", "profile.yaml"}


# Odds and ends


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.example.com/x", True),
        ("https://hooks.example.com:8443/x", True),
        ("https://HOOKS.example.com./x", True),
        ("https://api.partner.example/", True),
        ("https://partner.example/", False),
        ("https://evilpartner.example/", False),
        ("https://hooks.example.com.evil.org/", False),
        ("https://hooks.example.com@evil.org/", False),
        ("https://evil.org#hooks.example.com", False),
        ("https://evil.org\\@hooks.example.com/", False),
        ("http://127.0.0.1:9000/", True),
        ("http://127.0.0.1:9001/", False),
        ("https://[::1", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_listed_hosts_may_be_called(url: str, allowed: bool) -> None:
    assert may_call(url, ("hooks.example.com", "*.partner.example", "127.0.0.1:9000")) is allowed


def test_windows_in_microseconds() -> None:
    assert [window_microseconds(text) for text in ("30m", "12h", "7d")] == [
        1_800_000_000,
        43_200_000_000,
        604_800_000_000,
    ]
    with pytest.raises(ValueError, match="not a length of time"):
        window_microseconds("7")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *"ab:-[]{}&*!|>'\"#%@,?\n ",
            *(
                "identifiers:",
                "fields:",
                "webhooks:",
                "\n  ",
                "last:",
                "count:",
                "items:",
                "default:",
                "window: 7d",
            ),
            *(
                "type: money",
                "priority: 1",
                "url: https://a",
                "on: x",
                "secret: A",
                "null",
                "true",
                "9" * 30,
                "1.5",
            ),
            *(
                "name: a",
                "region: PH",
                "languages: [en]",
                "hosts: {allow: [a]}",
                "with:",
                "{}",
                "[]",
                "=x",
                "a | b",
            ),
        ]
    ),
    max_size=25,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    name=st.sampled_from(sorted(FILES)), content=st.one_of(st.binary(max_size=100), FRAGMENTS.map(str.encode))
)
def test_nothing_but_a_business_error_ever(name: str, content: bytes) -> None:
    files = {file: text.encode() for file, text in FILES.items()} | {name: content}
    try:
        load_files(files)
    except BusinessError as error:
        assert error.problems
        render(error.problems)


JUNK: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "a", "a.b", "=x", "7d", "money"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["", "a", "invoice.issued"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.sampled_from([f.encode_name for f in msgspec.structs.fields(Field)]), JUNK, max_size=5)
)
def test_fields_of_any_shape_are_answered_with_problems(declared: dict[str, Any]) -> None:
    content = msgspec.yaml.encode({"fields": {"f": declared}})
    try:
        load_files({file: text.encode() for file, text in FILES.items()} | {"profile.yaml": content})
    except BusinessError as error:
        assert all(problem.file == "profile.yaml" for problem in error.problems)


@pytest.mark.skipif(not (SAMPLE / "business.yaml").exists(), reason="the sample business is not there")
def test_the_sample_business_is_sound() -> None:
    problems = found(SAMPLE)
    assert problems == [], render(problems)
