"""A number that somebody mentions before it is asked for: it may be their account, and is not asked for again then."""

import re

from warmline.flows.entries.digits import account
from warmline.flows.run import Run

SHORTEST, LONGEST = 6, 12
"""Digits of a number that may be an account when nobody has asked for one: less says little, more is a card."""
_NUMBER = re.compile(r"(?<![\d.,])\+?\d[\d -]*\d(?![.,]?\d)")
FREE = frozenset({"menu", "answer", "resume", "suggest"})
"""Kinds of steps where people say what they like. What others ask for has a meaning of its own."""


def note(run: Run, text: str) -> None:
    """Keeps in mind the number in some words, where there is exactly one that may be an account.

    Amounts are round where they are long, and phone numbers begin with 0 or +: neither is kept.
    """
    if run.step.kind not in FREE:
        return
    found = {number for one in _NUMBER.findall(text) if (number := _account(one))}
    if len(found) == 1:
        run.session.heard = found.pop()


def _account(written: str) -> str:
    number = "" if written.startswith("+") else account(written) or ""
    fits = SHORTEST <= len(number) <= LONGEST and not number.startswith("0") and not number.endswith("000")
    return number if fits else ""


def taken(run: Run) -> str:
    """The account that was mentioned, once; "" for none."""
    heard, run.session.heard = run.session.heard, ""
    return heard
