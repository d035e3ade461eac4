"""The story of a contact as it is told: what was said in order, and between it what was found out and done."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.channels.chat.files import Kept
from warmline.coaching.model import Signal
from warmline.contacts.model import Note, Story, Turn
from warmline.desk.gist import gist, group, tone
from warmline.desk.language import Language
from warmline.desk.places import flow_title, queue_title
from warmline.desk.story_people import AMONG_PEOPLE, among_people, names_in
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN, Book

_TOLD = frozenset(
    {
        "contact.looked_up",
        "contact.did",
        "contact.search",
        "contact.identified",
        "contact.verified",
        "contact.not_verified",
        "contact.no_match",
        "contact.no_input",
        "contact.asked_person",
        "contact.language",
        "contact.flow_failed",
        "contact.left_off",
        "contact.resumed",
        "contact.suggested",
        "contact.promised",
        "contact.rated",
        "contact.solved",
        "contact.ended",
        "contact.wrapped_up",
        "contact.acted",
        "contact.action_begun",
        "approval.asked",
        "approval.given",
        "approval.refused",
        "approval.withdrawn",
        "case.opened",
        "case.solved",
    }
)
"""Events that stand between the turns as they are said on the log."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in a story, at its place: a `turn`, a `note` of staff, or what happened (`text`).

    `chosen` is the name of the option that was taken of a turn's, `file` what was attached with it, `signals` what was
    noticed in it. `heading` says that another flow begins.
    """

    place: int
    at: int
    turn: Turn | None = None
    chosen: str = ""
    text: str = ""
    tone: str = ""
    group: str = ""
    heading: bool = False
    note: Note | None = None
    file: Kept | None = None
    signals: tuple[Signal, ...] = ()


def told(
    say: Language,
    book: Book,
    story: Story,
    events: Sequence[tuple[int, Event]],
    files: Mapping[int, Kept] | None = None,
    signals: Sequence[Signal] = (),
) -> list[Item]:
    """A story in order; `events` are the latest ones of the contact, with their numbers.

    `files` are what was attached, by the numbers of the turns; `signals` are what was noticed.
    """
    files = files or {}
    notes = {note.event: note for note in story.notes if note.contact == story.live.contact.name}
    turns = {turn.number: turn for turn in story.turns}
    asides: dict[Any, Turn] = {turn.number: turn for turn in story.asides}
    number = story.live.contact.turns - sum(event.type == "contact.turn" for _, event in events)
    items: list[Item] = []
    flow, asked = "", -1
    if events and events[0][0] > 1:
        before, earliest = events[0]
        text = say.text("What was before stands on the timeline of the customer")
        items.append(Item(place=before - 1, at=earliest.occurred, text=text, heading=True))
    for place, event in events:
        if event.type == "contact.aside":
            if (said := asides.get(event.properties.get("aside"))) is not None:
                items.append(Item(place=place, at=said.at, turn=said))
            continue
        if event.type == "contact.turn":
            number += 1
            if (turn := turns.get(number)) is not None:
                asked = len(items) if turn.prompt is not None and turn.prompt.options else asked
                noticed = tuple(one for one in signals if one.turn == number)
                items.append(
                    Item(place=place, at=turn.at, turn=turn, file=files.get(number), signals=noticed)
                )
            continue
        if event.type == "contact.signal":
            # What was noticed in no turn, such as silence, stands where it was.
            named = event.properties.get("number")
            alone = tuple(one for one in signals if one.number == named and one.turn not in turns)
            if alone:
                items.append(Item(place=place, at=event.occurred, signals=alone))
            continue
        if event.type == "contact.note":
            if (note := notes.get(place)) is not None:
                items.append(Item(place=place, at=note.at, note=note))
            continue
        if event.type == "contact.choice" and asked >= 0:
            items[asked] = _with_choice(items[asked], str(event.properties.get("choice")))
            continue
        entered = str(event.properties.get("flow") or "") if event.type == "contact.step" else ""
        if entered and entered not in (flow, BUILT_IN):
            flow = entered
            items.append(Item(place=place, at=event.occurred, text=flow_title(book, entered), heading=True))
        elif text := _happened(say, book, story, event):
            tones = tone(event.type, event.properties)
            items.append(Item(place=place, at=event.occurred, text=text, tone=tones, group=group(event.type)))
    return items


def _with_choice(item: Item, choice: str) -> Item:
    options = item.turn.prompt.options if item.turn is not None and item.turn.prompt is not None else ()
    if all(one.name != choice for one in options):
        return item
    return msgspec.structs.replace(item, chosen=choice)


def _happened(say: Language, book: Book, story: Story, event: Event) -> str:
    """What an event says in a story; "" for one that goes without saying."""
    if event.type in AMONG_PEOPLE:
        return among_people(say, book, story, event)
    if event.type == "contact.handed_over":
        return _owner(say, book, story, event.properties)
    return gist(say, event.type, event.properties) if event.type in _TOLD else ""


def _owner(say: Language, book: Book, story: Story, properties: Mapping[str, Any]) -> str:
    kind, _, name = str(properties.get("owner") or "").partition(":")
    if kind == "staff":
        names = names_in(story)
        if properties.get("why") == "handed on":  # they have said so themselves
            return ""
        if properties.get("why") == "gone":
            return say.text("%(who)s has it now", who=names.get(name, name))
        return say.text("%(who)s took over", who=names.get(name, name))
    why = str(properties.get("why") or "")
    if kind == "queue":
        waits = say.text("Waits for a person: %(queue)s", queue=queue_title(book, name))
        return f"{waits} ({why})" if why else waits
    return say.text("Given back to self-service")


class Fact(msgspec.Struct, frozen=True):
    """Something that a flow has learnt."""

    name: str
    value: Any


def learnt(story: Story) -> list[Fact]:
    """What flows have learnt in a contact, as far as it is of use to people; a secret is only named."""
    found = []
    for variables in story.known.values():
        for name, value in variables.items():
            if name.startswith(".") or value in (None, "", [], {}):
                continue
            if isinstance(value, Mapping) and set(value) == {"secret"}:
                continue
            found.append(Fact(name.replace("_", " "), value))
    return found
