"""In which mood simulated customers are, as far as it shows in a chat."""

from random import Random
from typing import NamedTuple


class Mood(NamedTuple):
    """`writes` is the share of answers that are written where a button would do, `slips` that of words with a typing
    error. `agrees` is how likely an offer is taken. `steps` are disappointments borne, `seconds` how long one waits.
    `gives_up` is how likely somebody leaves who has had enough, rather than asks for a person. `pace` is the seconds
    that an answer takes.
    """

    name: str
    writes: float
    slips: float
    agrees: float
    steps: int
    seconds: float
    gives_up: float
    pace: float
    share: int


MOODS = (
    Mood("calm", 0.15, 0.02, 0.7, 4, 240, 0.2, 7, 50),
    Mood("hurried", 0.25, 0.12, 0.5, 2, 60, 0.5, 3, 25),
    Mood("annoyed", 0.5, 0.06, 0.3, 1, 90, 0.3, 5, 15),
    Mood("chatty", 0.8, 0.05, 0.8, 3, 300, 0.1, 12, 10),
)


def mood(random: Random, patience: float) -> Mood:
    """A mood; `patience`, from 0 to 1, makes it last."""
    found = random.choices(MOODS, [one.share for one in MOODS])[0]
    return found._replace(steps=found.steps + round(2 * patience), seconds=found.seconds * (0.5 + patience))
