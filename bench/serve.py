"""The real server, as `warmline serve` runs it, that also leaves word how its writer commits.

    python -m bench.serve WITNESS [PROFILE]     settings come from the environment, as for any server

WITNESS gets what the writer's own connection answers to `PRAGMA synchronous` (2 is FULL); PROFILE, if named,
what the thread of the event loop did, once the server is told to stop.
"""

import cProfile
import json
import sys
from pathlib import Path
from typing import Any

from warmline.app import runtime, settings
from warmline.app.serve import serve
from warmline.storage.port import Row, Transaction
from warmline.storage.sqlite import SqliteStorage


class Witness(SqliteStorage):
    """The storage as it is, asked once, through its writer, how it commits."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        said = self.submit(_pragmas).result()
        Path(sys.argv[1]).write_text(json.dumps(said))


def _pragmas(tx: Transaction) -> dict[str, object]:
    def value(name: str) -> object:
        row: Row | None = tx.one(f"PRAGMA {name}")
        return row[0] if row else None

    return {name: value(name) for name in ("synchronous", "journal_mode", "fullfsync", "cache_size")}


if __name__ == "__main__":
    vars(runtime)["SqliteStorage"] = Witness  # what a runtime makes its storage with
    profiler = cProfile.Profile() if len(sys.argv) > 2 else None
    if profiler is None:
        serve(settings.load())
    else:
        profiler.runcall(serve, settings.load())
        profiler.dump_stats(sys.argv[2])
