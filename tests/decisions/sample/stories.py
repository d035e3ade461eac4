"""Stories about the sample business, as a service manager reads and reviews them.

    - story: a bill that jumped, explained before she asks
      customer: {first_name: Maria, value_tier: gold}         # traits; -400d stands for the day so long ago
      before:
        - {invoice.issued: {invoice: i-1, total: 600}, ago: 60d}     # money in pesos
      then:
        - happens: {invoice.issued: {invoice: i-2, total: 1290}}
          does: {bill-shock: [remember bill_shock for 14d]}
        - asks: bill_shock                                      # "" asks for whatever comes up
          hears: {explain-bill: "Beside your plan, your last bill has: roaming."}
          held_back: {fibre-upgrade: a service problem is open}
        - says: {payment-plan: declined}                        # to what was offered last
        - passes: 15d

What stands in `does`, `hears` and `held_back` is all there may be.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import yaml
from msgspec import inspect

from warmline.business.window import window_microseconds
from warmline.events.catalogue import CATALOGUE
from warmline.events.expected import plain
from warmline.events.model import Money
from warmline.log.moment import write

FOLDER = Path(__file__).parent / "stories"
MANILA = ZoneInfo("Asia/Manila")
_RELATIVE = re.compile(r"([+-])([0-9]+[mhdw])", re.ASCII)


class Step(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Something happens, time passes, somebody asks or says something to an offer; and what comes of it.

    Who asks is a flow, or `by` a member of staff.
    """

    happens: dict[str, dict[str, Any]] = {}
    passes: str = ""
    asks: str | None = None
    by: str = ""
    says: dict[str, Literal["accepted", "declined", "ignored"]] = {}
    does: dict[str, list[str]] = {}
    hears: dict[str, str] = {}
    held_back: dict[str, str] = {}


class Story(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One customer: what is known of them, what happened before, and what happens then."""

    story: str
    customer: dict[str, Any] = {}
    before: list[dict[str, Any]] = []
    then: list[Step]
    file: str = ""


def stories() -> Iterator[Story]:
    """All stories, file by file."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in msgspec.convert(yaml.safe_load(path.read_text()), list[Story]):
            yield msgspec.structs.replace(one, file=path.stem)


def earlier(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any], int]:
    """What happened before: the type, the properties, and how long ago, in microseconds."""
    ((type, properties),) = ((name, value) for name, value in entry.items() if name != "ago")
    return type, properties, window_microseconds(entry["ago"])


def as_sent(type: str, properties: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Properties as a source sends them: money in minor units, days and times as dates."""
    if type not in CATALOGUE:
        return dict(properties)
    return _struct(inspect.type_info(CATALOGUE[type].properties), properties, now)


def _struct(described: inspect.Type, given: Mapping[str, Any], now: int) -> dict[str, Any]:
    assert isinstance(described, inspect.StructType)
    kinds = {field.encode_name: plain(field.type) for field in described.fields}
    return {name: _value(kinds.get(name), value, now) for name, value in given.items()}


def _value(kind: inspect.Type | None, value: Any, now: int) -> Any:
    if isinstance(value, Mapping):
        return _struct(kind, value, now) if isinstance(kind, inspect.StructType) else dict(value)
    if isinstance(value, list):
        inside = plain(kind.item_type) if isinstance(kind, inspect.ListType) else None
        return [_value(inside, one, now) for one in value]
    if isinstance(kind, inspect.StructType) and kind.cls is Money:
        return {"amount": round(value * 100), "currency": "PHP"}
    if isinstance(value, str) and (found := _RELATIVE.fullmatch(value)):
        length = window_microseconds(found[2])
        at = now + (length if found[1] == "+" else -length)
        return write(at) if isinstance(kind, inspect.DateTimeType) else _day(at)
    return value


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1e6, UTC).astimezone(MANILA).date().isoformat()
