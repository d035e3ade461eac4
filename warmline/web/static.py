"""Files that pages are made of, kept in memory and served under a path that names their contents."""

from hashlib import blake2b
from pathlib import Path

from litestar import Response
from litestar.exceptions import NotFoundException

MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_YEAR = 365 * 24 * 3600


class StaticFiles:
    """The style sheets, scripts and pictures below a folder, as they were when it was read; they are small.

    `version` changes whenever any of them does.
    """

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES)
        self._media_types = {path.relative_to(folder).as_posix(): MEDIA_TYPES[path.suffix] for path in paths}
        self.content = {name: (folder / name).read_bytes() for name in self._media_types}
        digest = blake2b(digest_size=8)
        for name, body in self.content.items():
            digest.update(name.encode() + b"\0" + body)
        self.version = digest.hexdigest()

    def answer(self, version: str, file: str) -> Response[bytes]:
        """One of them, to be kept for a year under the version that it has. Raises NotFoundException."""
        name = file.lstrip("/")
        if name not in self.content:
            raise NotFoundException("There is no such file.")
        lasting = f"public, max-age={_YEAR}, immutable" if version == self.version else "no-cache"
        return Response(
            self.content[name], media_type=self._media_types[name], headers={"cache-control": lasting}
        )
