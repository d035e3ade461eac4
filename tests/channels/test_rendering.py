"""Every channel shows all that a prompt offers, and always a person; what comes back means the same everywhere."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.channels.rendering import entered, kiosk, numbering, plain, screen, spoken
from warmline.flows.inputs import Asked, Chose, Keyed, Said
from warmline.flows.prompts import Field, Kind, Option, Prompt
from warmline.language.words import LANGUAGES, Words

EN = Words("en")
MENU = Prompt(
    language="en",
    texts=("Hello Maria.", "What is it about?"),
    options=(
        Option(name="bill", label="Your bill", key="1", why="her bill doubled"),
        Option(name="outage", label="The outage", key="2"),
        Option(name="map", label="Map of outages", kind="link", link="https://isla.example/map"),
    ),
)

words_of_it = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
labels = words_of_it.filter(str.strip)
kinds = st.sampled_from(get_args(Kind))


@st.composite
def prompts(draw: st.DrawFn) -> Prompt:
    names = draw(st.lists(st.text("abcdefgh-", min_size=1, max_size=8), max_size=14, unique=True))
    keys = draw(st.permutations([str(number) for number in range(1, 10)] + [""] * 10))
    links = st.sampled_from(["", "https://isla.example/x", "javascript:alert(1)", "http://isla.example"])
    options = tuple(
        Option(name=name, label=draw(labels), key=key, kind=draw(kinds), link=draw(links))
        for name, key in zip(names, keys, strict=False)
    )
    field = draw(
        st.none()
        | st.builds(
            Field,
            kind=st.sampled_from(["digits", "amount", "date", "text", "code"]),
            secret=st.booleans(),
            example=words_of_it,
            length=st.integers(0, 8),
        )
    )
    texts = draw(st.lists(words_of_it, max_size=4))
    return Prompt(
        language=draw(st.sampled_from(LANGUAGES)),
        texts=tuple(texts),
        options=options,
        field=field,
        receipt=tuple(draw(st.lists(st.tuples(labels, labels), max_size=3))),
    )


def meant(option: Option) -> object:
    """What choosing an option means, on whatever channel."""
    if option.kind in ("person", "repeat", "back", "language"):
        return Asked(what=option.kind)
    return Chose(option=option.name)


@given(prompts())
def test_every_option_has_a_key_of_its_own_and_the_person_is_last(prompt: Prompt) -> None:
    found = numbering.numbered(prompt, Words(prompt.language))
    keys = [key for key, _ in found]
    assert len(set(keys)) == len(keys)
    assert keys[-1] == "0" and found[-1].option.kind == "person"
    reachable = {option.name for _, option in found} | {option.name for option in numbering.links(prompt)}
    assert {one.name for one in prompt.options if one.kind != "person"} <= reachable


@given(prompts())
def test_keys_that_are_spoken_lead_where_they_say(prompt: Prompt) -> None:
    words = Words(prompt.language)
    said = spoken.spoken(prompt, words)
    for key, option in numbering.numbered(prompt, words):
        assert key.replace("*", "").replace("#", "") in said
        if not (prompt.field and key.isdigit() and key != "0"):
            assert entered.keyed(prompt, key, words) == meant(option)
            assert entered.keyed(prompt, key + "#", words) == meant(option)


@given(prompts(), st.integers(20, 320))
def test_plain_text_comes_in_parts_that_fit_and_loses_nothing(prompt: Prompt, most: int) -> None:
    words = Words(prompt.language)
    parts = plain.plain(prompt, words, most)
    assert parts and all(0 < len(part) <= most for part in parts)
    squeezed = re.sub(r"\s", "", "".join(parts))
    for text in (*prompt.texts, *(f"{label}: {value}" for label, value in prompt.receipt)):
        assert re.sub(r"\s", "", text) in squeezed
    for key, option in numbering.numbered(prompt, words):
        assert re.sub(r"\s", "", f"{key}{option.label}") in squeezed


@given(prompts())
def test_a_written_number_is_the_option_of_that_line(prompt: Prompt) -> None:
    words = Words(prompt.language)
    for key, option in numbering.numbered(prompt, words):
        if not (prompt.field and key.isdigit() and key != "0"):
            assert entered.written(prompt, f" {key}. ", words) == meant(option)


@given(prompts())
def test_screens_always_offer_a_person_and_lead_nowhere_unsafe(prompt: Prompt) -> None:
    words = Words(prompt.language)
    drawn = screen.screen(prompt, words)
    assert [one.kind for one in drawn.options].count("person") == 1
    assert {one.name for one in prompt.options if one.kind != "person"} <= {one.name for one in drawn.options}
    assert all(one.link == "" or one.link.startswith("https://") for one in drawn.options)
    assert all(bool(one.link) == (one.kind == "link") for one in drawn.options)
    big = kiosk.step(prompt, words)
    assert big.person.kind == "person"
    assert all(not one.link for one in big.options)
    names = {one.name for one in big.options} | {one.name for one in numbering.links(prompt)}
    assert {one.name for one in prompt.options if one.kind != "person"} <= names


@given(prompts(), words_of_it)
def test_anything_that_is_written_is_taken(prompt: Prompt, text: str) -> None:
    given_ = entered.written(prompt, text, Words(prompt.language))
    if isinstance(given_, Said):
        assert given_.text == text


def test_a_phone_is_short_and_ends_with_the_person() -> None:
    assert spoken.spoken(MENU, EN) == (
        "Hello Maria. What is it about? Map of outages: you find it at https://isla.example/map. "
        "Press 1 for Your bill, 2 for The outage, 0 for a person."
    )


def test_a_text_message_has_a_line_for_each_option() -> None:
    assert plain.plain(MENU, EN) == [
        "Hello Maria.\nWhat is it about?\nMap of outages: https://isla.example/map\n"
        "1 Your bill\n2 The outage\n0 A person"
    ]


def test_why_an_option_stands_where_it_stands_is_not_told() -> None:
    drawn = screen.screen(MENU, EN)
    assert not hasattr(drawn.options[0], "why") and "doubled" not in repr(drawn)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("1", Chose(option="bill")),
        ("2)", Chose(option="outage")),
        ("your BILL", Chose(option="bill")),
        ("0", Asked(what="person")),
        ("*2", Asked(what="back")),
        ("my bill doubled", Said(text="my bill doubled")),
        ("7", Said(text="7")),
    ],
)
def test_lines_of_text_mean_what_they_say(text: str, means: object) -> None:
    assert entered.written(MENU, text, EN) == means


def test_a_number_answers_what_is_asked_for() -> None:
    asked = Prompt(
        language="en",
        texts=("Your account number?",),
        field=Field(kind="account"),
        options=(Option(name="skip", label="I do not have it"),),
    )
    assert numbering.numbered(asked, EN)[0].key == "*4"
    assert entered.keyed(asked, "7013550#", EN) == Keyed(keys="7013550#")
    assert entered.written(asked, "1", EN) == Said(text="1")
    assert entered.keyed(asked, "*4", EN) == Chose(option="skip")
    assert entered.keyed(asked, "0", EN) == Asked(what="person")


@pytest.mark.parametrize(
    ("kind", "pad"), [("account", "numbers"), ("amount", "amount"), ("date", "date"), ("name", "letters")]
)
def test_a_kiosk_has_the_pad_that_fits(kind: str, pad: str) -> None:
    field = Field(kind=kind, secret=True, length=6)  # type: ignore[arg-type]
    drawn = kiosk.step(Prompt(language="en", texts=("A", "B"), field=field), EN)
    assert (drawn.pad, drawn.secret, drawn.length, drawn.heading, drawn.texts) == (pad, True, 6, "B", ("A",))
