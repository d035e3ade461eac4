"""The business in use: one valid version at a time, replaced as a whole when its folder changes.

    service = BusinessService(Path("my-business"), clock=time.time)     # BusinessError if it is bad
    service.current.name
    service.on_change(lambda business: …)
    await service.watch()                                               # until cancelled

Readers take `current` once for a piece of work and keep it, so that each event is judged by one version.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import msgspec
import structlog
from watchfiles import Change, awatch

from warmline.business.folder import fingerprint, is_ignored, read_folder
from warmline.business.load import load_folder
from warmline.business.model import Business, BusinessError, Problem
from warmline.business.report import Report
from warmline.business.section import Section

REMEMBERED = 50
SETTLE_SECONDS = 0.3
MOST_SETTLES = 30
LOOK_AGAIN_MILLISECONDS = 2_000

Listener = Callable[[Business], None]
_Identity = tuple[str, int, int]
_log = structlog.get_logger(__name__)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one reload: `version` is the one in use afterwards, `changed` whether it is new."""

    loaded: bool
    changed: bool
    version: str
    problems: tuple[Problem, ...] = ()


class Reload(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the history: when, what was in use afterwards, and what was found."""

    time: float
    loaded: bool
    version: str
    problems: tuple[Problem, ...] = ()


class BusinessService:
    """Holds the current business. `current` may be read from any thread at any time; it never blocks.

    `clock` gives seconds since 1970 for the history. A folder with problems never replaces a business
    that is in use.
    """

    def __init__(
        self,
        folder: Path,
        sections: Sequence[Section[Any]] = (),
        *,
        clock: Callable[[], float],
        settle: float = SETTLE_SECONDS,
    ) -> None:
        self.folder = folder
        self._sections = tuple(sections)
        self._clock = clock
        self._settle = settle
        self._reloading = threading.RLock()
        self._listeners: list[Listener] = []
        self._history: deque[Reload] = deque(maxlen=REMEMBERED)
        self._files: dict[str, bytes] = {}
        self._current = self._load()
        self._remember(loaded=True, version=self._current.version, problems=self._current.warnings)

    @property
    def current(self) -> Business:
        """The business in use. Keep it for the whole of one piece of work: the next look may differ."""
        return self._current

    @property
    def history(self) -> list[Reload]:
        """The last reloads, newest first, the first loading included."""
        return list(reversed(tuple(self._history)))

    def snapshot(self) -> dict[str, bytes]:
        """The files of the business in use, as they were read; `load_files` makes it of them again."""
        with self._reloading:
            return dict(self._files)

    def on_change(self, listener: Listener) -> None:
        """Call `listener` with each new business, after the swap, on the thread that reloads."""
        self._listeners.append(listener)

    def reload(self) -> Outcome:
        """Read the folder again and, if it is sound, put it in use. Raises nothing for what is in it."""
        with self._reloading:
            before = self._current
            try:
                business = self._load()
            except BusinessError as error:
                return self._refused(tuple(error.problems))
            except Exception:  # noqa: BLE001 - a mistake of ours must not take the running business away
                _log.exception("business_reload_failed", folder=str(self.folder))
                what = "could not be read because of a mistake in Warmline"
                return self._refused((Problem(str(self.folder), 0, what, "see the log, and report it"),))
            changed = business.version != before.version
            if changed:
                self._current = business
            self._remember(loaded=True, version=business.version, problems=business.warnings)
            if changed:
                _log.info("business_loaded", version=business.version)
                self._tell(business)
            return Outcome(loaded=True, changed=changed, version=business.version, problems=business.warnings)

    async def watch(self) -> None:
        """Reload whenever the folder has changed and settled, until cancelled.

        A folder that vanishes or is swapped (a link that is turned, a fresh clone) is looked for again.
        """
        while True:
            identity = await asyncio.to_thread(self._identity)
            if identity is not None:
                try:
                    await self._watch_root(Path(identity[0]), identity)
                except (OSError, RuntimeError):
                    _log.warning("business_watch_interrupted", folder=str(self.folder), exc_info=True)
            await asyncio.sleep(self._settle)

    async def _watch_root(self, root: Path, identity: _Identity) -> None:
        """Watch one directory until it is no longer the one that the folder's name leads to."""

        def interesting(change: Change, path: str) -> bool:
            place = Path(path)
            return place.is_relative_to(root) and not is_ignored(place.relative_to(root).as_posix())

        await self._reload_if_stale(root)
        fresh = True
        changes = awatch(
            root,
            watch_filter=interesting,
            debounce=1_000,
            step=50,
            rust_timeout=LOOK_AGAIN_MILLISECONDS,
            yield_on_timeout=True,
        )
        async with aclosing(changes):
            async for changed in changes:
                if await asyncio.to_thread(self._identity) != identity:
                    return
                # What was written while the watch was being set up shows at the first look.
                if changed or fresh:
                    await self._reload_if_stale(root)
                fresh = False

    async def _reload_if_stale(self, root: Path) -> None:
        """Wait until the files stop changing (a checkout takes a while), then reload if they did."""
        before = await asyncio.to_thread(fingerprint, root)
        if before == self._seen:
            return
        for _ in range(MOST_SETTLES):
            await asyncio.sleep(self._settle)
            after = await asyncio.to_thread(fingerprint, root)
            if after == before:
                break
            before = after
        if before != self._seen:
            await asyncio.to_thread(self.reload)

    def _identity(self) -> _Identity | None:
        """Which directory the folder's name leads to now; None where there is none."""
        try:
            root = self.folder.resolve()
            status = root.stat()
        except (OSError, RuntimeError):
            return None
        return (str(root), status.st_dev, status.st_ino) if root.is_dir() else None

    def _load(self) -> Business:
        """What the folder holds now. Notes what was seen first, so that a later write is never missed."""
        self._seen = fingerprint(self.folder)
        report = Report()
        folder = read_folder(self.folder, report)
        business = load_folder(folder, self._sections, report)
        self._files = folder.files
        return business

    def _refused(self, problems: tuple[Problem, ...]) -> Outcome:
        version = self._current.version
        first = problems[0]
        said = f"{first.place} {first.what}; {first.remedy}"
        _log.warning("business_refused", problems=len(problems), first=said, in_use=version)
        self._remember(loaded=False, version=version, problems=problems)
        return Outcome(loaded=False, changed=False, version=version, problems=problems)

    def _remember(self, *, loaded: bool, version: str, problems: tuple[Problem, ...]) -> None:
        self._history.append(Reload(time=self._clock(), loaded=loaded, version=version, problems=problems))

    def _tell(self, business: Business) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(business)
            except Exception:  # noqa: BLE001 - one listener must not keep the others from hearing
                _log.exception("business_listener_failed", version=business.version)
