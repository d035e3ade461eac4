"""Routes for those who run Warmline: backup, restore, rebuild, the business in use."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, SkipValidation
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED

from warmline.app.runtime import Runtime
from warmline.business.model import Problem
from warmline.business.service import Outcome, Reload
from warmline.storage import files
from warmline.storage.errors import NewerData, NotABackup
from warmline.web.access import Role, staff
from warmline.web.bodies import Sent
from warmline.web.jobs import Job, Progress
from warmline.web.paging import Number
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Runtime]]
Who = NamedDependency[Principal]
_TAGS = ["Operation"]


class LocalOnly(Exception):
    """Files of the server's machine are the business of who works on it."""

    remedy = "Run `warmline backup` or `warmline restore` on the machine itself."


class BadPath(Exception):
    """A path will not do."""

    remedy = "Name a file outside of the data folder by its whole path."


STATUSES: Mapping[type[Exception], int] = {LocalOnly: 403, BadPath: 400, NotABackup: 400, NewerData: 400}
"""For `warmline.web.problems.exception_handlers`."""


class FileBody(Sent, frozen=True, kw_only=True):
    """A file on the server's machine, by its whole path."""

    path: str


class RebuildBody(Sent, frozen=True, kw_only=True):
    """Whether what is derived takes the place of what is there, or is only compared with it."""

    replace: bool = False


class BusinessView(msgspec.Struct, frozen=True, kw_only=True):
    """The business in use, what was found in it, and the latest reloads."""

    name: str
    version: str
    folder: str
    languages: tuple[str, ...]
    warnings: tuple[Problem, ...]
    history: list[Reload]


class SystemController(Controller):
    """Work on the data as a whole."""

    path = "/api/system"
    tags = _TAGS

    @get("/jobs", summary="List jobs", description="The latest first.", **staff(Role.ADMINISTRATOR))
    async def jobs(self, runtime: Injected) -> list[Job]:
        return runtime.jobs.latest()

    @get(
        "/jobs/{number:int}",
        summary="How far is a job",
        description="`done` of `total`; `state` is running, done or failed.",
        **staff(Role.ADMINISTRATOR),
    )
    async def job(self, runtime: Injected, number: Number) -> Job:
        return runtime.jobs.get(number)

    @post(
        "/backup",
        summary="Back up",
        description="Copies the data as it is now to a file on the server's machine, while everything goes "
        "on. Only for the command line on that machine.",
        status_code=HTTP_202_ACCEPTED,
        **staff(Role.ADMINISTRATOR),
    )
    async def backup(
        self,
        runtime: Injected,
        principal: Who,
        data: Annotated[FileBody, Body(examples=[Example(value={"path": "/backups/monday.warmline"})])],
    ) -> Job:
        path = _path(principal, data.path, runtime)
        await runtime.staff.audit.record(principal, "data.backed_up", detail=path.name)

        async def task(progress: Progress) -> dict[str, Any]:
            await asyncio.to_thread(runtime.storage.backup, path, progress)
            return {"path": str(path), "bytes": path.stat().st_size}

        return runtime.jobs.begin("backup", task)

    @post(
        "/restore",
        summary="Restore",
        description="Puts a backup in the place of the data, while running; the old data is kept beside it. "
        "Whoever was erased since is erased in it before it is used, and what was decided about accounts, tokens "
        "and write keys holds. Only for the command line on that machine.",
        status_code=HTTP_202_ACCEPTED,
        **staff(Role.ADMINISTRATOR),
    )
    async def restore(
        self,
        runtime: Injected,
        principal: Who,
        data: Annotated[FileBody, Body(examples=[Example(value={"path": "/backups/monday.warmline"})])],
    ) -> Job:
        path = _path(principal, data.path, runtime, kept=True)

        async def task(progress: Progress) -> dict[str, Any]:
            done = await runtime.restore(path)
            await runtime.staff.audit.record(principal, "data.restored", detail=path.name)
            return done

        return runtime.jobs.begin("restore", task)

    @post(
        "/rebuild",
        summary="Derive everything again",
        description="Derives all customers and profiles from the log again, beside the running ones, and "
        "says how the two differ; with `replace` the new take the place of the old.",
        status_code=HTTP_202_ACCEPTED,
        **staff(Role.ADMINISTRATOR),
    )
    async def rebuild(
        self,
        runtime: Injected,
        principal: Who,
        data: Annotated[RebuildBody, Body(examples=[Example(value={"replace": False})])],
    ) -> Job:
        await runtime.staff.audit.record(
            principal, "data.rebuilt", detail="replace" if data.replace else "check"
        )

        async def task(progress: Progress) -> dict[str, Any]:
            found = await runtime.customers.rebuild(replace=data.replace, progress=progress)
            return {"differences": msgspec.to_builtins(found), "replaced": data.replace}

        return runtime.jobs.begin("rebuild", task)


@get(
    "/api/business",
    summary="The business in use",
    description="Its version, what was found in it, and the latest reloads, refused ones with their problems.",
    tags=_TAGS,
    **staff(Role.LEAD, Role.ANALYST),
)
async def business(runtime: Injected) -> BusinessView:
    """What runs now."""
    current = runtime.business.current
    return BusinessView(
        name=current.name,
        version=current.version,
        folder=str(runtime.business.folder),
        languages=current.languages,
        warnings=current.warnings,
        history=runtime.business.history,
    )


@post(
    "/api/business/reload",
    summary="Read the business folder again",
    description="A sound one is put in use; one with problems is refused with all of them, and what runs stays.",
    tags=_TAGS,
    status_code=HTTP_200_OK,
    **staff(Role.ADMINISTRATOR),
)
async def reload_business(runtime: Injected) -> Outcome:
    """Reload now, without waiting for the watch."""
    return await asyncio.to_thread(runtime.business.reload)


def routes() -> list[Any]:
    """The routes of this module; they need `runtime`."""
    return [SystemController, business, reload_business]


def _path(principal: Principal, text: str, runtime: Runtime, *, kept: bool = False) -> Path:
    """A file outside of the data folder; with `kept`, one that a restore has kept will do, too."""
    if principal.kind != "local":
        raise LocalOnly("Only the command line on the machine itself may name its files.")
    path = Path(text)
    if not path.is_absolute() or "\0" in text:
        raise BadPath(f"{text!r} is not a whole path.")
    if kept and path.resolve() in map(Path.resolve, files.kept_copies(runtime.settings.database)):
        return path
    if path.resolve().is_relative_to(runtime.settings.data.resolve()) or path.is_dir():
        raise BadPath(f"{text} is in the data folder, or a folder itself.")
    return path
