"""Those who work at the sample business serve customers about whom, and in a language which, they know."""

from collections import Counter

import pytest

from warmline.simulate.phrases import REASONS
from warmline.simulate.staff import NEEDS, TEAM, server


def test_there_are_skills_for_every_reason() -> None:
    assert set(NEEDS) == set(REASONS)
    known = {skill for one in TEAM for skill in one.skills}
    assert {skill for skills in NEEDS.values() for skill in skills} <= known


@pytest.mark.parametrize("language", ["en", "fil", "th", "vi", "zh-Hans", "zh-Hant"])
def test_most_are_served_by_somebody_who_knows_and_speaks_as_they_do(language: str) -> None:
    for reason in REASONS:
        served = [server(drawn, reason, language) for drawn in range(len(TEAM))]
        knowing = [one for one in served if set(NEEDS[reason]).intersection(one.skills)]
        assert len(knowing) >= 9, reason
    understood = [language in server(d, r, language).languages for d in range(len(TEAM)) for r in REASONS]
    assert sum(understood) > len(understood) / 2


def test_everybody_has_something_to_do() -> None:
    languages = ("en", "fil", "th", "vi", "zh-Hans", "zh-Hant")
    busy = Counter(
        server(drawn, reason, language).email
        for drawn in range(len(TEAM))
        for reason in REASONS
        for language in languages
    )
    assert set(busy) == {one.email for one in TEAM}
