"""One back office for all tests that leave it as it was, and one for those that do not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .office import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A back office for a module of tests."""
    one = Office(tmp_path_factory.mktemp("office"))
    yield one
    one.stop()


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Starts a back office with further arguments, for one test."""
    begun: list[Office] = []

    def start(*arguments: str) -> Office:
        begun.append(Office(tmp_path, *arguments))
        return begun[-1]

    yield start
    for one in begun:
        one.stop()
