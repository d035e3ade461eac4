"""What the tests of the business folder share."""

from pathlib import Path

import pytest

from .sound_business import FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound business in a folder of its own."""
    place = tmp_path / "isla"
    place.mkdir()
    for name, content in FILES.items():
        (place / name).write_text(content)
    return place
