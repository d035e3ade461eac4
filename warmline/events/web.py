"""Events of sites and apps: which page or screen was looked at."""

from typing import Annotated

from warmline.events.properties import Key, Properties, doc


class PageViewed(Properties):
    """Somebody looked at a page of a site.

    What a Segment `page` call becomes; its reserved properties are named as they are there.

    Example: {"path": "/bill", "title": "Your bill", "url": "https://example.ph/bill"}
    """

    name: Annotated[str | None, doc("The page, as the site names it.")] = None
    category: Annotated[str | None, doc("A group of pages.")] = None
    path: Annotated[str | None, doc("Path of its address.")] = None
    url: Annotated[str | None, doc("Its whole address.")] = None
    title: Annotated[str | None, doc("Its title.")] = None
    referrer: Annotated[str | None, doc("The address that led to it.")] = None
    search: Annotated[str | None, doc("The query part of its address.")] = None


class ScreenViewed(Properties):
    """Somebody looked at a screen of an app.

    What a Segment `screen` call becomes.

    Example: {"name": "Bill", "category": "billing"}
    """

    name: Annotated[str | None, doc("The screen, as the app names it.")] = None
    category: Annotated[str | None, doc("A group of screens.")] = None


class SiteSearched(Properties):
    """Somebody searched the site or the help centre.

    Example: {"query": "turn off roaming", "results": 0}
    """

    query: Annotated[Key, doc("What was searched for.")]
    results: Annotated[int | None, doc("How many results there were.")] = None


EVENTS: dict[str, type[Properties]] = {
    "page.viewed": PageViewed,
    "screen.viewed": ScreenViewed,
    "site.searched": SiteSearched,
}
