"""Gists of what policies made of an event, what was offered, and what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from warmline.decisions.answers import Done
from warmline.desk.gist_care import join, sentence, word
from warmline.desk.language import Language
from warmline.desk.policy_words import spoken

P = Mapping[str, Any]


def _decided(say: Language, p: P) -> str:
    chosen = _named(p, "chosen", "title", "name")
    done = _done(say, p)
    held = p.get("held_back")
    count = len(held) if isinstance(held, list) else 0
    if p.get("event"):
        what = say.text("Policies looked at %(event)s", event=word(p, "event"))
    else:
        about = word(p, "situation")
        what = (
            say.text("Asked what would help: %(situation)s", situation=about)
            if about
            else say.text("Asked what would help now")
        )
    return join(what, *chosen[:2], *done[:2], say.text("%(n)s held back", n=count) if count else "")[:150]


def _named(p: P, key: str, *names: str) -> list[str]:
    """What each entry of a list is called, by the first of some properties that says so."""
    entries = p.get(key)
    found = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    called = [next((said for name in names if (said := word(one, name))), "") for one in found]
    return [said.replace("-", " ")[:50] for said in called if said]


def _done(say: Language, p: P) -> list[str]:
    """What was done, in few words."""
    try:
        found = msgspec.convert(p.get("done") or [], list[Done])
    except msgspec.ValidationError:
        return []
    return [spoken(say.said(one.told))[:50] for one in found]


def _remembered(say: Language, p: P) -> str:
    until = p.get("until")
    known = say.text("until %(when)s", when=say.near_when(until)) if isinstance(until, str) else ""
    return join(say.text("Kept in mind: %(what)s", what=word(p, "situation")), known)


def _offer(text: str) -> Callable[[Language, P], str]:
    return lambda say, p: join(
        sentence(say.text(text, offer=word(p, "offer").replace("-", " "))), word(p, "reason")[:80]
    )


def _waiting(say: Language, p: P) -> str:
    return say.text("Waits for the end of quiet hours: %(policy)s", policy=word(p, "policy"))


def _disabled(say: Language, p: P) -> str:
    return join(say.text("Policy disabled: %(policy)s", policy=word(p, "policy")), word(p, "why")[:90])


def _told(p: P) -> str:
    """The fullest of the texts of a message."""
    texts = p.get("texts")
    return str([*texts.values()][-1]) if isinstance(texts, dict) and texts else ""


GISTS: dict[str, Callable[[Language, P], str]] = {
    "decision.made": _decided,
    "situation.remembered": _remembered,
    "situation.ended": lambda say, p: say.text("No longer kept in mind: %(what)s", what=word(p, "situation")),
    "offer.made": _offer("Offered: %(offer)s"),
    "offer.accepted": _offer("Accepted: %(offer)s"),
    "offer.declined": _offer("Declined: %(offer)s"),
    "offer.ignored": _offer("Did not react to %(offer)s"),
    "offer.weighed": _offer("Decided about %(offer)s"),
    "message.wanted": lambda say, p: say.text("To be told: %(text)s", text=_told(p)[:120]),
    "route.wanted": lambda say, p: say.text("To be routed to %(queue)s", queue=word(p, "queue")),
    "flow.wanted": lambda say, p: say.text("To begin: %(flow)s", flow=word(p, "flow").replace("-", " ")),
    "staff.notified": lambda say, p: say.text("Staff told: %(text)s", text=word(p, "text")[:120]),
    "policy.due": lambda say, p: say.text("Time to look again: %(policy)s", policy=word(p, "policy")),
    "reach.postponed": _waiting,
    "reach.made": lambda say, p: say.text("Reached out because of %(policy)s", policy=word(p, "policy")),
    "policy.disabled": _disabled,
    "policy.enabled": lambda say, p: say.text("Policy enabled again: %(policy)s", policy=word(p, "policy")),
}
