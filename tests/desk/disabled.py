"""A server whose business has a policy that failed ten times running, so that it is disabled."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desk.conftest import _fill
from tests.server import Server, prepare

FAILING = """
policy: always-fails
why: It divides by nothing.
on: site.searched
when: 1 / (size(event.query) - size(event.query)) == 1
do: [{remember: searched}]
"""


@contextmanager
def with_a_disabled_policy(folder: Path) -> Iterator[Server]:
    """The sample business with the people and the past of the desk, and that policy."""
    server = prepare(folder)
    (server.business / "policies" / "failing.yaml").write_text(FAILING)
    asyncio.run(_fill(server))
    server.start()
    searches = [
        {
            "type": "track",
            "event": "site.searched",
            "messageId": f"s-{number}",
            "userId": "u-maria",
            "properties": {"query": "sim"},
        }
        for number in range(10)
    ]
    with server.client() as client:
        assert client.post("/v1/batch", json={"batch": searches}).status_code == 200
    yield server
    server.stop()
