"""What protects pages and routes from the outside: rate limits, and headers that browsers obey."""

import math
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
}
_ENCODED = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
_FRAMES = b"x-frame-options"
_TLS_ONLY = (b"strict-transport-security", b"max-age=%d" % (365 * 24 * 3600))


def security_headers() -> "Callable[[Message, Scope], Awaitable[None]]":
    """A hook for `Litestar(before_send=[…])`: every answer gets the headers, errors too.

    A route that must differ (a widget that other sites frame) sets the header itself, and it stays. What
    somebody saw signed in is not kept in any cache, unless the route says otherwise.
    """

    async def add_headers(message: "Message", scope: "Scope") -> None:
        if message["type"] != "http.response.start":
            return
        # Each answer passes here: one look at the names that are set, in the bytes they travel in.
        headers = message["headers"] = list(message.get("headers", ()))
        names = {name.lower() for name, _ in headers}
        framed = b"content-security-policy" in names
        headers += [one for one in _ENCODED if one[0] not in names and not (framed and one[0] == _FRAMES)]
        if scope.get("user") is not None and b"cache-control" not in names:
            headers.append((b"cache-control", b"no-store"))
        if scope.get("scheme") == "https" and _TLS_ONLY[0] not in names:
            headers.append(_TLS_ONLY)

    return add_headers


class RateLimiter:
    """Token buckets, one per key: `rate` tokens a second flow in, up to `burst`.

    `clock` gives seconds and never runs backwards (`time.monotonic`). At most `capacity` keys are held; the
    one that was not used for longest is forgotten first, that is, it starts again with a full bucket. May be
    used from several threads.
    """

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float], *, capacity: int = 10_000
    ) -> None:
        if not (rate > 0 and burst > 0 and capacity > 0):
            raise ValueError("a rate limiter needs a rate, a burst and a capacity above zero")
        self.rate = rate
        self.burst = burst
        self._clock = clock
        self._capacity = capacity
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, n: float = 1) -> float:
        """Take `n` tokens: 0.0 if that is fine, else seconds to wait before asking again; nothing was taken.

        More than `burst` at once is allowed on a full bucket and paid off before the next, so that a large
        batch is slow and not impossible.
        """
        now = self._clock()
        with self._lock:
            tokens, at = self._buckets.get(key, (self.burst, now))
            tokens = min(self.burst, tokens + max(0.0, now - at) * self.rate)
            missing = min(n, self.burst) - tokens
            if missing <= 1e-9:
                tokens -= n
            self._buckets[key] = (tokens, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)
        return 0.0 if missing <= 1e-9 else max(missing / self.rate, math.ulp(1.0))
