"""Gists of what concerns care, identity, consent and Warmline itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from warmline.desk.language import Language
from warmline.language.messages import marked

P = Mapping[str, Any]
_ACCOUNT = re.compile("[0-9a-f]{32}")
"""What accounts of staff are called on the log."""


def word(p: P, name: str) -> str:
    """A property as a word to be read: `in_transit` becomes `in transit`; "" if it is not there."""
    value = p.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).replace("_", " ")


def join(*parts: str) -> str:
    """The parts that there are, separated by commas."""
    return ", ".join(part for part in parts if part)


def party(say: Language, who: str) -> str:
    """Who took part in something: `staff:ana` is ana. Accounts that go by a mere number are a colleague."""
    kind, _, name = who.partition(":")
    if kind == "staff":
        return say.text("a colleague") if _ACCOUNT.fullmatch(name) else name
    known = {"customer": say.text("the customer"), "flow": say.text("self-service")}
    return known.get(kind, name or kind)


def sentence(text: str) -> str:
    """With a capital in front."""
    return text[:1].upper() + text[1:]


def _contact_started(say: Language, p: P) -> str:
    outbound = p.get("direction") == "outbound"
    subject = word(p, "subject")
    what = say.text("We reached out") if outbound else say.text("Got in touch")
    language = (
        say.text("in %(language)s", language=say.language(str(p["language"]))) if p.get("language") else ""
    )
    return join(f"{what} {language}".strip(), f"“{subject}”" if subject else "")


_SPEAKERS = marked({"customer": "Customer", "flow": "Flow", "agent": "Agent", "system": "System"})


def _turn(say: Language, p: P) -> str:
    by = say.text(_SPEAKERS.get(str(p.get("by")), "Somebody"))
    if keys := word(p, "keys"):
        return say.text("%(who)s keyed %(keys)s", who=by, keys=keys)
    return f"{by}: “{p.get('text') or '…'}”"


def _reason(say: Language, p: P) -> str:
    return join(say.text("It is about: %(reason)s", reason=word(p, "reason")), word(p, "detail"))


def _owner(say: Language, p: P) -> str:
    owner = word(p, "owner")
    kind, _, name = owner.partition(":")
    to = {
        "queue": say.text("the queue %(name)s", name=name),
        "staff": party(say, owner),
        "flow": say.text("self-service"),
    }.get(kind, owner)
    return join(say.text("Handed over to %(to)s", to=to), say.text(word(p, "why")))


def _promised(say: Language, p: P) -> str:
    what, due = sentence(word(p, "what")), word(p, "due")
    return say.text("%(what)s promised by %(due)s", what=what, due=say.near_when(due)) if due else what


def _rated(say: Language, p: P) -> str:
    rated = say.text("Rated %(score)s of %(of)s", score=word(p, "score"), of=word(p, "of") or "5")
    comment = word(p, "comment")
    return f"{rated}: “{comment}”" if comment else rated


def _solved(say: Language, p: P) -> str:
    about = word(p, "reason") or word(p, "what")
    solved = say.text("Solved: %(what)s", what=about) if about else say.text("Solved")
    by = (
        say.text("by self-service")
        if p.get("by") == "flow"
        else word(p, "by") and say.text("by %(who)s", who=party(say, word(p, "by")))
    )
    return join(solved, word(p, "remedy"), by)


def _wrapped_up(say: Language, p: P) -> str:
    solved = say.text("solved") if p.get("solved") else say.text("not solved")
    by = say.text("by %(who)s", who=party(say, word(p, "by")))
    return join(say.text("Wrapped up"), word(p, "reason"), solved, by)


def _ended(say: Language, p: P) -> str:
    outcome = {
        "completed": say.text("Contact ended"),
        "abandoned": say.text("Customer gave up"),
        "failed": say.text("Contact broke off"),
    }.get(str(p.get("outcome")), say.text("Contact ended"))
    seconds, waited = p.get("seconds"), p.get("waited_seconds")
    after = say.text("after %(time)s", time=say.duration(seconds)) if isinstance(seconds, int | float) else ""
    wait = (
        say.text("of which %(time)s waiting", time=say.duration(waited))
        if isinstance(waited, int | float) and waited >= 1
        else ""
    )
    return join(f"{outcome} {after}".strip(), wait, _cost(say, p.get("cost")))


def _cost(say: Language, cost: Any) -> str:
    """What it cost us, where that is known."""
    money = say.money_of(cost)
    return say.text("cost us %(money)s", money=money) if money else ""


def _case(say: Language, p: P) -> str:
    due = word(p, "due")
    return join(
        say.text("Case opened: %(what)s", what=word(p, "what")),
        word(p, "summary"),
        say.text("due %(time)s", time=say.near_when(due)) if due else "",
    )


def _identified(say: Language, p: P) -> str:
    traits = p.get("traits")
    if not isinstance(traits, Mapping) or not traits:
        return say.text("Known to us")
    name = word(traits, "name") or f"{word(traits, 'first_name')} {word(traits, 'last_name')}".strip()
    known = [
        sentence(one.replace("_", " ")) for one in traits if not one.startswith(("name", "first", "last"))
    ]
    if name and len(known) > 3:
        return say.text("This is %(name)s, with %(n)s facts", name=name, n=len(traits))
    return join(name and say.text("This is %(name)s", name=name), *known[:4])


def _linked(say: Language, p: P) -> str:
    names = p.get("identifiers")
    return say.text(
        "One customer: %(names)s", names=" = ".join(map(str, names)) if isinstance(names, list) else ""
    )


def _unlinked(say: Language, p: P) -> str:
    split = p.get("split")
    return say.text(
        "Separated: %(names)s", names=", ".join(map(str, split)) if isinstance(split, list) else ""
    )


def _consent(yes: str, no: str, given: bool) -> Callable[[Language, P], str]:
    def text(say: Language, p: P) -> str:
        channels = p.get("channels")
        on = (
            say.text("on %(channels)s", channels=", ".join(map(str, channels)))
            if isinstance(channels, list) and channels
            else ""
        )
        return join(
            f"{say.text(yes if given else no, purpose=word(p, 'purpose'))} {on}".strip(), word(p, "reason")
        )

    return text


_ALLOWED, _WITHDREW = marked(("Allowed %(purpose)s", "No longer allows %(purpose)s"))

GISTS: dict[str, Callable[[Language, P], str]] = {
    "contact.started": _contact_started,
    "contact.turn": _turn,
    "contact.choice": lambda say, p: say.text(
        "Chose “%(choice)s” at %(step)s", choice=word(p, "choice"), step=word(p, "step")
    ),
    "contact.reason": _reason,
    "contact.handed_over": _owner,
    "contact.promised": _promised,
    "promise.kept": lambda say, p: say.text(
        "Promise kept: %(what)s", what=word(p, "what") or word(p, "promise")
    ),
    "contact.rated": _rated,
    "contact.solved": _solved,
    "contact.note": lambda say, p: say.text("Note: %(text)s", text=word(p, "text")[:200]),
    "contact.ended": _ended,
    "contact.wrapped_up": _wrapped_up,
    "case.opened": _case,
    "case.solved": _solved,
    "customer.identified": _identified,
    "customer.aliased": lambda say, p: say.text(
        "Also known as %(name)s", name=word(p, "userId") or word(p, "previousId")
    ),
    "customer.grouped": lambda say, p: say.text("Belongs to %(group)s", group=word(p, "groupId")),
    "customer.linked": _linked,
    "customer.unlinked": _unlinked,
    "customer.erased": lambda say, p: say.text("A customer was erased at their wish or ours"),
    "erased": lambda say, p: say.text("Erased"),
    "consent.given": _consent(_ALLOWED, _WITHDREW, True),
    "consent.withdrawn": _consent(_ALLOWED, _WITHDREW, False),
    "timer.due": lambda say, p: join(
        say.text("Timer %(name)s went off", name=word(p, "timer")), word(p, "about")
    ),
    "business.loaded": lambda say, p: say.text(
        "%(name)s now runs on version %(version)s",
        name=word(p, "name") or say.text("The business"),
        version=word(p, "version"),
    ),
}
