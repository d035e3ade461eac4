"""Fixtures that every test may use, how properties are searched, and what is skipped where something is missing."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from tests.server import server as server

settings.register_profile("local", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,  # a busy machine is not a slow program
    derandomize=True,  # the same examples each time: a red run can be repeated
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "local")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `browser` are skipped, with a word about why, where there is no Chromium."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    skip = pytest.mark.skip(reason="Chromium is not installed; `make services` installs it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)
