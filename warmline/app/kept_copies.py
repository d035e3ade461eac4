"""Changes the databases that restores have kept."""

from pathlib import Path

from warmline.app.migrations import MIGRATIONS
from warmline.customers.model import CopyInTheWay
from warmline.language.messages import message
from warmline.storage import files
from warmline.storage.errors import StorageError
from warmline.storage.port import Command


def in_kept_copies(database: Path, command: Command[None]) -> None:
    """Carry out a command in every database that was kept beside this one. Raises CopyInTheWay."""
    for copy in files.kept_copies(database):
        try:
            files.change(copy, MIGRATIONS, command)
        except StorageError as error:
            raise CopyInTheWay(
                message(
                    "%(copy)s of the data folder cannot be opened: %(why)s", copy=copy.name, why=str(error)
                )
            ) from error
