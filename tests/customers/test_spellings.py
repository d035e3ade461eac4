"""In what forms text names somebody, and what only looks like it."""

from typing import Any

import msgspec
import pytest

from tests.customers.world import BUSINESS
from warmline.business.model import IdentifierType
from warmline.customers.identifiers import Normaliser
from warmline.customers.spellings import Spellings
from warmline.events.model import Identifier

TYPES = BUSINESS.identifiers | {
    "account": IdentifierType(priority=1, format="digits"),
    "handle": IdentifierType(priority=5, format="handle"),
}
NORMALISER = Normaliser(msgspec.structs.replace(BUSINESS, identifiers=TYPES))
MARIA = [
    ("phone", "+639175550101"),
    ("email", "maria@example.com"),
    ("account", "7013554"),
    ("account", "77"),
    ("user", "maria.s"),
    ("user", "maria"),
    ("handle", "mari"),
    ("anonymous", "ดา-1"),
]
SPELLINGS = Spellings(NORMALISER, MARIA)


@pytest.mark.parametrize(
    "text",
    [
        "call +639175550101",
        "call 0917 555 0101 please",
        "0917-555-0101",
        "(0917) 555.0101",
        "00639175550101",
        "+63 (0) 917 555 0101",
        "917 555 0101",
        "tel:63-917-555-0101;ext",
        "12 0917 555 0101 2026-03-01",
        "\uff10\uff19\uff11\uff17 \uff15\uff15\uff15 \uff10\uff11\uff10\uff11",
        "0917\u00a0555\u20110101",
        "her mail is MARIA@Example.com.",
        "?email=maria%40example.com&x=1",
        "account 701-3554",
        "no. 7013554, please",
        "user maria.s said",
        "ask user:maria",
        "account=77",
        "@mari is me",
        "ดา-1",
        "邮箱maria@example.com谢谢",
        "อีเมลmaria@example.comครับ",
        "账号7013554",
        "电话09175550101。",
    ],
)
def test_who_is_named(text: str) -> None:
    body = {"text": text, "list": ["x", {"deep": text}], "number": 5}
    assert SPELLINGS.may_be_in(msgspec.json.encode(body))
    assert SPELLINGS.is_in(body)
    left = SPELLINGS.without(body)
    assert "erased" in left["text"]
    assert left["list"] == ["x", {"deep": left["text"]}]
    assert not SPELLINGS.is_in(left)


@pytest.mark.parametrize(
    "text",
    [
        "+639175550102",
        "+1 917 555 0101",
        "1-917-555-0101",
        "99175550101234",
        "09175550101234",
        "xmaria@example.com",
        "maria@example.com.ph",
        "no. 17013554",
        "Ave Maria",
        "77 bottles",
        "mari",
        "maria.sx",
        "maria",
        "user:marianne",
    ],
)
def test_who_is_not(text: str) -> None:
    assert not SPELLINGS.is_in({"text": text})
    assert SPELLINGS.without({"text": text}) == {"text": text}


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"userId": "maria"}, {"userId": "erased"}),
        ({"account_number": 77}, {"account_number": "erased"}),
        ({"amount": 77, "userAgent": "maria"}, {"amount": 77, "userAgent": "maria"}),
        ({"phone": 9175550101}, {"phone": "erased"}),
        ({"user": {"id": "maria"}}, {"user": {"id": "erased"}}),
        ({"type": "user", "value": "maria"}, {"type": "user", "value": "erased"}),
        ({"type": "note", "value": "maria"}, {"type": "note", "value": "maria"}),
        ({"user": ["maria", "jo"]}, {"user": ["erased", "jo"]}),
        ({"0917 555 0101": 1}, {"erased": 1}),
        ({"yes": True, "none": None, "half": 0.5}, {"yes": True, "none": None, "half": 0.5}),
    ],
)
def test_what_stands_beside_a_value_says_what_it_is(value: Any, left: Any) -> None:
    assert SPELLINGS.without(value) == left
    assert SPELLINGS.is_in(value) == (value != left)


def test_identifiers_are_compared_in_their_one_spelling() -> None:
    assert SPELLINGS.names(Identifier("phone", "0917 555 0101"))
    assert SPELLINGS.names(Identifier("email", " Maria@Example.com"))
    assert not SPELLINGS.names(Identifier("phone", "0917 555 0102"))
    assert not SPELLINGS.names(Identifier("anonymous", "maria"))
    assert not Spellings(NORMALISER, []).is_in("maria@example.com")


def test_escaped_json_is_looked_at_closely() -> None:
    assert SPELLINGS.may_be_in(b'{"text": "maria\\u0040example.com"}')
    assert not SPELLINGS.may_be_in(b'{"text": "lee@example.com 0917 555 0102"}')
