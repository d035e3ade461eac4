"""What can go wrong in storage, in words for the person who runs it.

StorageError
├── StorageBusy      too many commands are waiting: slow down and send again
├── StorageLocked    another process holds the database
├── StorageFull      no room is left on the disk
├── StorageClosed    the storage was shut down
├── NewerData        the data was written by a newer Warmline
└── NotABackup       the file to restore is not a sound Warmline database
"""


class StorageError(Exception):
    """A command or query could not be carried out; nothing of it was kept."""


class StorageBusy(StorageError):
    """Too many commands are waiting for the disk."""


class StorageLocked(StorageError):
    """Another process holds the database."""


class StorageFull(StorageError):
    """No room is left on the disk."""


class StorageClosed(StorageError):
    """The storage was shut down."""


class NewerData(StorageError):
    """The data was written by a newer Warmline than this one."""


class NotABackup(StorageError):
    """The file to restore is not a sound Warmline database."""
