"""Counts the work of one evaluation, and ends it when it becomes too much."""

from warmline.conditions.environment import Frame
from warmline.conditions.errors import TooMuchWork
from warmline.conditions.limits import MOST_WORK, SCANNED


def spend(frame: Frame, steps: int) -> None:
    """So many steps are done. TooMuchWork when none are left."""
    frame[0] -= steps
    if frame[0] < 0:
        raise TooMuchWork(f"this takes more than {MOST_WORK:,} steps: look through fewer entries")


def scan(frame: Frame, length: int) -> None:
    """A text or list of this length is looked through."""
    if length > SCANNED:
        spend(frame, length // SCANNED)
