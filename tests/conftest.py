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


SLOW = ("browser", "cli", "faults", "out_of_scope")
"""What is in the names of files that take long: they come first, so that at the end no worker waits for another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first; tests marked `browser` are skipped where there is no Chromium, and say so."""
    slow = {one.path for one in items if one.get_closest_marker("browser")}
    slow |= {one.path for one in items if any(word in one.nodeid for word in SLOW)}
    items.sort(key=lambda one: one.path not in slow)
    if any(shutil.which(name) for name in BROWSERS):
        return
    skip = pytest.mark.skip(reason="Chromium is not installed; `make services` installs it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)
