"""Writes that nobody waits for, such as when a session was last seen."""

import logging
from collections.abc import Callable

from warmline.storage.errors import StorageError
from warmline.storage.port import Storage, Transaction

LOG = logging.getLogger(__name__)


def write_later(storage: Storage, command: Callable[[Transaction], int]) -> None:
    """Queue a write; whoever is served now is served even if the storage cannot take it."""
    try:
        storage.submit(command)
    except StorageError as error:
        LOG.warning("when a session or token was last seen is not on record: %s", error)
