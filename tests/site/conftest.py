"""Pages of customers in a real Chromium, over contacts in memory."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.channels.serving import SECRET, Served, served
from tests.server import SAMPLE
from warmline.app import clock
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.channels.chat.service import Chat
from warmline.channels.passes import Passes
from warmline.site import assets
from warmline.site.pages import routes
from warmline.site.site import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
VIOLATIONS = """async () => {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await axe.run(document, { runOnly: rules });
  const where = (node) => `${node.target}: ${node.failureSummary}`;
  return violations.map((one) => `${one.id} ${one.nodes.map(where).join(' | ')}`);
}"""


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
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; `make services` (as root) brings it")
    if assets.missing():
        pytest.skip("the scripts of the pages are not built; `make install` does it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


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
        context.set_default_timeout(10_000)
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


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page as it is now."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed; `make install` brings it")
    page.emulate_media(reduced_motion="reduce")  # what is only just fading in is not what is judged
    page.evaluate(AXE.read_text())  # as the page's policy lets no script in from elsewhere
    found: list[str] = page.evaluate(VIOLATIONS)
    return found
