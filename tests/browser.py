"""A real Chromium for tests, and what axe finds wrong with a page in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server import ROOT
from warmline.desk import assets as desk
from warmline.site import assets as site

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
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
MOST_PATIENCE = 20_000
"""Milliseconds until something is on a page: busy machines are slow."""
PATIENT = """
  let listens = false;
  const held = [];
  addEventListener('click', (event) => {
    const what = event.target.closest('a, button, summary');
    if (listens || !what) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(what);
  }, true);
  document.addEventListener('DOMContentLoaded', () => setTimeout(() => {
    listens = true;
    held.forEach((one) => one.click());
  }));
"""
"""For pages that are clicked earlier than anybody could: what is clicked before they listen is clicked then."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VIOLATIONS = """async () => {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false });
  const where = (node) => `${node.target}: ${node.failureSummary}`;
  return violations.map((one) => `${one.id} ${one.nodes.map(where).join(' | ')}`);
}"""


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window; skips the test where it, or what the pages are made of, is not there.

    Playwright keeps an event loop running: whatever needs one of its own is started before.
    """
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; `make services` (as root) brings it")
    if desk.missing() or site.missing():
        pytest.skip("the scripts of the pages are not built; `make install` does it")
    expect.set_options(timeout=MOST_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page as it is now."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed; `make install` brings it")
    page.emulate_media(reduced_motion="reduce")  # what is only just fading in is not what is judged
    page.evaluate(AXE.read_text())  # as the page's policy lets no script in from elsewhere
    found: list[str] = page.evaluate(VIOLATIONS)
    return found
