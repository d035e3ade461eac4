"""The secret of this installation, from which codes follow: a file beside the data, in no backup of it."""

import os
import secrets
from pathlib import Path

from warmline.storage.files import sync

NAME = "own.key"
BYTES = 32


def own_key(data: Path) -> bytes:
    """The secret; made at the first start, for nobody but the user that Warmline runs as.

    One that was cut off by a crash is made anew, before anything followed from it. Where it is lost, codes of the last
    five minutes are, and staff with a second step sign in with a recovery code and set it up again.
    """
    path = data / NAME
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        found = b""
    if len(found) == BYTES:
        return found
    made = secrets.token_bytes(BYTES)
    arriving = path.with_suffix(".new")
    arriving.unlink(missing_ok=True)
    file = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, made)
        os.fsync(file)
    finally:
        os.close(file)
    arriving.replace(path)
    sync(data)
    return made
