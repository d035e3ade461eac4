"""An outside system that webhooks are told to: it remembers every call, and fails some of them."""

import hmac
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

from warmline.app.webhooks import KEY, SIGNATURE

SECRET = "a secret of the test"


class Receiver:
    """What arrived: calls by idempotency key, those answered with 200, and keys that came with another body."""

    def __init__(self, seed: int, failing: float) -> None:
        self.calls: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.wrong: list[str] = []
        self.port = 0
        self._bodies: dict[str, bytes] = {}
        self._random = Random(seed)
        self._failing = failing
        self._lock = threading.Lock()

    def take(self, key: str, signature: str, body: bytes) -> int:
        """One call; the status to answer."""
        with self._lock:
            self.calls[key] += 1
            expected = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
            if signature != expected or self._bodies.setdefault(key, body) != body:
                self.wrong.append(key)
            if self._random.random() < self._failing:
                return 500
            self.taken.add(key)
            return 200


@contextmanager
def receiving(seed: int = 1, failing: float = 0.1) -> Iterator[Receiver]:
    """A receiver that listens on `port` until the end of the block; it fails a share of the calls."""
    receiver = Receiver(seed, failing)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # whoever calls was killed in the middle
                return
            status = receiver.take(self.headers[KEY], self.headers[SIGNATURE], body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128  # as many as call at once

    server = Server(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
