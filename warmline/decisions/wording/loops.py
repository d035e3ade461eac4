"""Loops in words: `there are 2 parcels on their way, none where status is late`."""

from collections.abc import Callable, Iterator
from typing import Any

from warmline.conditions.known import Known
from warmline.conditions.tree import Expr, Loop
from warmline.decisions.wording.finding import Finding
from warmline.decisions.wording.nouns import is_plural, there_are, there_are_no
from warmline.decisions.wording.paths import facts_of, way
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import LONGEST_TEXT
from warmline.decisions.wording.terms import is_constant, term
from warmline.language.messages import Message, Value, message

Why = Callable[[Expr, bool, Seen], Finding]


def looped(loop: Loop, gave: bool, seen: Seen, why: Why) -> Finding | None:
    """Why exists(), all() or exists_one() over a list gave true or false; None where there are no words for it."""
    entries, body = seen.value(loop.over), loop.predicate
    if not isinstance(entries, list) or body is None or is_constant(loop.over):
        return None
    things, facts = term(loop.over, seen).words, facts_of(loop, seen)
    if not entries:
        return Finding(words=there_are_no(things), facts=facts)
    wanted: Value = seen.claimed(loop, not gave, seen) if loop.macro == "exists" else ""
    with seen.inside(loop):
        some = seen.claimed(body, True, seen)
        place = _deciding(loop, entries, gave, seen)
        if place is not None:
            found = why(body, gave, seen)
            words = message("%(which)s: %(words)s", which=_the_one(things, entries, place), words=found.words)
            return Finding(words=words, facts=facts | found.facts, wanted=wanted)
        count = _count(loop, entries, seen)
    there = there_are(things, seen.shown(len(entries)))
    those = {0: message("none"), len(entries): message("all")}.get(count) or seen.shown(count)
    words = message("%(there)s, %(those)s where %(what)s", there=there, those=those, what=some)
    if loop.macro == "exists_one" and not gave:
        words = message("%(what)s, not exactly one", what=words)
    return Finding(words=words, facts=facts, wanted=wanted)


def _deciding(loop: Loop, entries: list[Any], gave: bool, seen: Seen) -> int | None:
    """Where the entry stands that decided alone, now the one that is talked about; None where it took all of them."""
    alone = len(entries) == 1 or (loop.macro, gave) in (("exists", True), ("all", False))
    return next(_those(loop, entries, gave, seen), None) if alone else None


def _count(loop: Loop, entries: list[Any], seen: Seen) -> int:
    return sum(1 for _ in _those(loop, entries, True, seen))


def _those(loop: Loop, entries: list[Any], gave: bool, seen: Seen) -> Iterator[int]:
    """The places of the entries of which the body gives true, or false; each is talked about in its turn."""
    assert loop.predicate is not None, "only map() goes without"
    over = way(loop.over, seen) or seen.quoted(loop.over)
    for place, entry in enumerate(entries):
        seen.turn_to(loop, entry, f"{over}[{place}]")
        if seen.truth(loop.predicate) is gave:
            yield place


def _the_one(things: Value, entries: list[Any], place: int) -> Message:
    """`there is 1 open invoice`, `one of 3 open invoices (i-17)`."""
    if len(entries) == 1:
        return there_are(things, 1, single=True)
    entry = entries[place]
    named = entry["id"] if isinstance(entry, Known) and entry.has("id") else ""
    several = things if is_plural(things) else message("entries of %(what)s", what=things)
    words = message("one of %(n)s %(things)s", n=len(entries), things=several)
    if isinstance(named, str) and 0 < len(named) <= LONGEST_TEXT:
        return message("%(what)s (%(aside)s)", what=words, aside=named)
    return words
