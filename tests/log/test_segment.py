"""The Segment decoder: what each message becomes, and that nothing a client sends is lost or crashes it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.events.model import Event, Identifier
from warmline.log import moment, native, segment
from warmline.log.model import Source
from warmline.log.wire import NotJSON, RequestError, TooLarge

NOW = moment.parse("2026-03-01T10:00:00Z", "now")
SECRET = Source(name="shop", user_type="account")
PUBLIC = Source(name="browser", public=True, types=("page.viewed", "Clicked"), user_type="account")


def encoded(message: object) -> bytes:
    return json.dumps(message).encode()


def one(kind: str, source: Source = SECRET, /, **message: Any) -> Event:
    decoded = segment.decode(kind, encoded(message), source, NOW)
    assert not decoded.rejected
    return decoded.events[0]


def reason(kind: str, source: Source = SECRET, /, **message: Any) -> str:
    decoded = segment.decode(kind, encoded(message), source, NOW)
    assert not decoded.events
    assert decoded.rejected[0].raw == encoded(message)
    return decoded.rejected[0].reason


@pytest.mark.parametrize(
    ("kind", "message", "type_", "properties"),
    [
        ("identify", {"traits": {"plan": "gold"}}, "customer.identified", {"traits": {"plan": "gold"}}),
        ("track", {"event": " Paid ", "properties": {"total": 5}}, "Paid", {"total": 5}),
        ("track", {"event": "Paid", "properties": None}, "Paid", {}),
        ("page", {"name": "Plans", "properties": {"url": "/p"}}, "page.viewed", {"url": "/p", "name": "Plans"}),
        ("screen", {"name": "Bill"}, "screen.viewed", {"name": "Bill"}),
        ("group", {"groupId": "g", "traits": {"email": "all@g.example"}}, "customer.grouped",
         {"groupId": "g", "traits": {"email": "all@g.example"}}),
        ("alias", {"previousId": "a1"}, "customer.aliased", {"previousId": "a1", "userId": "7"}),
        ("track", {"event": "x", "context": {"ip": "1.2.3.4"}, "integrations": {}, "odd": [1]}, "x",
         {"context": {"ip": "1.2.3.4"}, "integrations": {}, "odd": [1]}),
        ("track", {"event": "x", "properties": {"context": "mine"}, "context": {"ip": "1"}}, "x",
         {"context": "mine", "message.context": {"ip": "1"}}),
    ],
)  # fmt: skip
def test_what_a_message_becomes(kind: str, message: dict[str, Any], type_: str, properties: object) -> None:
    event = one(kind, userId="7", messageId="m", writeKey="secret", **message)
    assert (event.type, event.message_id, event.source) == (type_, "m", "shop")
    assert event.properties == properties
    assert (event.occurred, event.received) == (NOW, NOW)


def test_identifiers_of_a_secret_source_are_verified() -> None:
    event = one(
        "identify", userId=4711, anonymousId="a", traits={"email": "m@x.example", "phone": 66812345678},
        context={"traits": {"email": "m@x.example"}, "device": {"id": "d"}, "externalIds": [
            {"id": "c1", "type": "crm", "collection": "users", "encoding": "none"},
            {"id": "5d4", "type": "email", "encoding": "md5"},
            {"id": "g", "type": "group", "collection": "accounts"}]},
    )  # fmt: skip
    assert [str(each) for each in event.identifiers] == [
        "account:4711", "anonymous:a", "email:m@x.example", "phone:66812345678", "device:d", "crm:c1"
    ]  # fmt: skip
    assert all(each.verified for each in event.identifiers)


def test_a_public_source_vouches_for_nobody_and_sends_listed_types_only() -> None:
    event = one("track", PUBLIC, event="Clicked", userId="7", anonymousId="a")
    assert not any(each.verified for each in event.identifiers)
    assert "may not send" in reason("identify", PUBLIC, userId="7")


def test_who_an_alias_names() -> None:
    assert Identifier("anonymous", "a1", True) in one("alias", previousId="a1", userId="7").identifiers
    as_user = one("alias", previousId="6", userId="7", previousIdType="user")
    assert [str(each) for each in as_user.identifiers] == ["account:7", "account:6"]


@pytest.mark.parametrize(
    ("kind", "message", "says"),
    [
        ("track", {"event": "x"}, "userId"),
        ("track", {"event": "x", "userId": "  "}, "userId"),
        ("track", {"event": "x", "userId": True}, "must be text"),
        ("track", {"event": "x", "userId": "u" * 257}, "256"),
        ("track", {"userId": "1"}, "event"),
        ("track", {"userId": "1", "event": "e" * 201}, "200"),
        ("track", {"userId": "1", "event": "a\nb"}, "printable"),
        ("track", {"userId": "1", "event": "x", "properties": [1]}, "properties"),
        ("track", {"userId": "1", "event": "x", "messageId": "m" * 100}, "messageId"),
        ("track", {"userId": "1", "event": "x", "timestamp": "yesterday"}, "ISO 8601"),
        ("track", {"userId": "1", "event": "x", "timestamp": 1700000000}, "ISO 8601"),
        ("track", {"userId": "1", "event": "x", "properties": {"a": [1, 2**63]}}, "properties.a[1]"),
        ("track", {"userId": "1", "event": "x", "properties": {"a": "b\0"}}, "NUL"),
        ("track", {"userId": "1", "event": "x", "properties": {"a\0": 1}}, "NUL"),
        ("identify", {"userId": "1", "traits": "x"}, "traits"),
        ("group", {"userId": "1"}, "groupId"),
        ("alias", {"userId": "1"}, "previousId"),
    ],
)
def test_what_is_rejected_says_why(kind: str, message: dict[str, Any], says: str) -> None:
    assert says in reason(kind, **message)


def test_a_bad_item_does_not_spoil_its_batch() -> None:
    good = b'{"type":"track","event":"x","userId":"1"}'
    bad = [
        b"7", b'{"type":"nonsense","userId":"1"}', b'{"userId":"1"}', b'{"type":"page","userId":NaN}',
        b'{"type":"page","userId":"\\ud800"}', b'{"type":"page","userId":"\xff"}', b"[" * 5000 + b"]" * 5000,
        b'{"type":"page","userId":"1","n":1e999}', b'{"type":"page","userId":"1","n":' + b"9" * 9000 + b"}",
        b'{"type":"page","userId":"1","t":"' + b"x" * 33_000 + b'"}',
    ]  # fmt: skip
    body = (
        b'{"writeKey":"k","batch":[' + b" , ".join([good, *bad, good]) + b'],"sentAt":"2026-03-01T10:00:00Z"}'
    )
    decoded = segment.decode("batch", body, SECRET, NOW)
    assert len(decoded.events) == 2
    assert [each.raw for each in decoded.rejected] == bad
    assert [each.where for each in decoded.rejected] == [f"batch[{i + 1}]" for i in range(len(bad))]
    reasons = " ".join(each.reason for each in decoded.rejected)
    for said in (
        "not a JSON object",
        "nonsense",
        '"type" is missing',
        "NaN",
        "surrogate",
        "UTF-8",
        "32 levels",
        "32,768",
    ):
        assert said in reasons


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"{}", b'{"batch":7}', b'{"batch":[', b'{"batch":[}]', b"\xff", b'{"batch":[]}}',
     b'{"batch":[],"context":{"a":"\\u0000"}}', b"[" * 400_000],
)  # fmt: skip
def test_what_is_no_batch_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(NotJSON):
        segment.decode("batch", body, SECRET, NOW)


def test_limits() -> None:
    for body in (
        b" " * (500 * 1024 + 1),
        encoded({"batch": [0] * 2501}),
        encoded({"batch": [], "context": "x" * 5000}),
    ):
        with pytest.raises(TooLarge):
            segment.decode("batch", body, SECRET, NOW)
    with pytest.raises(TooLarge):
        one("track", userId="1", event="x", properties={"a": "x" * 33_000})
    for body in (b"{", b'{"userId":"1","event":NaN}', b"[" * 30_000, b'{"a":"' + b'\\"' * 16_000):
        with pytest.raises(NotJSON):
            segment.decode("track", body, SECRET, NOW)


def test_what_stands_beside_the_batch_goes_to_each_message() -> None:
    body = {
        "batch": [{"type": "page", "userId": "1", "context": {"ip": "own"}}],
        "context": {"ip": "all", "app": "a"},
    }
    event = segment.decode("batch", encoded(body), SECRET, NOW).events[0]
    assert event.properties["context"] == {"ip": "own", "app": "a"}


@pytest.mark.parametrize(
    ("times", "expected", "kept"),
    [
        ({"timestamp": "2026-03-01T16:59:59.5+07:00"}, "2026-03-01T09:59:59.500000Z", False),
        ({"timestamp": "2026-03-01T08:00:00Z", "sentAt": "2026-03-01T08:00:05Z"}, "2026-03-01T09:59:55.000000Z", True),
        ({"originalTimestamp": "2030-01-01T00:00:00Z", "sentAt": "2030-01-01T00:01:00Z"},
         "2026-03-01T09:59:00.000000Z", True),
        ({"timestamp": "2025-01-01T00:00:00Z", "sentAt": "2026-03-01T09:59:59Z"}, "2025-01-01T00:00:00.000000Z", False),
        ({"timestamp": "2026-03-01T09:30:00Z", "sentAt": "2026-03-01T08:00:00Z"}, "2026-03-01T09:30:00.000000Z", False),
        ({"timestamp": "2026-02-01T00:00:00Z", "originalTimestamp": "2026-02-01T00:00:09Z",
          "sentAt": "2026-02-01T00:00:10Z"}, "2026-02-01T00:00:00.000000Z", False),
        ({"timestamp": "2026-03-01T09:30:00Z", "sentAt": "soon"}, "2026-03-01T09:30:00.000000Z", False),
    ],
)  # fmt: skip
def test_a_wrong_clock_is_corrected_when_that_is_sane(
    times: dict[str, str], expected: str, kept: bool
) -> None:
    event = one("track", userId="1", event="x", **times)
    assert moment.write(event.occurred) == expected
    if kept:
        assert event.properties == {
            "originalTimestamp": times.get("originalTimestamp", times.get("timestamp")),
            "sentAt": times["sentAt"],
        }


def test_the_sent_time_of_a_batch_counts_for_its_messages() -> None:
    item = {"type": "page", "userId": "1", "timestamp": "2026-03-01T07:00:00Z"}
    body = encoded({"batch": [item], "sentAt": "2026-03-01T07:00:30Z"})
    assert (
        moment.write(segment.decode("batch", body, SECRET, NOW).events[0].occurred)
        == "2026-03-01T09:59:30.000000Z"
    )


def test_a_message_without_an_id_is_named_by_its_content_when_it_has_a_time() -> None:
    def ids(*messages: dict[str, Any], now: int = NOW) -> list[str]:
        items = [{"type": "track", "event": "x", "userId": "1", **message} for message in messages]
        return [
            event.message_id
            for event in segment.decode("batch", encoded({"batch": items}), SECRET, now).events
        ]

    timed = {"timestamp": "2026-03-01T09:00:00Z"}
    assert ids(timed) == ids(timed, now=NOW + 1) != ids({"timestamp": "2026-03-01T09:00:01Z"})
    first, second = ids({}, {})
    assert first != second and ids({}) != ids({}, now=NOW + 1)
    assert len(first) < 100


def test_channel() -> None:
    assert one("page", userId="1").channel == "web"
    assert one("screen", userId="1").channel == "mobile"
    assert one("track", userId="1", event="x").channel == ""
    assert one("track", userId="1", event="x", channel="server").channel == "server"
    assert one("track", userId="1", event="x", context={"channel": "browser"}).channel == "web"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29T12:00:00.123456789Z", "2024-02-29T12:00:00.123456Z"),
        ("2024-02-29t12:00:00z", "2024-02-29T12:00:00.000000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
        ("2024-02-29", "2024-02-29T00:00:00.000000Z"),
        ("1969-07-20T20:17:40-00:30", "1969-07-20T20:47:40.000000Z"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert moment.write(moment.parse(text, "time")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20240101",
        "2024-13-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2024-01-01T25:00Z",
    ],
)
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        moment.parse(text, "time")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["type", "userId", "anonymousId", "event", "properties", "traits", "context", "timestamp", "sentAt", "messageId",
     "groupId", "previousId", "originalTimestamp", "channel", "previousIdType"]
)  # fmt: skip
MESSAGES = st.dictionaries(
    FIELDS, JSON | st.sampled_from([*segment.KINDS, "2026-01-01T00:00:00Z"]), max_size=8
)


@settings(deadline=None, max_examples=300)
@given(st.lists(MESSAGES | JSON, max_size=5))
def test_every_item_ends_as_an_event_or_a_reject(items: list[object]) -> None:
    raws = [json.dumps(item).encode() for item in items]
    decoded = segment.decode("batch", b'{"batch":[' + b",".join(raws) + b"]}", SECRET, NOW)
    assert len(decoded.events) + len(decoded.rejected) == len(items)
    assert all(each.raw == raws[int(each.where[6:-1])] for each in decoded.rejected)
    for event in decoded.events:
        assert native.decode(native.encode(event), "", NOW) == event


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([*segment.KINDS, "batch"]),
    st.binary() | JSON.map(lambda value: json.dumps(value).encode()),
)
def test_arbitrary_bytes_raise_nothing_but_the_named_errors(kind: str, body: bytes) -> None:
    try:
        decoded = segment.decode(kind, body, PUBLIC, NOW)
    except RequestError as error:
        assert error.reason
    else:
        assert all(each.reason for each in decoded.rejected)


def test_rejects_can_be_corrected_and_replayed() -> None:
    decoded = segment.decode("track", b'{"event":"x"}', SECRET, NOW)
    kept = decoded.rejected[0]
    assert native.replay(kept.form, kept.raw, SECRET, NOW).rejected[0].raw == kept.raw
    assert native.replay(kept.form, b'{"event":"x","userId":"1"}', SECRET, NOW).events[0].type == "x"
    late = b'{"type":"page","userId":"1","timestamp":"2026-01-01T00:00:00Z","sentAt":"2026-01-01T00:00:01Z"}'
    replayed = native.replay("segment", late, SECRET, NOW).events[0]
    assert moment.write(replayed.occurred) == "2026-01-01T00:00:00.000000Z"
    assert native.replay("segment:batch", b'{"batch":[' + late + b"]}", SECRET, NOW).events
    assert native.replay("nonsense", late, SECRET, NOW).rejected


def test_a_public_source_cannot_say_more_by_replay() -> None:
    event = Event(source="billing", message_id="1", type="Clicked", occurred=NOW, cause="c",
                  identifiers=(Identifier("account", "1", True),))  # fmt: skip
    replayed = native.replay("event", native.encode(event), PUBLIC, NOW).events[0]
    assert (replayed.source, replayed.identifiers, replayed.cause) == (
        "browser",
        (Identifier("account", "1"),),
        "",
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"x", "not JSON"),
        (b"[]", "object"),
        (b'{"type":"x"}', "occurred"),
        (b'{"type":"x","ocurred":"2026-01-01"}', "ocurred"),
        (b'{"type":"x","occurred":"2026-01-01","identifiers":[{"type":"a"}]}', "value"),
        (b'{"type":"x","occurred":"2026-01-01","identifiers":[{"type":"a","value":""}]}', "identifier"),
        (b'{"type":"x","occurred":"soon"}', "ISO 8601"),
    ],
)
def test_native_lines_that_are_no_events(raw: bytes, says: str) -> None:
    problem = native.decode(raw, "files", NOW)
    assert isinstance(problem, str)
    assert says in problem


def test_a_native_line_without_an_id_is_named_by_its_bytes() -> None:
    line = b'{"type":"x","occurred":"2026-01-01T00:00:00Z"}'
    first, again = native.decode(line, "files", NOW), native.decode(line + b"\n", "files", NOW + 5)
    assert isinstance(first, Event) and isinstance(again, Event)
    assert first.id == again.id
