"""A customer's own page: what they have, what is open, what was promised, and what would help them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from warmline.business.model import Business
from warmline.channels.declared import CHANNELS, OwnPage
from warmline.channels.passes import Pass
from warmline.contacts.left_off import LastAsked
from warmline.contacts.whose import SELF_SERVICE
from warmline.customers.profile import ShownField
from warmline.decisions.asking import Asked
from warmline.language.formats import Formats, moment_of, money_like
from warmline.language.words import Words
from warmline.site.site import Site

HEADINGS = {
    "open": "What is open",
    "promised": "What we promised",
    "orders": "Current orders",
    "have": "What you have",
    "past_orders": "Past orders",
}
"""The parts of the page, in the order they stand in: what needs attention first."""
_TITLES = ("summary", "what", "name", "kind", "title")
"""What a thing is called by, of what is known about it; the first that is there."""
_DUE = ("due", "promised", "expected", "expected_end", "at", "ends")
_LEAVE_OUT = ("id", "occurred", "type", "since", *_TITLES, *_DUE)
MOST_SUGGESTED = 3


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on the page: what it is, in a few words more, how much, since and until when."""

    title: str
    more: tuple[str, ...] = ()
    amount: str = ""
    when: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the page under its heading."""

    name: str
    heading: str
    lines: tuple[Line, ...]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that decisions found for the customer."""

    title: str
    say: str


class LeftOff(msgspec.Struct, frozen=True, kw_only=True):
    """The question at which the customer broke off, in the language that it was asked in, and when."""

    asked: str
    language: str
    when: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A whole page. `more` says that somebody who shows who they are is told more.

    `known_as` are the customer's vouched identifiers by type, by which the chat on the page knows them.
    """

    name: str
    parts: tuple[Part, ...]
    suggestions: tuple[Suggestion, ...]
    left_off: LeftOff | None
    until: str
    more: bool
    known_as: dict[str, str]


async def shown(site: Site, business: Business, by: Pass) -> Shown:
    """The page for whoever holds a pass: nothing above its level. Raises UnknownCustomer."""
    view = await site.customers.view(SELF_SERVICE, str(by.customer), by.disclosure)
    asked = Asked(most=MOST_SUGGESTED, contact={"channel": "web"}, language=by.language, level=by.disclosure)
    answered = await site.decisions.decide(SELF_SERVICE, str(by.customer), asked)
    formats = Formats(by.language, business.timezone, site.clock())
    say = _Saying(business, Words(by.language), formats)
    fields = {field.name: field for field in view.fields}
    declared = CHANNELS.of(business).own_page
    return Shown(
        name=str(_value(fields, "first_name") or ""),
        parts=tuple(_parts(declared, fields, say)),
        left_off=_left_off(await site.last_asked(by.customer, by.disclosure), formats),
        suggestions=tuple(
            Suggestion(title=one.title, say=one.say)
            for one in answered.decision.chosen
            if one.say or one.title
        ),
        until=formats.clock(by.until * 1_000_000),
        more=any(name not in fields for name in declared.fields),
        known_as={one.type: one.value for one in reversed(view.identifiers) if one.verified},
    )


def _left_off(asked: LastAsked | None, formats: Formats) -> LeftOff | None:
    if asked is None:
        return None
    return LeftOff(asked=asked.text, language=asked.language, when=formats.near_when(asked.at))


def _value(fields: Mapping[str, ShownField], name: str) -> Any:
    field = fields.get(name)
    return field.value if field else None


def _parts(declared: OwnPage, fields: Mapping[str, ShownField], say: "_Saying") -> Iterable[Part]:
    for part, heading in HEADINGS.items():
        lines = [
            line
            for name in getattr(declared, part)
            if (field := fields.get(name)) is not None
            for line in say.lines(field, labelled=part in ("open", "have"))
        ]
        if lines or part == "open":
            yield Part(name=part, heading=say.words.text(heading), lines=tuple(lines))


class _Saying:
    """Values of a profile, as lines in the reader's language."""

    def __init__(self, business: Business, words: Words, formats: Formats) -> None:
        self.words = words
        self._formats = formats
        self._catalogue = business.catalogues.get(formats.tag)
        self._names = CHANNELS.of(business).own_page.names

    def translated(self, text: str) -> str:
        """A text of the business in the reader's language, as far as it is translated."""
        return self._catalogue.text(text) if self._catalogue and text else text

    def lines(self, field: ShownField, *, labelled: bool) -> Iterable[Line]:
        """What a field says: a line for each thing it holds, or one for its value.

        Things are `labelled` with the field's name where others stand beside them.
        """
        label = self.translated(field.label)
        if field.value in (None, "", [], {}):
            return
        if isinstance(field.value, list):
            for one in field.value:
                yield (
                    self._thing(label, one, labelled)
                    if isinstance(one, Mapping)
                    else Line(title=label, more=(str(one),))
                )
        elif money_like(field.value):
            yield Line(title=label, amount=self._said(field.value))
        else:
            yield Line(title=label, more=(self._said(field.value),))

    def _thing(self, label: str, thing: Mapping[str, Any], labelled: bool) -> Line:
        title = next((str(thing[name]) for name in _TITLES if thing.get(name)), "")
        amount = next((self._said(value) for value in thing.values() if money_like(value)), "")
        due = next((thing[name] for name in _DUE if thing.get(name)), None)
        when = ""
        if due is not None:
            when = self.words.text("due {time}", time=self._said(due))
        elif (since := thing.get("since")) is not None:
            when = self.words.text("since {time}", time=self._formats.near_day(since))
        elif (occurred := thing.get("occurred")) is not None:
            when = self._formats.near_day(occurred)
        more = tuple(
            self._said(value)
            for name, value in thing.items()
            if name not in _LEAVE_OUT
            and isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and value != ""
        )
        return Line(
            title=self._called(title) or label,
            more=(label, *more) if title and labelled else more,
            amount=amount,
            when=when,
        )

    def _called(self, title: str) -> str:
        """What a thing is called: the name of its code where it has one, else as it came."""
        if title in self._names:
            return self.translated(self._names[title])
        return title[:1].upper() + title[1:]

    def _said(self, value: Any) -> str:
        if money_like(value):
            return self._formats.money(value["amount"], value["currency"])
        if isinstance(value, str) and len(value) >= 10 and moment_of(value) is not None:
            return self._formats.near_when(value) if len(value) > 10 else self._formats.near_day(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._formats.number(value)
        return self.translated(self._names.get(str(value), str(value)))
