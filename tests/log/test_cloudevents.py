"""The CloudEvents decoder: its three modes, and that nothing a client sends is lost or crashes it."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.events.model import Event, Identifier
from warmline.log import cloudevents, moment, native
from warmline.log.model import Decoded, Source
from warmline.log.wire import NotJSON, RequestError, TooLarge, UnsupportedMedia

NOW = moment.parse("2026-03-01T10:00:00Z", "now")
SOURCE = Source(name="billing")
PUBLIC = Source(name="page", public=True, types=("a.b",))
BASE = {"specversion": "1.0", "id": "1", "source": "/crm", "type": "a.b"}
HEADERS = {f"ce-{name}": value for name, value in BASE.items()}
STRUCTURED = {"content-type": "application/cloudevents+json; charset=utf-8"}
BATCH = {"content-type": "application/cloudevents-batch+json"}


def structured(by: Source = SOURCE, /, **more: Any) -> Decoded:
    return cloudevents.decode(STRUCTURED, json.dumps({**BASE, **more}).encode(), by, NOW)


def event(**more: Any) -> Event:
    decoded = structured(**more)
    assert not decoded.rejected
    return decoded.events[0]


def test_structured() -> None:
    got = event(
        time="2026-03-01T09:00:00+07:00", subject="account:77", channel="voice", cause="c0ffee", traceparent="00-1",
        data={"amount": 5, "identifiers": {"phone": ["+63917", 5], "email": "a@b.example"}},
    )  # fmt: skip
    assert (got.type, got.message_id, got.source) == ("a.b", "/crm 1", "billing")
    assert moment.write(got.occurred) == "2026-03-01T02:00:00.000000Z"
    assert (got.channel, got.cause) == ("voice", "c0ffee")
    assert [str(each) for each in got.identifiers] == [
        "phone:+63917",
        "phone:5",
        "email:a@b.example",
        "account:77",
    ]
    assert got.properties == {
        "amount": 5,
        "ce": {"source": "/crm", "subject": "account:77", "traceparent": "00-1"},
    }


@pytest.mark.parametrize(
    ("more", "properties"),
    [
        ({}, {}),
        ({"data": [1]}, {"data": [1]}),
        ({"data": "text", "datacontenttype": "text/plain"}, {"data": "text"}),
        ({"data_base64": "eyJhIjoxfQ==", "datacontenttype": "application/json"}, {"a": 1}),
        ({"data_base64": "AAE=", "datacontenttype": "image/png"}, {"data": "AAE="}),
    ],
)
def test_data(more: dict[str, Any], properties: dict[str, Any]) -> None:
    got = dict(event(**more).properties)
    assert got.pop("ce")
    assert got == properties


def test_binary() -> None:
    headers = HEADERS | {"content-type": "application/json", "ce-subject": "caf%C3%A9:1", "ce-note": '"a b"'}
    got = cloudevents.decode(headers, b'{"x":1}', SOURCE, NOW).events[0]
    assert got.properties == {"x": 1, "ce": {"source": "/crm", "subject": "café:1", "note": "a b"}}
    text = cloudevents.decode(HEADERS | {"content-type": "text/plain"}, "ü".encode(), SOURCE, NOW).events[0]
    assert text.properties["data"] == "ü"
    image = cloudevents.decode(HEADERS | {"content-type": "image/png"}, b"\0\1", SOURCE, NOW).events[0]
    assert image.properties["data"] == "AAE="


@pytest.mark.parametrize(
    "subject", ["https://x.example/1", "urn:isbn:1", "no type", "mailto:a@b.example", "Account:1"]
)
def test_a_subject_that_names_nobody(subject: str) -> None:
    assert event(subject=subject).identifiers == ()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"id": ""}, '"id"'),
        ({"source": None}, '"source"'),
        ({"source": "a b"}, "spaces"),
        ({"type": 7}, '"type"'),
        ({"id": "x" * 500}, "500"),
        ({"time": "soon"}, "ISO 8601"),
        ({"data": {"identifiers": ["x"]}}, "identifiers"),
        ({"data": {"identifiers": {"account": {}}}}, "identifiers.account"),
        ({"data": {"identifiers": {"a": list(range(40))}}}, "16"),
        ({"data_base64": "?"}, "Base64"),
        ({"data": 1, "data_base64": "AAE="}, "exclude"),
        ({"data": {"n": 2**70}}, "64 bits"),
    ],
)
def test_what_is_rejected_says_why(more: dict[str, Any], says: str) -> None:
    rejected = structured(**more).rejected[0]
    assert says in rejected.reason
    assert rejected.raw == json.dumps({**BASE, **more}).encode()
    assert native.replay(rejected.form, json.dumps(BASE).encode(), SOURCE, NOW).events


def test_a_public_source() -> None:
    got = structured(PUBLIC, subject="account:1", cause="c").events[0]
    assert (got.identifiers, got.cause) == ((Identifier("account", "1"),), "")
    assert "may not send" in structured(PUBLIC, type="other").rejected[0].reason


def test_a_rejected_binary_event_keeps_headers_and_bytes() -> None:
    headers = HEADERS | {"ce-time": "soon", "content-type": "application/json"}
    rejected = cloudevents.decode(headers, b'{ "x" : 1 }', SOURCE, NOW).rejected[0]
    kept = json.loads(rejected.raw)
    assert base64.b64decode(kept["data_base64"]) == b'{ "x" : 1 }'
    kept["time"] = "2026-03-01T00:00:00Z"
    replayed = native.replay(rejected.form, json.dumps(kept).encode(), SOURCE, NOW)
    assert replayed.events[0].properties["x"] == 1


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        (STRUCTURED, b"{", NotJSON),
        (STRUCTURED, b"[" * 60_000, NotJSON),
        (STRUCTURED, b" " * 66_000, TooLarge),
        (BATCH, b"{}", NotJSON),
        (BATCH, b"[{]", NotJSON),
        (BATCH, json.dumps([1] * 2501).encode(), TooLarge),
        (BATCH, b" " * (4 * 1024 * 1024 + 1), TooLarge),
        (HEADERS, b" " * 66_000, TooLarge),
        ({"content-type": "application/json"}, b"{}", UnsupportedMedia),
        ({"content-type": "application/cloudevents+avro"}, b"", UnsupportedMedia),
    ],
)
def test_what_is_refused_as_a_whole(headers: dict[str, str], body: bytes, error: type[RequestError]) -> None:
    with pytest.raises(error):
        cloudevents.decode(headers, body, SOURCE, NOW)


def test_a_bad_item_does_not_spoil_its_batch() -> None:
    good = json.dumps(BASE).encode()
    bad = [b"7", b"{}", b'{"x":NaN}', b'{"x":"\\udc00"}', b'{"x":"' + b"y" * 66_000 + b'"}']
    decoded = cloudevents.decode(BATCH, b"[" + b",".join([good, *bad]) + b"]", SOURCE, NOW)
    assert len(decoded.events) == 1
    assert [each.raw for each in decoded.rejected] == bad
    assert [each.where for each in decoded.rejected] == ["[1]", "[2]", "[3]", "[4]", "[5]"]


VALUES = st.none() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text())
NAMES = st.sampled_from(
    ["id", "source", "type", "time", "subject", "data", "data_base64", "datacontenttype", "channel"]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.dictionaries(NAMES, VALUES), max_size=5))
def test_every_item_ends_as_an_event_or_a_reject(items: list[dict[str, object]]) -> None:
    raws = [json.dumps({**BASE, **item}).encode() for item in items]
    decoded = cloudevents.decode(BATCH, b"[" + b",".join(raws) + b"]", SOURCE, NOW)
    assert len(decoded.events) + len(decoded.rejected) == len(items)
    assert all(each.raw == raws[int(each.where[1:-1])] for each in decoded.rejected)
    for got in decoded.events:
        assert native.decode(native.encode(got), "", NOW) == got


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([STRUCTURED, BATCH, HEADERS]), st.dictionaries(st.text(), st.text()), st.binary())
def test_arbitrary_input_raises_nothing_but_the_named_errors(
    headers: dict[str, str], extra: dict[str, str], body: bytes
) -> None:
    more = {f"ce-{name.lower()}": value for name, value in extra.items()}
    try:
        decoded = cloudevents.decode({**more, **headers}, body, SOURCE, NOW)
    except RequestError as error:
        assert error.reason
    else:
        assert len(decoded.events) + len(decoded.rejected) == 1 or headers is BATCH
