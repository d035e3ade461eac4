"""The day of calls as bodies of requests, made by a process of its own and handed over through a pipe.

    python -m bench.feed --seed 1 --customers 1000000 --calls 1200000

Each body on standard output: four bytes of length (big-endian), then `[{…}, …]`, the messages of one batch.
"""

import argparse
import sys
from itertools import islice
from typing import BinaryIO

import msgspec

from warmline.events.model import Event
from warmline.log import moment
from warmline.simulate.day import calls

BATCH = 100
_encode = msgspec.json.Encoder().encode
_CONTEXT = {"library": {"name": "analytics-python", "version": "2.3.4"}}


def message(event: Event) -> dict[str, object]:
    """The event as a Segment client of the contact centre sends it."""
    return {
        "type": "track",
        "messageId": event.message_id,
        "timestamp": moment.write(event.occurred),
        "userId": event.identifiers[0].value,
        "event": event.type,
        "channel": event.channel,
        "properties": event.properties,
        "context": _CONTEXT,
        "integrations": {},
    }


def feed(seed: int, customers: int, count: int, out: BinaryIO) -> None:
    """Write the whole day."""
    events = calls(seed, customers, count)
    while batch := [message(event) for event in islice(events, BATCH)]:
        body = _encode(batch)
        out.write(len(body).to_bytes(4, "big") + body)
    out.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for option in ("--seed", "--customers", "--calls"):
        parser.add_argument(option, type=int, required=True)
    given = parser.parse_args()
    try:
        feed(given.seed, given.customers, given.calls, sys.stdout.buffer)
    except BrokenPipeError:
        sys.stderr.close()
