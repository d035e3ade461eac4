"""channels.yaml: what is sound is read, what is not is told with its line and a remedy."""

import shutil
from pathlib import Path

import pytest

from tests.server import SAMPLE
from warmline.business.load import load
from warmline.business.model import BusinessError
from warmline.channels.declared import CHANNELS, Channels
from warmline.connectors.reading import CONNECTORS


def business(tmp_path: Path, text: str) -> Path:
    """The sample's own files with this channels.yaml."""
    for name in ("business.yaml", "identifiers.yaml", "profile.yaml"):
        (tmp_path / name).write_text((SAMPLE / name).read_text())
    (tmp_path / "channels.yaml").write_text(text)
    return tmp_path


def test_the_sample_declares_its_places() -> None:
    channels = CHANNELS.of(load(SAMPLE, [CHANNELS]))
    assert channels.websites["isla"].visitors == "WARMLINE_CHAT_SECRET"
    assert channels.text_messages["isla"].send == "messages.text"
    assert {"moa-manila", "central-bangkok"} <= set(channels.kiosks)
    assert "SIM card" in [text.source for text in channels.texts]
    assert "Open invoices" in [text.source for text in channels.texts]


def test_where_people_write_as_in_letters_is_declared_by_place(tmp_path: Path) -> None:
    text = "websites:\n  form: {title: Write to us, long_form: true}\n  shop: {title: Shop}\n"
    mail = "text_messages:\n  mail: {secret: MAIL_SECRET, send: mail.send, long_form: true}\n"
    channels = CHANNELS.of(load(business(tmp_path, text + mail), [CHANNELS]))
    assert channels.is_long_form("chat", "form") and channels.is_long_form("text", "mail")
    assert not channels.is_long_form("chat", "shop")
    assert not channels.is_long_form("text", "form") and not channels.is_long_form("phone", "")


def test_nothing_needs_to_be_declared(tmp_path: Path) -> None:
    folder = business(tmp_path, "")
    (folder / "channels.yaml").unlink()
    assert CHANNELS.of(load(folder, [CHANNELS])) == Channels()


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("websites:\n  Shop!: {title: x}", "channels.yaml:2", "cannot stand in an address"),
        (
            "text_messages:\n  a: {secret: s3cret-value, send: x.y}",
            "channels.yaml:2",
            "not the name of an env",
        ),
        ("text_messages:\n  a: {secret: S, send: x.y, longest: 10}", "channels.yaml:2", "longest is 10"),
        (
            "text_messages:\n  a: {secret: S, send: x.y, flow: nothing}",
            "channels.yaml:2",
            'no flow "nothing"',
        ),
        (
            "websites:\n  a:\n    title: x\n    sites: [www.example.com]",
            "channels.yaml:4",
            "not the address of a site",
        ),
        (
            "websites:\n  a:\n    title: x\n    sites: ['https://*.example.com']",
            "channels.yaml:4",
            "not the address",
        ),
        (
            "websites:\n  a:\n    title: x\n    sites: ['http://www.example.com']",
            "channels.yaml:4",
            "not the address",
        ),
        (
            "websites:\n  a:\n    title: x\n    sites: ['https://a.example/x']",
            "channels.yaml:4",
            "not the address",
        ),
        (
            "websites:\n  a:\n    title: x\n    visitors: s3cret-value",
            "channels.yaml:4",
            "environment variable",
        ),
        ("websites:\n  a:\n    title: x\n    type: nickname", "channels.yaml:4", 'no identifier "nickname"'),
        ("websites:\n  a: {title: x, signed_for: a day}", "channels.yaml:2", "not how long"),
        ("websites:\n  a: {title: x, signed_for: 1s}", "channels.yaml:2", "not how long"),
        ("websites:\n  a: {sites: []}", "channels.yaml:2", "title"),
        ("kiosks:\n  lobby:\n    title: Lobby\n    quiet: 2", "channels.yaml:4", "quiet is 2"),
        ("kiosks:\n  lobby:\n    title: Lobby\n    flow: nowhere", "channels.yaml:4", 'no flow "nowhere"'),
        ("kiosk:\n  lobby: {title: Lobby}", "channels.yaml:1", "kiosk"),
        ("own_page:\n  have: [plam]", "channels.yaml:2", 'no profile field "plam"'),
        ("own_page:\n  open: [birth_date]", "channels.yaml:2", "for staff only"),
        ("texts: [x]", "channels.yaml:1", "texts"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, text: str, place: str, what: str) -> None:
    with pytest.raises(BusinessError) as refused:
        load(business(tmp_path, text), [CHANNELS])
    found = [problem for problem in refused.value.problems if problem.file == "channels.yaml"]
    assert [problem.place for problem in found] == [place]
    assert what in str(found[0]) and found[0].remedy


@pytest.mark.parametrize(
    ("send", "what"),
    [
        ("messages.txt", 'there is no operation "messages.txt"'),
        ("accounts.account", "only looks something up"),
        ("messages.send", "does not take what there is to send"),
    ],
)
def test_what_sends_text_messages_takes_a_number_and_words(tmp_path: Path, send: str, what: str) -> None:
    folder = business(tmp_path, f"text_messages:\n  isla:\n    secret: S\n    send: {send}")
    shutil.copytree(SAMPLE / "connectors", folder / "connectors")
    with pytest.raises(BusinessError) as refused:
        load(folder, [CONNECTORS, CHANNELS])
    (problem,) = refused.value.problems
    assert problem.place == "channels.yaml:4"
    assert what in str(problem)
