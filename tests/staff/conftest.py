"""A staff room with weak hashes, a clock that tests move, and an app around it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from litestar import Litestar, Router, get
from litestar.di import NamedDependency, Provide
from litestar.openapi import OpenAPIConfig
from litestar.testing import TestClient

from warmline.staff import api
from warmline.staff.schema import MIGRATIONS
from warmline.staff.service import StaffService
from warmline.storage.sqlite import SqliteStorage
from warmline.web import problems
from warmline.web.access import Role, anyone, staff
from warmline.web.guard import AccessControl
from warmline.web.limits import security_headers
from warmline.web.principal import Principal

START = 1_800_000_000_000_000


@dataclass
class Clock:
    """Microseconds since 1970, as the test sets them."""

    now: int = START

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path / "warmline.db", {"staff": MIGRATIONS})
    yield storage
    storage.close()


@pytest.fixture
def hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def service(storage: SqliteStorage, clock: Clock, hasher: PasswordHasher) -> StaffService:
    return StaffService(storage, clock, os.urandom, hasher=hasher)


@get("/page", **staff(Role.AGENT))
async def page_of_agents(principal: NamedDependency[Principal]) -> str:
    return principal.name


@pytest.fixture
def app(service: StaffService) -> Litestar:
    return Litestar(
        [*api.routes(), page_of_agents],
        plugins=[AccessControl(service)],
        dependencies={"staff_service": Provide(lambda: service, sync_to_thread=False)},
        exception_handlers=problems.exception_handlers(api.STATUSES),
        before_send=[security_headers()],
        openapi_config=OpenAPIConfig(
            title="Warmline",
            version="1",
            openapi_router=Router(path="/schema", route_handlers=[], **anyone()),
        ),
    )


@pytest.fixture
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    with TestClient(app, base_url="https://warmline.test") as client:
        yield client
