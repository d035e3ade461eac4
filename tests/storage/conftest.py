"""A storage for each test, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.world import MIGRATIONS
from warmline.storage.sqlite import SqliteStorage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    made = SqliteStorage(tmp_path / "data" / "warmline.db", MIGRATIONS, cache_mb=8, readers=2)
    yield made
    made.close()
