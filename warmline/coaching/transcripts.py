"""Conversations as text alone, read for moments: what somebody wrote down, without the events behind it.

Whether self-service has understood is told from its words, and where it was from what it says.
"""

from collections.abc import Iterator, Sequence

import msgspec

from warmline.coaching.lexicon import Lexicon
from warmline.coaching.moments import Earlier, Moment
from warmline.coaching.plain import plain

SECONDS = 30
"""Between two turns whose times nobody knows."""
PARTIES = ("customer", "flow", "agent")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of a conversation, with what a person says of it; `label` is "" where that is nothing."""

    turn: int
    party: str
    text: str
    labels: frozenset[str] = frozenset()


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """The turns of one contact in order."""

    contact: str
    language: str
    lines: tuple[Line, ...]


def moments(said: Conversation, lexicon: Lexicon) -> Iterator[tuple[Line, list[Moment], Sequence[Earlier]]]:
    """Each turn with what happens in it, and with what was said before."""
    earlier: list[Earlier] = []
    for line in said.lines:
        at = line.turn * SECONDS * 1_000_000
        spoken = Moment(
            what="said", at=at, turn=line.turn, by=line.party, text=line.text, language=said.language
        )
        found = [spoken]
        if line.party == "flow":
            where = plain(line.text, accents=False).strip()
            found.append(Moment(what="step", at=at, turn=line.turn, where=where, language=said.language))
            if any(hit.list == "not_understood" for hit in lexicon.find(line.text)):
                found.append(Moment(what="missed", at=at, turn=line.turn, language=said.language))
        yield line, found, tuple(earlier)
        earlier.append(Earlier(turn=line.turn, by=line.party, text=line.text))
