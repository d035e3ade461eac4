"""What a decision says: what was chosen or done, what was not, and why each, in words and as data."""

from typing import Any, Literal

import msgspec

from warmline.language.messages import Message

Code = Literal[
    "condition_false",
    "condition_failed",
    "not_verified",
    "disabled",
    "not_asked",
    "earlier_row",
    "not_eligible",
    "service_first",
    "no_consent",
    "resting",
    "capped",
    "control_group",
    "lower_priority",
    "quiet_hours",
    "too_deep",
    "contradicted",
    "action_failed",
]
"""Why a policy, an offer or an action did not come about."""


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something was not chosen or done. `words` are for people; `rule` names what held it back.

    `until` is when that ends, in microseconds, where it is known. `facts` are the values that it turned on. `said` are
    the words for readers of other languages; decisions on record from before there were any are without.
    """

    code: Code
    words: str
    rule: str = ""
    until: int | None = None
    facts: dict[str, Any] = {}
    said: Message | None = None

    @property
    def told(self) -> Message:
        """The words, for whoever knows the reader's language."""
        return self.said or Message(self.words)


def because(
    code: Code,
    said: str | Message,
    *,
    rule: str = "",
    until: int | None = None,
    facts: dict[str, Any] | None = None,
    words: str = "",
) -> Reason:
    """A reason; `words` where English writes the values in it as the business does."""
    told = Message(said) if isinstance(said, str) else said
    return Reason(code=code, words=words or str(told), rule=rule, until=until, facts=facts or {}, said=told)


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer was ranked by: the product of the first four. `sources` says where each is from.

    `value` and `cost` are in major units of `currency`.
    """

    propensity: float
    context: float
    value: float
    lever: float
    cost: float
    currency: str
    sources: dict[str, str]

    @property
    def score(self) -> float:
        """propensity x context x value x lever."""
        return self.propensity * self.context * self.value * self.lever


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """How much people at the front may give this customer without asking; `within` says whether this costs no more."""

    limit: float
    within: bool
    source: str


class Chosen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer to a question, at its rank from 1. `why` is the policy's, `words` why it stands here, for staff.

    `title`, `say` and `value` (in major units) are what the customer may be told.
    """

    rank: int
    kind: Literal["advise", "offer"]
    name: str
    policy: str
    why: str
    words: str
    title: str = ""
    say: str = ""
    value: float | None = None
    worth: Worth | None = None
    authority: Authority | None = None
    until: int | None = None
    sides: dict[str, str] = {}
    """What the customer is told of its sides: the price, our advice, what others choose."""


class Done(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing a policy did about an event: in words, and the event or the delivery that came of it."""

    policy: str
    kind: str
    words: str
    why: str
    event: str = ""
    delivery: str = ""
    said: Message | None = None

    @property
    def told(self) -> Message:
        """The words, for whoever knows the reader's language."""
        return self.said or Message(self.words)


class HeldBack(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that did not come about. `name` is the offer, the advice or the action; `worth` where it was found."""

    policy: str
    kind: str
    name: str
    reason: Reason
    worth: Worth | None = None
    called: Message | None = None
    """What an action does, whose `name` is that in English."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One evaluation and its explanation: an answer to a question, or what was made of an event.

    `business` is the version that decided, all of it. `at` is in microseconds. `situation` is what was asked about, ""
    for whatever comes up; `event` and `event_type` are those of the event that was judged. `not_held` are the
    first hundred policies whose conditions did not hold (`explained` says of all why, where that was asked for); of
    those that were `evaluated` so many `held`. What the customer is told is in `language`, "" for that of the business,
    and fit for somebody who is known at `level`, "" for staff.
    """

    id: str
    business: str
    at: int
    customer: int | None = None
    situation: str = ""
    event: str = ""
    event_type: str = ""
    contact: str = ""
    language: str = ""
    level: str = ""
    by: str = ""
    tier: str = ""
    chosen: list[Chosen] = []
    done: list[Done] = []
    held_back: list[HeldBack] = []
    not_held: list[str] = []
    held: int = 0
    explained: list[HeldBack] = []
    evaluated: int = 0
