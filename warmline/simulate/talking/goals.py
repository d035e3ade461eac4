"""What simulated customers come for."""

from random import Random
from typing import NamedTuple

from warmline.simulate.phrases import SAYS, WANTS


class Goal(NamedTuple):
    """Something that a customer wants.

    `path` are options that lead there, the nearest first, the first `near` of which are as good as being there;
    `within` are those that are chosen once there.
    `about` is what the customer talks about, in the words of `WANTS`; "" for a question out of `QUESTIONS`.
    """

    name: str
    about: str
    path: tuple[str, ...]
    within: tuple[str, ...] = ()
    share: int = 10
    near: int = 1


PERSON = "person"
QUESTION = "question"
GOALS = {
    goal.name: goal
    for goal in (
        Goal("bill", "bill", ("bill", "bills"), share=16),
        Goal("pay", "payment", ("pay", "bills"), ("card", "wallet"), share=14),
        Goal("pay-later", "payment", ("pay", "bills"), ("later", "parts"), share=6),
        Goal("outage", "outage", ("outage", "network"), ("no-signal", "no"), share=14, near=2),
        Goal("parcel", "parcel", ("parcel",), share=12),
        Goal("block-sim", "device", ("lost", "phone"), share=4),
        Goal("slow", "data", ("network",), ("slow", "no"), share=6),
        Goal("plan", "plan", ("change", "plan"), ("plus-m", "unlimited-m", "basic-s"), share=5),
        Goal("roaming", "roaming", ("roaming", "plan"), share=6),
        Goal("appointment", "appointment", ("appointment",), ("move", "first", "slot-1"), share=5),
        Goal(QUESTION, "", ("question",), share=12),
        Goal(PERSON, "bill", (), share=6),
    )
}
BY_REASON = {
    "bill": "bill",
    "payment": "pay",
    "outage": "outage",
    "parcel": "parcel",
    "roaming": "roaming",
    "appointment": "appointment",
    "data": "slow",
    "plan": "plan",
    "device": "block-sim",
}
"""The goal of somebody who has a reason to get in contact."""
SETTLED = ("clear", "yes", "enough", "keep", "nothing", "no")
"""Options that say that all is well, the first that is offered."""
QUESTIONS: dict[str, tuple[str, ...]] = {
    "en": ("How do I activate an eSIM?", "Can I keep my number when I move to you?", "What is my PUK?"),
    "fil": ("Paano i-activate ang eSIM?", "Ano ang PUK ko?", "Paano mag-top up?"),
    "zh-Hans": ("怎么激活eSIM？", "怎么充值？", "我的PUK码是什么？"),
    "zh-Hant": ("怎麼啟用eSIM？", "怎麼儲值？", "我的PUK碼是什麼？"),
    "th": ("เปิดใช้งาน eSIM อย่างไร", "เติมเงินอย่างไร", "รหัส PUK คืออะไร"),
    "vi": ("Kích hoạt eSIM thế nào?", "Nạp tiền thế nào?", "Mã PUK của tôi là gì?"),
}


def any_goal(random: Random) -> Goal:
    """A goal, as often as customers have it."""
    goals = list(GOALS.values())
    return random.choices(goals, [goal.share for goal in goals])[0]


def for_reason(reason: str, random: Random) -> Goal:
    """The goal of somebody with a reason to get in contact; now and then they want a person and say no more."""
    return GOALS[PERSON] if random.random() < 0.05 else GOALS[BY_REASON[reason]]


def words(goal: Goal, language: str, random: Random) -> str:
    """What somebody with this goal says first."""
    if goal.name == PERSON:
        return SAYS[PERSON].get(language, SAYS[PERSON]["en"])
    said = WANTS[goal.about] if goal.about else QUESTIONS
    return random.choice(said.get(language, said["en"]))
