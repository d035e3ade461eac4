"""Gists of what staff are at, with the words for it."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.gist_care import word
from warmline.desk.language import Language
from warmline.language.messages import marked

P = Mapping[str, Any]

STATE_WORDS = marked({"free": "free", "busy": "busy", "break": "on a break", "away": "away"})
"""What somebody is, in one word or two."""
BREAK_WORDS = marked(
    {
        "rest": "a rest",
        "meal": "a meal",
        "meeting": "a meeting",
        "training": "training",
        "work": "work beside contacts",
        "other": "something else",
    }
)
"""Why somebody is on a break."""


def state_in_words(say: Language, state: str, reason: str = "") -> str:
    """What somebody is now: `on a break: a meal`."""
    said = say.text(STATE_WORDS.get(state, state))
    return f"{said}: {say.text(BREAK_WORDS.get(reason, reason))}" if reason else said


def _state(say: Language, p: P) -> str:
    state = state_in_words(say, word(p, "state"), word(p, "reason"))
    return say.text("A member of staff is %(state)s now", state=state)


GISTS: dict[str, Callable[[Language, P], str]] = {"agent.state": _state}
