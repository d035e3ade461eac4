"""How far a long piece of work has come, on standard error."""

import sys
import time


def say(text: str) -> None:
    """One line for whoever waits."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """Counts pieces of work against their number; a line every two seconds with rate and time left."""

    EVERY = 2.0

    def __init__(self, what: str, total: int, done: int = 0) -> None:
        self._what = what
        self._total = total
        self._done = done
        self._began = time.monotonic()
        self._first = done
        self._shown = self._began
        self._shown_at = done
        self._width = 0

    def add(self, pieces: int) -> None:
        """So many more are done."""
        self._done += pieces
        now = time.monotonic()
        if now - self._shown >= self.EVERY:
            self._show(now)

    def close(self) -> None:
        """It is over."""
        self._show(time.monotonic())
        if sys.stderr.isatty():
            print(file=sys.stderr)

    def _show(self, now: float) -> None:
        rate = (self._done - self._shown_at) / max(now - self._shown, 1e-9)
        mean = (self._done - self._first) / max(now - self._began, 1e-9)
        left = (self._total - self._done) / mean if mean else 0.0
        share = 100 * self._done / max(self._total, 1)
        text = f"{self._what}: {self._done:,} of {self._total:,} ({share:.0f} %), {rate:,.0f}/s"
        text += f", {left // 60:.0f} min {left % 60:02.0f} s left"
        self._shown, self._shown_at = now, self._done
        if sys.stderr.isatty():
            print("\r" + text.ljust(self._width), end="", file=sys.stderr, flush=True)
            self._width = len(text)
        else:
            say(text)
