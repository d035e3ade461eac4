"""Every policy and every offer of the sample business, explained in stories that were read by people."""

from collections.abc import Callable

import pytest

from tests.decisions.sample.stories import Story, stories
from tests.decisions.sample.telling import Telling

STORIES = list(stories())

Tell = Callable[[Story], Telling]


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Tell:
    """Tells each story once."""
    told: dict[str, Telling] = {}

    def one(story: Story) -> Telling:
        if story.story not in told:
            told[story.story] = Telling(story, tmp_path_factory.mktemp("sample"))
        return told[story.story]

    return one


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.file}: {story.story}")
def test_a_story_comes_as_it_is_written(story: Story, tell: Tell) -> None:
    assert tell(story).came == story.then


def test_every_policy_and_every_offer_has_a_story(tell: Tell) -> None:
    tellings = [tell(story) for story in STORIES]
    acted = set[str]().union(*(one.acted for one in tellings))
    offered = set[str]().union(*(one.offered for one in tellings))
    book = tellings[0].book
    assert set(book.policies) - acted == set()
    assert set(book.offers) - offered == set()


def test_stories_have_names_of_their_own() -> None:
    names = [story.story for story in STORIES]
    assert len(names) == len(set(names)) > 20
