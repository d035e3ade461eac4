"""Pages of customers in a real Chromium, over contacts in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import MOST_PATIENCE, launched
from tests.browser import PHONE as PHONE
from tests.browser import violations as violations
from tests.channels.serving import SECRET, Served, served
from tests.server import SAMPLE
from warmline.app import clock
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.channels.chat.service import Chat
from warmline.channels.passes import Passes
from warmline.site.pages import routes
from warmline.site.site import Site


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the pages, started before Playwright, which keeps an event loop running."""
    folder = tmp_path_factory.mktemp("shop")
    runtime = Runtime(Settings(data=folder, business=SAMPLE, cache_mb=8))
    with served(folder, routes(), site=lambda chat: site_of(runtime, chat)) as one:
        yield one
    runtime.storage.close()


def site_of(runtime: Runtime, chat: Chat) -> Site:
    """The pages over a chat with scripted contacts, and otherwise a real Warmline."""
    return Site(
        chat=chat,
        passes=Passes(b"a secret of this installation", clock.now),
        customers=runtime.customers,
        decisions=runtime.decisions,
        clock=clock.now,
        looked=runtime.staff.audit.looked_at,
        environment={"WARMLINE_CHAT_SECRET": SECRET},
        last_asked=runtime.talking.talks.last_asked,
        demo=True,
    )


@pytest.fixture(scope="module")
def chromium(shop: Served) -> Iterator[Browser]:
    """Chromium without a window."""
    with launched() as browser:
        yield browser


@dataclass
class Visits:
    """Opens pages as customers do, and keeps what the browser complained about and whom it asked."""

    browser: Browser
    shop: Served
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str = "/try", **options: Any) -> Page:
        """A page of a visitor of their own."""
        context = self.browser.new_context(base_url=self.shop.url, **({"locale": "en-GB"} | options))
        context.set_default_timeout(MOST_PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page)
        page.goto(path)
        return page

    def watch(self, page: Page) -> None:
        """Keep what a page complains about."""
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture
def visits(chromium: Browser, shop: Served) -> Iterator[Visits]:
    """Visitors of this test; they leave afterwards."""
    made = Visits(chromium, shop)
    yield made
    for context in made.contexts:
        context.close()
