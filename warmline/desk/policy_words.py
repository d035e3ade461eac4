"""A policy in words: what sets it off, when it looks, what it does or proposes."""

from collections.abc import Callable
from typing import Any, NamedTuple

from warmline.decisions.actions.base import Action
from warmline.decisions.actions.call import CallWebhook
from warmline.decisions.actions.case import OpenCase
from warmline.decisions.actions.flow import BeginFlow
from warmline.decisions.actions.forget import Forget
from warmline.decisions.actions.message import Message
from warmline.decisions.actions.notify import Notify
from warmline.decisions.actions.proposals import Advice
from warmline.decisions.actions.remember import Remember
from warmline.decisions.actions.route import Route
from warmline.decisions.actions.set_traits import SetTraits
from warmline.decisions.model import ANY, DAY, Policy
from warmline.decisions.rulebook import Rulebook
from warmline.desk.gist_care import sentence
from warmline.desk.language import Language


class Deed(NamedTuple):
    """One thing that a policy does or proposes. `texts` are what it says, by what for; `href` leads to more of it."""

    words: str
    texts: list[tuple[str, str]]
    href: str = ""


def spoken(name: str) -> str:
    """A name that a business gives as people say it: `bill_shock` is `bill shock`."""
    return name.replace("_", " ").replace("-", " ")


def asked_about(say: Language, situations: tuple[str, ...] | list[str]) -> list[str]:
    """What a policy answers about, the situations first, as people say them."""
    named = [spoken(one) for one in situations if one != ANY]
    return [*named, say.text("whatever comes up")] if ANY in situations else named


def timing(say: Language, policy: Policy) -> str:
    """When a policy on events looks at them, where that is not at once."""
    if policy.after is None:
        late = policy.within // 1_000_000
        return (
            ""
            if policy.within == DAY
            else say.text("Not if it came in more than %(late)s late", late=say.duration(late))
        )
    wait = say.duration(policy.after.wait / 1_000_000)
    if policy.after.since is None:
        return say.text("%(wait)s after the event", wait=wait)
    return say.text("%(wait)s after %(since)s", wait=wait, since=policy.after.since.text)


def deeds(say: Language, policy: Policy, book: Rulebook) -> list[Deed]:
    """All that a policy does or proposes, in its order."""
    found = [_action(say, action) for action in policy.do]
    for one in policy.proposes:
        if isinstance(one, Advice):
            words = say.text("Advise: %(what)s", what=spoken(one.name))
            found.append(Deed(words, [("", str(one.say))]))
        else:
            offer = book.offers[one.name]
            said = [("", str(offer.say))] if offer.say else []
            found.append(Deed(say.text("Offer: %(what)s", what=offer.title), said, f"/offers#{offer.name}"))
    return found


def _action(say: Language, action: Action) -> Deed:
    told = _WORDS.get(type(action))
    return told(say, action) if told else Deed(sentence(say.said(action.said())), [])


def _remember(say: Language, one: Remember) -> Deed:
    if one.length is None:
        return Deed(say.text("Keep in mind for good: %(what)s", what=spoken(one.situation)), [])
    length = say.duration(one.length / 1_000_000)
    return Deed(
        say.text("Keep in mind for %(length)s: %(what)s", length=length, what=spoken(one.situation)), []
    )


def _forget(say: Language, one: Forget) -> Deed:
    return Deed(say.text("No longer keep in mind: %(what)s", what=spoken(one.situation)), [])


def _set(say: Language, one: SetTraits) -> Deed:
    traits = [(spoken(name), _trait(say, value)) for name, value in one.traits.items()]
    return Deed(say.text("Set what is known"), traits)


def _trait(say: Language, value: Any) -> str:
    if isinstance(value, bool):
        return say.text("yes") if value else say.text("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _case(say: Language, one: OpenCase) -> Deed:
    what = spoken(one.what)
    if one.due is None:
        words = say.text("Open a case about %(what)s", what=what)
    else:
        due = say.duration(one.due / 1_000_000)
        words = say.text("Open a case about %(what)s, due in %(due)s", what=what, due=due)
    return Deed(words, [("", one.summary.written)])


def _notify(say: Language, one: Notify) -> Deed:
    words = say.text("Tell leads") if one.role == "lead" else say.text("Tell agents")
    return Deed(words, [("", one.text.written)])


def _call(say: Language, one: CallWebhook) -> Deed:
    reaching = say.text("Have %(webhook)s reach the customer", webhook=one.webhook)
    words = reaching if one.reaches else say.text("Tell %(webhook)s", webhook=one.webhook)
    return Deed(words, [(spoken(name), text.written) for name, text in one.values.items()])


def _message(say: Language, one: Message) -> Deed:
    return Deed(say.text("Tell the customer"), [("", str(one.text))])


def _route(say: Language, one: Route) -> Deed:
    return Deed(say.text("Route to %(queue)s", queue=spoken(one.queue)), [("", one.why)] if one.why else [])


def _begin(say: Language, one: BeginFlow) -> Deed:
    length = say.duration(one.length / 1_000_000)
    words = say.text("Begin within %(length)s: %(flow)s", length=length, flow=spoken(one.flow))
    return Deed(words, [("", one.why)] if one.why else [])


_WORDS: dict[type, Callable[[Language, Any], Deed]] = {
    Remember: _remember,
    Forget: _forget,
    SetTraits: _set,
    OpenCase: _case,
    Notify: _notify,
    CallWebhook: _call,
    Message: _message,
    Route: _route,
    BeginFlow: _begin,
}
"""By kind of action; one without words of its own is told in its own."""
