"""All routes of customers' pages, for `app` to serve; they need `site` and `chat` as dependencies."""

from typing import Any

from warmline.site import kiosk_pages, own_pages, scripts, try_pages


def routes() -> list[Any]:
    """Every page, and what they are made of."""
    return [*scripts.ROUTES, *try_pages.ROUTES, *kiosk_pages.ROUTES, *own_pages.ROUTES]
