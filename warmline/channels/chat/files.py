"""Files that customers attach: kept on disk under names that nobody can guess."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from warmline.channels.chat.errors import FileTooLarge, TooManyFiles, UnknownFile, WrongKind

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
"""Files of one contact."""
LONGEST_TITLE = 120
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a contact. `key` is the client's, by which it is kept once; `turn` the number of its turn, or 0."""

    file: str
    title: str
    type: str
    bytes: int
    key: str
    turn: int = 0


class Files:
    """The files of all contacts, a folder for each. `new_name` gives names that nobody can guess.

    A file and what is known of it stand side by side, so that a backup of the folder is complete.
    """

    def __init__(self, folder: Path, new_name: Callable[[], str]) -> None:
        self._folder = folder
        self._new_name = new_name
        self._lock = threading.Lock()

    def keep(self, contact: str, title: str, content: bytes, key: str) -> Kept:
        """Keep a file; the same key again is the same file. Raises FileTooLarge, WrongKind, TooManyFiles."""
        if len(content) > MOST_BYTES:
            raise FileTooLarge(MOST_BYTES)
        kind = kind_of(content)
        if kind is None:
            raise WrongKind
        with self._lock:
            there = self.of(contact)
            for one in there:
                if one.key == key:
                    return one
            if len(there) >= MOST_FILES:
                raise TooManyFiles(MOST_FILES)
            kept = Kept(file=self._new_name(), title=tidy(title), type=kind, bytes=len(content), key=key)
            folder = self._of(contact)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / kept.file).write_bytes(content)
            self._describe(folder, kept)
        return kept

    def place(self, contact: str, kept: Kept, turn: int) -> None:
        """Remember at which turn a file was attached."""
        self._describe(self._of(contact), msgspec.structs.replace(kept, turn=turn))

    @contextmanager
    def placing(self, contact: str, kept: Kept) -> Iterator[Callable[[int], None]]:
        """Gives what places a file within a command; it stands where it stood if the command comes to nothing."""
        try:
            yield partial(self.place, contact, kept)
        except Exception:
            self.place(contact, kept, kept.turn)
            raise

    def has_any(self, contact: str) -> bool:
        """Whether files were attached to a contact: one look at the folder."""
        return self._of(contact).is_dir()

    def of(self, contact: str) -> list[Kept]:
        """The files of a contact."""
        folder = self._of(contact)
        if not folder.is_dir():
            return []
        return [msgspec.json.decode(path.read_bytes(), type=Kept) for path in sorted(folder.glob("*.json"))]

    def read(self, contact: str, file: str) -> tuple[Kept, bytes]:
        """A file with its content. Raises UnknownFile."""
        found = next((one for one in self.of(contact) if one.file == file), None)
        if found is None:
            raise UnknownFile
        return found, (self._of(contact) / found.file).read_bytes()

    def contacts(self) -> list[str]:
        """The contacts that have files."""
        return sorted(path.name for path in self._folder.iterdir()) if self._folder.is_dir() else []

    def erase(self, contact: str) -> None:
        """Remove all files of a contact."""
        shutil.rmtree(self._of(contact), ignore_errors=True)

    def _of(self, contact: str) -> Path:
        if not _NAME.fullmatch(contact):
            raise UnknownFile
        return self._folder / contact

    def _describe(self, folder: Path, kept: Kept) -> None:
        path = folder / f"{kept.file}.json"
        arriving = path.with_suffix(".arriving")
        arriving.write_bytes(msgspec.json.encode(kept))
        arriving.replace(path)


def kind_of(content: bytes) -> str | None:
    """What a file is, by its content: what a browser says about it is worth nothing. None for what is not taken."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return (
        "text/plain" if content and not any(ord(one) < 32 and one not in "\t\n\r\f" for one in text) else None
    )


def tidy(title: str) -> str:
    """A name as it may be shown and saved: the last part of a path, without what cannot be printed."""
    last = re.split(r"[/\\]", title)[-1]
    clean = "".join(one for one in last if one.isprintable()).strip(" .")
    if len(clean) > LONGEST_TITLE:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[: LONGEST_TITLE - 10]}{dot}{ending[:8]}"
    return clean or "file"
