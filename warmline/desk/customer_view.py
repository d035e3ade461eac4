"""A customer as the page shows them: fields by kind, two of them side by side."""

from collections.abc import Mapping
from typing import Any

import msgspec

from warmline.business.built_in import BUILT_IN
from warmline.business.model import Business, Field
from warmline.customers.model import CustomerView, LinkView, UnknownCustomer
from warmline.customers.profile import ShownField
from warmline.desk.desk import Desk
from warmline.desk.values import columns, is_empty
from warmline.web.principal import Principal

_NUMBERS = ("number", "integer", "money")
_IN_HEAD = ("name", "brand", "country", "partner", "first_name", "last_name")
"""Fields that the head of the page shows already; those that every profile has stand in parts of their own."""


class Things(msgspec.Struct, frozen=True, kw_only=True):
    """A field that holds several things (orders, cases, consents), as a small table."""

    field: ShownField
    key: str
    columns: list[str]
    rows: list[Mapping[str, Any]]

    @property
    def latest(self) -> int:
        """When something happened to any of them last."""
        times = [row.get("since") or row.get("occurred") for row in self.rows]
        return max((time for time in times if isinstance(time, int)), default=0)


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a profile by kind: `things` there are now, the latest in front, and a `history` of others.

    `unknown` are those that hold nothing.
    """

    facts: list[ShownField]
    numbers: list[ShownField]
    things: list[Things]
    history: list[Things]
    unknown: list[ShownField]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One field of two customers side by side."""

    name: str
    label: str
    type: str
    a: Any
    b: Any

    @property
    def same(self) -> bool:
        """Whether both have the same."""
        return bool(self.a == self.b)


class Seam(msgspec.Struct, frozen=True, kw_only=True):
    """A link that alone holds two parts of a customer together, and the identifiers that leave without it."""

    link: LinkView
    leaving: list[str]


def by_kind(view: CustomerView, business: Business) -> Fields:
    """The fields of a customer, sorted into what they are."""
    sorted_out = Fields(facts=[], numbers=[], things=[], history=[], unknown=[])
    for field in view.fields:
        declared = business.fields.get(field.name)
        if field.name in _IN_HEAD or field.name in BUILT_IN:
            continue
        if is_empty(field.value):
            sorted_out.unknown.append(field)
        elif declared is not None and declared.items is not None and isinstance(field.value, list):
            sorted_out.things.append(_things(field, declared))
        elif declared is not None and declared.recent is not None and isinstance(field.value, list):
            sorted_out.history.append(_things(field, declared))
        elif field.type in _NUMBERS or (declared is not None and declared.count is not None):
            sorted_out.numbers.append(field)
        else:
            sorted_out.facts.append(field)
    sorted_out.things.sort(key=lambda one: one.latest, reverse=True)
    return sorted_out


def consents_of(view: CustomerView, business: Business) -> Things | None:
    """What a customer has allowed, where the business keeps that."""
    for field in view.fields:
        declared = business.fields.get(field.name)
        if declared is not None and declared.items is not None and "consent.given" in declared.items.set:
            return _things(field, declared) if field.value else None
    return None


def _things(field: ShownField, declared: Field) -> Things:
    """A table with the key in front, then what is declared in its order, then when."""
    there = columns(field.value)
    wanted = [name.rsplit(".", 1)[-1] for name in declared.with_]
    order = ["id", *wanted, *(["type"] if len(declared.recent or ()) > 1 else []), "since", "occurred"]
    paths = list(declared.items.set.values()) if declared.items else []
    key = paths[0].rsplit(".", 1)[-1].replace("_", " ") if paths else "id"
    return Things(field=field, key=key, columns=[name for name in order if name in there], rows=field.value)


def side_by_side(a: CustomerView, b: CustomerView) -> list[Compared]:
    """What is known of two customers, field by field; where neither has anything, nothing."""
    other = {field.name: field for field in b.fields}
    pairs = [
        Compared(
            name=field.name, label=field.label, type=field.type, a=field.value, b=other[field.name].value
        )
        for field in a.fields
        if field.name in other and not isinstance(field.value, list) and field.type not in _NUMBERS
    ]
    return [one for one in pairs if not (is_empty(one.a) and is_empty(one.b)) and (one.a or one.b)]


def seams(view: CustomerView) -> list[Seam]:
    """Where two people may have been sewn together: what staff joined, and larger parts that a mere claim joined.

    The newest first. The strongest identifier stays.
    """
    inside = [link for link in view.links if link.inside]
    own = [f"{one.type}:{one.value}" for one in view.identifiers]
    found = []
    for link in inside:
        staying = _reached(own[:1], [other for other in inside if other != link])
        leaving = [name for name in own if name not in staying]
        claimed = link.trust == "claimed" and min(len(leaving), len(own) - len(leaving)) > 1
        if leaving and (link.trust == "by hand" or claimed):
            found.append(Seam(link=link, leaving=leaving))
    return sorted(found, key=lambda seam: seam.link.occurred, reverse=True)


def _reached(start: list[str], links: list[LinkView]) -> set[str]:
    """The identifiers that links lead to."""
    near: dict[str, list[str]] = {}
    for link in links:
        near.setdefault(link.a, []).append(link.b)
        near.setdefault(link.b, []).append(link.a)
    reached, ahead = set(start), list(start)
    while ahead:
        for name in near.get(ahead.pop(), ()):
            if name not in reached:
                reached.add(name)
                ahead.append(name)
    return reached


async def visible_links(desk: Desk, by: Principal, view: CustomerView) -> list[LinkView]:
    """The links of a customer; those that lead to somebody whom `by` may not see are left out."""
    if by.scopes.everything:
        return view.links
    own = {f"{one.type}:{one.value}" for one in view.identifiers}
    shown = []
    for link in view.links:
        outside = [end for end in (link.a, link.b) if end not in own]
        try:
            for end in outside:
                await desk.customers.resolve(by, end)
        except UnknownCustomer:
            continue
        shown.append(link)
    return shown


def strongest(view: CustomerView) -> str:
    """The identifier that says most about who somebody is, as they would write it."""
    return view.identifiers[0].value if view.identifiers else str(view.id)
