"""One simulated customer in one contact, from the first word to the last."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import time as clock
from typing import NamedTuple

from warmline.channels.chat.model import Now, TurnView
from warmline.simulate.talking.chat import ChatError, Talk
from warmline.simulate.talking.letterbox import Letterbox
from warmline.simulate.talking.visitor import Act, Visitor

MOST_TURNS = 200
"""After so many turns even the most patient leaves."""


class Talked(NamedTuple):
    """What came of a contact: `ending` is reached, handed_over, abandoned or failed; `turns` what was said in it."""

    account: str
    goal: str
    mood: str
    language: str
    ending: str
    turns: list[TurnView]
    why: str = ""


async def talk(
    visitor: Visitor,
    chat: Talk,
    letterbox: Letterbox,
    *,
    speed: float = 1.0,
    now: Callable[[], float] = clock,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Talked:
    """Talk until one side has had enough. `speed` 10 thinks and waits a tenth of the time."""
    turns: list[TurnView] = []

    def told(ending: str, why: str = "") -> Talked:
        who = visitor.who
        return Talked(who.account, visitor.goal.name, visitor.mood.name, who.language, ending, turns, why)

    try:
        here = await chat.begin()
        turns += here.turns
        unread, waited = list(here.turns), 0.0
        while len(turns) < MOST_TURNS:
            act = visitor.act(here, unread, now())
            if act.kind == "code":
                act = visitor.code_found(await letterbox.code(visitor.who))
            if act.kind == "wait" and waited >= visitor.mood.seconds:
                act, waited = visitor.out_of_patience(here), 0.0
            if act.kind == "leave":
                break
            if act.kind == "input":
                await sleep(_seconds(visitor, act) / speed)
                here, unread, waited = await chat.put(act.input), [], 0.0
            else:
                before = now()
                here = await chat.news(min(20.0, visitor.mood.seconds / speed))
                waited += max(0.05, (now() - before) * speed)
            fresh = _not_in(turns, here)
            turns += fresh
            unread += fresh
        if here.contact.state != "ended":
            await chat.leave()
    except ChatError as error:
        return told("failed", str(error))
    finally:
        with suppress(ValueError):
            turns.sort(key=lambda turn: turn.number)
    return told(visitor.ending)


def _not_in(turns: list[TurnView], here: Now) -> list[TurnView]:
    known = {turn.number for turn in turns}
    return [turn for turn in here.turns if turn.number not in known]


def _seconds(visitor: Visitor, act: Act) -> float:
    """How long it takes to read, to think and to type."""
    typed = len(act.input.get("text", "")) / 6
    return visitor.mood.pace * (0.4 + 1.2 * visitor.random.random()) + typed
