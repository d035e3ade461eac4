"""Counts the work of one evaluation, and ends it when it becomes too much."""

from warmline.conditions.environment import Frame
from warmline.conditions.errors import TooMuchWork
from warmline.conditions.limits import MOST_WORK, SCANNED
from warmline.language.messages import message


def spend(frame: Frame, steps: int) -> None:
    """So many steps are done. TooMuchWork when none are left."""
    frame[0] -= steps
    if frame[0] < 0:
        raise TooMuchWork(
            message("this takes more than %(most)s steps: look through fewer entries", most=MOST_WORK)
        )


def scan(frame: Frame, length: int) -> None:
    """A text or list of this length is looked through."""
    if length > SCANNED:
        spend(frame, length // SCANNED)
