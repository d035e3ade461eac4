"""The files of a business folder: read once, so that version and content always agree.

    folder = read_folder(Path("my-business"), report)
    folder.version                      # "3f9a0c11d2e4"
    folder.files                        # {"business.yaml": b"…", …}: a snapshot that can be stored

Not part of the folder: names that begin with a dot, what editors leave behind, and links that lead
out of it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePosixPath

from warmline.business.located import MAX_BYTES, Node, read_yaml
from warmline.business.model import BusinessError, Problem
from warmline.business.report import Report

MAX_FILE_BYTES = 32_000_000
VERSION_DIGITS = 12

_LEFT_BEHIND = re.compile(
    r".*~|#.*#|~\$.*|4913|.*\.(tmp|temp|swp|swo|swx|bak|orig|rej|pyc|part|crswap)|.*___jb_\w+___"
)
_SKIPPED_FOLDERS = {"__pycache__", "node_modules"}


class Folder:
    """The files of one business folder at one moment, by their path with forward slashes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(sorted(files.items()))
        self.version = version_of(self.files)
        self._parsed: dict[str, Node | None] = {}

    def matching(self, *patterns: str) -> list[str]:
        """Paths that match a pattern such as `policies/*.yaml`; `**/` stands for any folders."""
        return [path for path in self.files if any(matches(path, pattern) for pattern in patterns)]

    def yaml(self, path: str, report: Report) -> Node | None:
        """The value a YAML file holds; None if it is not there or not readable. Reports once."""
        if path not in self._parsed and path in self.files:
            self._parsed[path] = read_yaml(self.files[path], path, report)
        return self._parsed.get(path)

    def text(self, path: str, report: Report, limit: int = MAX_BYTES) -> str | None:
        """A text file (CSV, Markdown, catalogue) as UTF-8; None with a problem where it is not."""
        content = self.files.get(path)
        if content is None:
            return None
        if len(content) > limit:
            report.problem(path, 0, f"is larger than {limit:,} bytes", "split it into several files")
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            report.problem(path, line, "is not UTF-8 text", "save the file as UTF-8")
            return None


def read_folder(folder: Path, report: Report) -> Folder:
    """Every file of the folder. What cannot be read is reported and left out.

    Raises BusinessError where there is no such folder.
    """
    files: dict[str, bytes] = {}
    if not folder.is_dir():
        raise BusinessError([Problem(str(folder), 0, "there is no such folder", "name a business folder")])
    for path, file in _walk(folder):
        try:
            size = file.stat().st_size
            if size > MAX_FILE_BYTES:
                report.problem(path, 0, f"is larger than {MAX_FILE_BYTES:,} bytes", "keep it elsewhere")
            else:
                files[path] = file.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            report.problem(path, 0, f"cannot be read: {error.strerror}", "check that Warmline may read it")
    return Folder(files)


def version_of(files: Mapping[str, bytes]) -> str:
    """12 hexadecimal digits: SHA-256 over sorted paths and contents, each with its length before it."""
    digest = sha256()
    for path, content in sorted(files.items()):
        name = path.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%s%d:" % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()[:VERSION_DIGITS]


def fingerprint(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Path, inode, size and time of change of every file: equal as long as nobody writes."""
    found = []
    for path, file in _walk(folder):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((path, status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def is_ignored(path: str) -> bool:
    """Whether a relative path is a dot file, left behind by an editor, or below such a folder."""
    *folders, name = PurePosixPath(path).parts or ("",)
    if any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in folders):
        return True
    return name.startswith(".") or name in _SKIPPED_FOLDERS or _LEFT_BEHIND.fullmatch(name) is not None


def matches(path: str, pattern: str) -> bool:
    """Whether `path` matches `pattern` name by name: `*` stays within one, `**` stands for several."""
    return _matches(path.split("/"), pattern.split("/"))


def _matches(path: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return _matches(path, pattern[1:]) or (bool(path) and _matches(path[1:], pattern))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _matches(path[1:], pattern[1:])


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Relative path and place of each file; links are followed to files inside the folder only."""
    root = folder.resolve()
    for parent, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not is_ignored(name)]
        for name in names:
            file = Path(parent, name)
            path = file.relative_to(root).as_posix()
            if not is_ignored(path) and _is_inside(file, root):
                yield path, file


def _is_inside(file: Path, root: Path) -> bool:
    """Whether it is a regular file, or a link to one in the folder (never a device or a pipe)."""
    try:
        return file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(root))
    except (OSError, RuntimeError):
        return False
