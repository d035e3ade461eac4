"""Gists of what people who help do: ask each other, pass a contact on, step into a flow."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.gist_care import join, party, sentence, word
from warmline.desk.language import Language
from warmline.language.messages import marked

P = Mapping[str, Any]

ASKED = marked(
    {
        "ask": "%(who)s asked %(whom)s for advice",
        "bring_in": "%(who)s asked %(whom)s to come in",
        "hand_on": "%(who)s asked %(whom)s to take it from here",
    }
)
ANSWERED = marked(
    {
        ("ask", True): "%(who)s advises",
        ("ask", False): "%(who)s cannot advise",
        ("bring_in", True): "%(who)s came in",
        ("bring_in", False): "%(who)s cannot come in",
        ("hand_on", True): "%(who)s takes it from here",
        ("hand_on", False): "%(who)s cannot take it",
    }
)
DID = marked(
    {
        "solved": "%(who)s solved it where self-service was at %(where)s",
        "closed": "%(who)s closed it where self-service was at %(where)s",
        "gave_back": "%(who)s gave it back where self-service was at %(where)s",
        "passed_on": "%(who)s passed it on where self-service was at %(where)s",
        "offered": "%(who)s made an offer where self-service was at %(where)s",
        "acted": "%(who)s did something about it where self-service was at %(where)s",
    }
)


def whom(say: Language, text: str) -> str:
    """Who is asked or gets something: a person, the people of a queue."""
    kind, _, name = text.partition(":")
    return say.text("the queue %(name)s", name=name) if kind == "queue" else party(say, text)


def _by(say: Language, p: P) -> str:
    return party(say, str(p.get("by") or ""))


def _aside(say: Language, p: P) -> str:
    return sentence(say.text("%(who)s wrote to colleagues", who=_by(say, p)))


def _asked(say: Language, p: P) -> str:
    to = str(p.get("whom") or f"queue:{p.get('queue') or ''}")
    text = ASKED.get(str(p.get("kind")), ASKED["ask"])
    return sentence(say.text(text, who=_by(say, p), whom=whom(say, to)))


def _answered(say: Language, p: P) -> str:
    text = ANSWERED.get((str(p.get("kind")), p.get("accepted") is True), "%(who)s answered")
    return join(sentence(say.text(text, who=_by(say, p))), word(p, "why"))


def _transferred(say: Language, p: P) -> str:
    text = "Passed on to %(to)s" if p.get("warm") else "Passed on to %(to)s, to wait there"
    count = p.get("count")
    again = say.plural("%(n)s time", "%(n)s times", count) if isinstance(count, int) and count > 1 else ""
    return join(say.text(text, to=whom(say, str(p.get("to") or ""))), word(p, "why"), again)


def _gone(say: Language, p: P) -> str:
    who = party(say, str(p.get("owner") or ""))
    return sentence(say.text("%(who)s was gone from the desk", who=who))


def _whispered(say: Language, p: P) -> str:
    text = "%(who)s had self-service ask" if p.get("asks") else "%(who)s had self-service say"
    return sentence(say.text(text, who=_by(say, p)))


def _did(say: Language, p: P) -> str:
    where = " · ".join(one for one in (word(p, "flow"), word(p, "step")) if one)
    text = DID.get(str(p.get("did")), DID["acted"])
    return join(sentence(say.text(text, who=_by(say, p), where=where)), word(p, "what"))


GISTS: dict[str, Callable[[Language, P], str]] = {
    "contact.aside": _aside,
    "contact.colleague_asked": _asked,
    "contact.colleague_answered": _answered,
    "contact.transferred": _transferred,
    "contact.owner_gone": _gone,
    "contact.whispered": _whispered,
    "contact.person_did": _did,
}
