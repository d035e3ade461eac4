"""`warmline bench widget`: how long customers of the demo wait in their browser for the first reply of the chat."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.progress import say
from bench.server import ServerError

SIZE = ("--customers", "500", "--days", "30")
VISITS = 30
WARM_UP = 3
"""Visits before anything is measured: the browser itself has to start."""
SETTLED = 20.0
"""Seconds in which simulated customers begin to chat, before anybody is measured."""
WHO = ("", "maria", "somchai", "li-wei")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FIRST_REPLY = """() => new Promise((resolve, reject) => {
  const host = [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('.launch'));
  const began = performance.now();
  const look = () => {
    if (host.shadowRoot.querySelector('.option')) {
      requestAnimationFrame(() => resolve(performance.now() - began));
    } else if (performance.now() - began > 20000) {
      reject(new Error('no reply within 20 s'));
    } else {
      requestAnimationFrame(look);
    }
  };
  host.shadowRoot.querySelector('.launch').click();
  look();
})"""
"""From the press on the button to the frame that shows the first question, in milliseconds."""


def widget(visits: int = VISITS) -> dict[str, Any]:
    """Measure; the JSON object that the command prints. Raises ServerError."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise ServerError("Chromium is not installed; `make services` (as root) brings it.")
    before = machine()
    with tempfile.TemporaryDirectory() as folder, _demo(Path(folder)) as url:
        say(f"the demo is up at {url}; its customers begin to chat")
        time.sleep(SETTLED)
        took = _measure(url, chromium, visits)
    took.sort()
    return {
        "visits": len(took),
        "first_reply_p50_ms": round(took[len(took) // 2], 1),
        "first_reply_p90_ms": round(took[int(len(took) * 0.9)], 1),
        "first_reply_max_ms": round(took[-1], 1),
        "machine": before,
    }


def _measure(url: str, chromium: str, visits: int) -> list[float]:
    from playwright.sync_api import sync_playwright

    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for number in range(WARM_UP + visits):
            context = browser.new_context(base_url=url)  # somebody who has never been here
            page = context.new_page()
            page.goto(f"/try?who={WHO[number % len(WHO)]}")
            page.locator(".launch").wait_for()
            if number >= WARM_UP:
                took.append(float(page.evaluate(FIRST_REPLY)))
            context.close()
        browser.close()
    return took


@contextmanager
def _demo(folder: Path) -> Iterator[str]:
    """A demo of its own, at the address it says."""
    command = [sys.executable, "-m", "warmline.cli.main", "demo", "--data", str(folder / "demo")]
    process = subprocess.Popen(
        [*command, *SIZE, "--port", "0", "--back-office-port", "0"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "COLUMNS": "200"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    told = ""
    try:
        for line in process.stderr:
            told += line
            if found := re.search(r"be a customer +(http://\S+)/try", told):
                yield found[1]
                return
        raise ServerError(f"the demo did not start:\n{told}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
