"""The folder of a demo: what it remembers from one start to the next."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from warmline.app.control import DataLock
from warmline.cli.errors import CommandError

SEED = 1
KEYS = "demo.json"
LOCK = "lock"
OFFICE_DATA = "back-office"
LIVE, TRY, BACK_OFFICE = "simulation", "try-it", "back-office"
"""The sources of a demo: what is simulated, what its user sends, what the sample back office tells."""


class Demo(msgspec.Struct):
    """What a demo remembers: its size, when its past ends, and write keys that are only worth something here."""

    customers: int
    days: int
    end: datetime
    loaded: bool = False
    keys: dict[str, str] = {}


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Keep everybody else out of the folder. Raises DataInUse."""
    lock = DataLock(data)
    try:
        yield
    finally:
        lock.release()


def read(data: Path) -> Demo | None:
    """What is remembered in this folder; None where it is empty. Raises CommandError if it is no demo of ours."""
    try:
        return msgspec.json.decode((data / KEYS).read_bytes(), type=Demo)
    except OSError:
        if any(file.name != LOCK for file in data.iterdir()):
            raise CommandError(
                f"{data} holds data that is not a demo's.", "Name another folder: --data FOLDER"
            ) from None
        return None
    except msgspec.DecodeError:
        raise CommandError(f"The demo in {data} is of another version.", "Make a new one: --reset") from None


def write(data: Path, demo: Demo) -> None:
    """Remember; for nobody else on this machine to read."""
    path = data / KEYS
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(demo))


def throw_away(data: Path) -> None:
    """Remove what a demo made, and nothing else. Raises CommandError if that is not what is there."""
    if not (data / KEYS).exists():
        if any(file.name != LOCK for file in data.iterdir()):
            raise CommandError(f"{data} holds data that is not a demo's.", "It stays; name another folder.")
        return
    for file in data.iterdir():
        if file.is_file() and file.name != LOCK:
            file.unlink()
    shutil.rmtree(data / OFFICE_DATA, ignore_errors=True)


def calls(business: Path, port: int) -> bool:
    """Whether a business declares systems at a port of this machine."""
    return any(f":{port}" in file.read_text("utf-8", "replace") for file in business.rglob("*.yaml"))
