"""What a customer has tried in a contact already, with what came of it; what self-service has told them."""

from collections.abc import Sequence

import msgspec

from warmline.contacts.model import Story, Turn
from warmline.desk.gist import gist, tone
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import flow_title
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN, Book
from warmline.language.messages import marked

_RESULTS = frozenset(
    {"contact.looked_up", "contact.did", "contact.search", "contact.flow_failed", "contact.left_off"}
)
_TROUBLE = marked({"contact.no_match": "not understood", "contact.no_input": "no answer came"})
_MOST_SAID, _LONGEST_SAID = 3, 220


class Said(msgspec.Struct, frozen=True):
    """Something that self-service told the customer, and where it stands in the story."""

    place: int
    text: str


class Attempt(msgspec.Struct, kw_only=True):
    """One flow that the customer was in. `times` is how often they came to it, `at` where they were in it last."""

    flow: str
    title: str
    times: int = 0
    at: str = ""
    results: dict[str, str] = {}
    trouble: dict[str, int] = {}
    said: list[Said] = []


def attempts(say: Language, book: Book, story: Story, events: Sequence[tuple[int, Event]]) -> list[Attempt]:
    """The flows that a customer was in, in the order in which they first came to them."""
    turns = {turn.number: turn for turn in story.turns}
    number = story.live.contact.turns - sum(event.type == "contact.turn" for _, event in events)
    found: dict[str, Attempt] = {}
    now: Attempt | None = None
    again = False
    for place, event in events:
        said = event.properties
        if event.type == "contact.turn":
            number += 1
            if now is not None and (turn := turns.get(number)) is not None and turn.by == "flow":
                now.said = _with(now.said, None if again else _statement(place, turn))
                again = False
        elif event.type == "contact.step":
            flow = str(said.get("flow") or "")
            if flow in ("", BUILT_IN):
                continue
            if now is None or now.flow != flow:
                now = found.setdefault(flow, Attempt(flow=flow, title=flow_title(book, flow)))
                now.times += 1
            now.at = in_words(str(said.get("step") or ""))
        elif now is not None and event.type in _RESULTS:
            now.results[gist(say, event.type, said)] = tone(event.type, said)
        elif now is not None and event.type in _TROUBLE:
            again = True  # what follows is the same question once more
            words = say.text(_TROUBLE[event.type])
            now.trouble[words] = now.trouble.get(words, 0) + 1
    return list(found.values())


def _with(said: list[Said], more: Said | None) -> list[Said]:
    """The latest statements; what was told twice stands where it was told last."""
    if more is None:
        return said
    return [*(one for one in said if one.text != more.text), more][-_MOST_SAID:]


def _statement(place: int, turn: Turn) -> Said | None:
    """What a prompt tells, without the question that it ends with; None where it only asks."""
    prompt = turn.prompt
    if prompt is None:
        return None
    texts = prompt.texts[:-1] if prompt.options or prompt.field is not None else prompt.texts
    told = [text for text in texts if not text.rstrip().endswith(("?", "？"))]
    receipt = [f"{label}: {value}" for label, value in prompt.receipt]
    text = " ".join([*told, *receipt]).strip()
    if not text:
        return None
    return Said(place, text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…")
