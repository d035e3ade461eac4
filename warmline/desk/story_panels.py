"""What stands beside the story of a contact: each panel gathers its own values."""

from collections.abc import Awaitable, Callable
from typing import Any

from warmline.contacts.model import Story
from warmline.desk.screen import Screen

Panel = Callable[[Screen, Story], Awaitable[dict[str, Any]]]

PANELS: tuple[Panel, ...] = ()
"""The panels of the page; the names of their values are their own."""


async def panels(screen: Screen, story: Story) -> dict[str, Any]:
    """The values of all panels by name."""
    values: dict[str, Any] = {}
    for panel in PANELS:
        values |= await panel(screen, story)
    return values
