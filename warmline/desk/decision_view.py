"""A decision as people want to read it: what it was about, and why each thing was answered, done or held back."""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from warmline.decisions.answers import Authority, Chosen, Decision, Done, HeldBack, Worth
from warmline.decisions.model import Offer
from warmline.desk.gist_care import sentence
from warmline.desk.language import Language
from warmline.desk.policy_words import spoken
from warmline.language.messages import marked


class Answer(NamedTuple):
    """One answer at its rank. `worth` is how an offer was ranked, `authority` what people at the front may give.

    `title` is in the language of staff, what the customer was told perhaps in another `language`.
    """

    chosen: Chosen
    title: str
    worth: str = ""
    authority: str = ""
    language: str = ""

    @property
    def meaning(self) -> str:
        """What advice says in the language of the business, where the customer was told in another."""
        told_otherwise = self.chosen.kind == "advise" and self.chosen.words != self.chosen.say
        return self.chosen.words if told_otherwise else ""


RULES = marked(
    (
        "eligibility",
        "service first",
        "contact policy",
        "limit",
        "control group",
        "condition",
        "disclosure",
        "depth",
        "rank",
    )
)
"""Rules that hold things back, as decisions name them."""
_NAMED = marked(
    {
        "policy": "policy %(name)s",
        "table": "table %(name)s",
        "consent": "consent to %(name)s",
        "group": "group %(name)s",
        "offer": "offer %(name)s",
        "advise": "advice %(name)s",
    }
)
"""Those that have a name of their own, by what stands before it."""


class Held(NamedTuple):
    """Something that did not come about: what, why, by which rule, and until when that is so where it is known."""

    held: HeldBack
    title: str
    why: str
    rule: str
    until: str


class Deeds(NamedTuple):
    """All that one policy did about an event."""

    policy: str
    why: str
    done: list[Done]


class DecisionView(NamedTuple):
    """A decision in words. `in_use` says that the version of the business that decided is the one in use."""

    decision: Decision
    about: str
    by: str
    answers: list[Answer]
    done: list[Deeds]
    held_back: list[Held]
    in_use: bool


def decision_view(
    say: Language, decision: Decision, offers: Mapping[str, Offer], names: Mapping[str, str], version: str
) -> DecisionView:
    """A decision for a reader. `offers` and `version` are those in use, `names` those of staff by id."""
    return DecisionView(
        decision=decision,
        about=about(say, decision),
        by=names.get(decision.by) or say.text(decision.by),
        answers=[_answer(say, one, decision.language, offers) for one in decision.chosen],
        done=[
            Deeds(policy, why, list(several))
            for (policy, why), several in groupby(decision.done, key=lambda one: (one.policy, one.why))
        ],
        held_back=[held(say, one, offers) for one in decision.held_back],
        in_use=decision.business == version,
    )


def about(say: Language, decision: Decision) -> str:
    """What set a decision off: `Asked about bill shock`, `Policies looked at invoice.issued`."""
    if decision.event_type:
        return say.text("Policies looked at %(event)s", event=decision.event_type)
    if decision.situation:
        return say.text("Asked about %(situation)s", situation=spoken(decision.situation))
    return say.text("Asked what would help now")


def held(say: Language, one: HeldBack, offers: Mapping[str, Offer]) -> Held:
    """One thing that was held back, by the name that people know it by."""
    if one.kind == "offer":
        title = offers[one.name].title if one.name in offers else sentence(spoken(one.name))
    elif one.called is not None:
        title = sentence(spoken(say.said(one.called)))
    else:
        title = sentence(spoken(one.name or one.policy))
    until = ""
    if (
        one.reason.until is not None and one.reason.code != "quiet_hours"
    ):  # of these the words say when they end
        until = say.near_when(one.reason.until)
    return Held(one, title, say.said(one.reason.told), _rule(say, one), until)


def _rule(say: Language, one: HeldBack) -> str:
    """Which rule held it back, where that is not said with it anyway."""
    rule = one.reason.rule
    kind, _, name = rule.partition(" ")
    if not rule or rule == f"policy {one.policy}":
        return ""
    if rule not in RULES and kind in _NAMED:
        return say.text(_NAMED[kind], name=spoken(name))
    return say.text(rule)


def _answer(say: Language, one: Chosen, language: str, offers: Mapping[str, Offer]) -> Answer:
    if one.worth is None:
        return Answer(one, sentence(spoken(one.name)), language=language)
    title = offers[one.name].title if language and one.name in offers else one.title
    return Answer(
        one,
        title or sentence(spoken(one.name)),
        _worth(say, one.worth),
        _authority(say, one.authority, one.worth),
        language,
    )


def _worth(say: Language, worth: Worth) -> str:
    """`worth 134: propensity 0.62 × value ₱180.00 × lever 1.2, declared for now`."""
    factors = [say.text("propensity %(n)s", n=say.number(worth.propensity))]
    factors.append(say.text("value %(amount)s", amount=say.price(worth.value, worth.currency)))
    if worth.context != 1:
        factors.append(say.text("context %(n)s", n=say.number(worth.context)))
    if worth.lever != 1:
        factors.append(say.text("lever %(n)s", n=say.number(worth.lever)))
    tables = sorted(
        {source.removeprefix("table ") for source in worth.sources.values() if source.startswith("table ")}
    )
    return say.text(
        "worth %(score)s: %(factors)s, declared for now",
        score=say.number(round(worth.score, 1)),
        factors=" × ".join(factors) + "".join(f" ({say.text(_NAMED['table'], name=one)})" for one in tables),
    )


def _authority(say: Language, authority: Authority | None, worth: Worth) -> str:
    if authority is None:
        return ""
    amounts = {
        "cost": say.price(worth.cost, worth.currency),
        "limit": say.price(authority.limit, worth.currency),
    }
    if authority.within:
        return say.text(
            "Within what people at the front may give: %(cost)s of %(limit)s, declared for now", **amounts
        )
    return say.text(
        "More than people at the front may give: %(cost)s, their limit is %(limit)s, declared for now",
        **amounts,
    )
