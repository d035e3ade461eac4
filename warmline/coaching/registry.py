"""All detectors, by their codes."""

from typing import get_args

from warmline.coaching.detectors import (
    asked_person,
    at_length,
    buying_interest,
    buying_words,
    capitals,
    care_words,
    circles,
    contacted_again,
    exclamation,
    leaving_words,
    left_with_keys,
    long_wait,
    not_understood,
    repeats,
    said_again,
    same_answer,
    silence,
    still_upset,
    tone,
    upset_words,
)
from warmline.coaching.detectors.base import Detector
from warmline.coaching.moments import What

DETECTORS: dict[str, Detector] = {
    module.DETECTOR.code: module.DETECTOR
    for module in (
        repeats,
        not_understood,
        circles,
        same_answer,
        left_with_keys,
        still_upset,
        at_length,
        long_wait,
        silence,
        asked_person,
        contacted_again,
        capitals,
        exclamation,
        upset_words,
        tone,
        said_again,
        leaving_words,
        buying_words,
        buying_interest,
        care_words,
    )
}
"""A test walks them: a detector without a case (tests/coaching/cases) fails, and so does one without documentation."""
ASKED: dict[What, tuple[Detector, ...]] = {
    what: tuple(one for one in DETECTORS.values() if what in one.on) for what in get_args(What)
}
"""Those that are asked about each thing that happens."""
