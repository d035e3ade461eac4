"""Gists of the way of a customer through self-service, and of who took part."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.gist_care import join, party, sentence, word
from warmline.desk.language import Language
from warmline.desk.signal_words import CODES, KIND_NAMES
from warmline.language.messages import marked

P = Mapping[str, Any]
LONGEST_SEARCH = 70
"""Characters of what somebody searched for that a line has room for."""


def in_words(name: str) -> str:
    """The name of a flow, a step or an operation, as people read it.

    >>> in_words("billing.latest_invoice")
    'billing, latest invoice'
    """
    return name.replace(".", ", ").replace("_", " ").replace("-", " ")


def _at(p: P) -> str:
    """Where it happened: `bill · explain`."""
    return " · ".join(in_words(name) for name in (word(p, "flow"), word(p, "step")) if name)


def _where(text: str) -> Callable[[Language, P], str]:
    return lambda say, p: say.text(text, where=_at(p))


def _menu(say: Language, p: P) -> str:
    options = p.get("options")
    shown = [one for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []
    names = [in_words(word(one, "name")) for one in shown][:6]
    return join(say.text("Shown at %(where)s: %(options)s", where=_at(p), options=", ".join(names)[:90]))


def _search(say: Language, p: P) -> str:
    text, found = word(p, "text"), p.get("found")
    text = text if len(text) <= LONGEST_SEARCH else f"{text[:LONGEST_SEARCH]}…"
    if not isinstance(found, int) or found == 0:
        return say.text("Searched for “%(text)s”, found nothing", text=text)
    article = in_words(word(p, "article"))
    told = say.text("was told about %(article)s", article=article) if article else ""
    helps = p.get("helped")
    helped = ""
    if isinstance(helps, bool):
        helped = say.text("which helped") if helps else say.text("which did not help")
    return join(say.text("Searched for “%(text)s”", text=text), told, helped)


_BY = marked(
    {
        "channel": "by the channel",
        "account": "by an account",
        "person": "by postcode, name and birth date",
        "code": "by a code",
        "knowledge": "by what only they know",
    }
)
_WHY = marked(
    {
        "wrong": "it was wrong",
        "expired": "it was too late",
        "locked": "locked for a while",
        "not_found": "nobody found",
        "no_address": "no address to send it to",
        "failed": "it could not be sent",
    }
)


def _proved(text: str) -> Callable[[Language, P], str]:
    return lambda say, p: f"{say.text(text)} {say.text(_BY.get(word(p, 'by'), ''))}".strip()


def _not_proved(say: Language, p: P) -> str:
    code = str(p.get("why") or "")
    return join(_proved("Not shown who they are")(say, p), say.text(_WHY.get(code, code)))


_OUTCOMES = marked(
    {
        "ok": "done",
        "failed": "failed",
        "refused": "refused",
        "unknown": "nobody can tell what came of it",
    }
)


def _operation(text: str) -> Callable[[Language, P], str]:
    def said(say: Language, p: P) -> str:
        outcome = "" if p.get("outcome") == "ok" else say.text(_OUTCOMES.get(word(p, "outcome"), ""))
        ms = p.get("ms")
        took = say.text("%(n)s ms", n=say.number(ms)) if isinstance(ms, int | float) else ""
        return join(say.text(text, what=in_words(word(p, "operation"))), outcome, word(p, "code"), took)

    return said


def _took_part(text: str) -> Callable[[Language, P], str]:
    def said(say: Language, p: P) -> str:
        who = sentence(party(say, word(p, "participant")))
        return join(say.text(text, who=who), word(p, "why"))

    return said


def _spoken(say: Language, p: P) -> str:
    return say.text("Goes on in %(language)s", language=say.language(word(p, "language").replace(" ", "-")))


def _resumed(say: Language, p: P) -> str:
    if p.get("went_on") is False:
        return say.text("Did not want to go on at %(where)s", where=_at(p))
    return say.text("Went on at %(where)s", where=_at(p))


_SUGGESTED = marked(
    {
        "begun": "Asked whether to begin %(flow)s: yes",
        "declined": "Asked whether to begin %(flow)s: no",
        "ignored": "Asked whether to begin %(flow)s, without an answer",
    }
)


def _suggested(say: Language, p: P) -> str:
    text = _SUGGESTED.get(word(p, "answer"), _SUGGESTED["ignored"])
    return say.text(text, flow=in_words(word(p, "flow")))


def _asked_person(say: Language, p: P) -> str:
    at = _at(p)
    return join(say.text("Asked for a person"), say.text("at %(where)s", where=at) if at else "")


def _failed(say: Language, p: P) -> str:
    return join(say.text("Self-service failed at %(where)s", where=_at(p)), word(p, "why")[:90])


def _signal(say: Language, p: P) -> str:
    reasons = p.get("reasons")
    codes = (
        [str(one.get("code")) for one in reasons if isinstance(one, Mapping)]
        if isinstance(reasons, list)
        else []
    )
    why = join(*(say.text(CODES[code]) for code in dict.fromkeys(codes) if code in CODES))
    told = say.text(KIND_NAMES.get(str(p.get("signal")), "Noticed"))
    return f"{told}: {why}" if why else say.text("%(what)s was noticed", what=told)


def _signal_wrong(say: Language, p: P) -> str:
    what = say.text(KIND_NAMES.get(str(p.get("signal")), marked("Noticed")))
    if p.get("wrong") is not False:
        return say.text("Not so after all: %(what)s", what=what)
    return say.text("So it is after all: %(what)s", what=what)


GISTS: dict[str, Callable[[Language, P], str]] = {
    "contact.step": lambda say, p: sentence(say.text("came to %(where)s", where=_at(p))),
    "contact.menu": _menu,
    "contact.no_input": _where("Nothing came at %(where)s"),
    "contact.no_match": _where("Not understood at %(where)s"),
    "contact.search": _search,
    "contact.identified": _proved("Recognised"),
    "contact.verified": _proved("Verified"),
    "contact.not_verified": _not_proved,
    "contact.asked_person": _asked_person,
    "contact.language": _spoken,
    "contact.looked_up": _operation("Looked up: %(what)s"),
    "contact.did": _operation("Did: %(what)s"),
    "contact.left_off": _where("Left at %(where)s"),
    "contact.resumed": _resumed,
    "contact.suggested": _suggested,
    "contact.flow_failed": _failed,
    "contact.joined": _took_part("%(who)s joined"),
    "contact.left": _took_part("%(who)s left"),
    "contact.signal": _signal,
    "contact.signal_wrong": _signal_wrong,
}
