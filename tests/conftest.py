"""Fixtures that every test may use."""

from tests.server import server as server
