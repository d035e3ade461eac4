"""Gists of what staff did for a customer, and of what leads approved."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.gist_care import join, sentence, word
from warmline.desk.language import Language

P = Mapping[str, Any]


def _action(p: P) -> str:
    return word(p, "action").replace("-", " ")


def _acted(say: Language, p: P) -> str:
    if p.get("did") == "declined":
        text = say.text("Not wanted: %(action)s", action=_action(p))
    else:
        text = say.text("Done: %(action)s", action=_action(p))
    return join(sentence(text), word(p, "reason")[:80])


def _begun(say: Language, p: P) -> str:
    return sentence(say.text("Being carried out: %(action)s", action=_action(p)))


def _asked(say: Language, p: P) -> str:
    text = say.text("%(who)s asks a lead to approve: %(action)s", who=word(p, "name"), action=_action(p))
    return join(sentence(text), word(p, "why")[:80])


def _given(say: Language, p: P) -> str:
    text = say.text("%(who)s approved: %(action)s", who=word(p, "name"), action=_action(p))
    return join(sentence(text), word(p, "word")[:80])


def _refused(say: Language, p: P) -> str:
    text = say.text("%(who)s did not approve: %(action)s", who=word(p, "name"), action=_action(p))
    return join(sentence(text), word(p, "word")[:80])


def _withdrawn(say: Language, p: P) -> str:
    return sentence(say.text("No approval is needed any more: %(action)s", action=_action(p)))


GISTS: dict[str, Callable[[Language, P], str]] = {
    "contact.acted": _acted,
    "contact.action_begun": _begun,
    "approval.asked": _asked,
    "approval.given": _given,
    "approval.refused": _refused,
    "approval.withdrawn": _withdrawn,
}
