"""Routes for those who run Warmline: is it alive, is it ready, its figures."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import SkipValidation

from warmline.app import gauges
from warmline.app.metrics import CONTENT_TYPE
from warmline.app.runtime import Runtime
from warmline.web.access import anyone

Injected = NamedDependency[SkipValidation[Runtime]]


def routes() -> list[HTTPRouteHandler]:
    """/healthz, /readyz, /metrics."""
    return [healthz, readyz, metrics]


@get("/healthz", summary="Is the process alive?", tags=["Operation"], **anyone())
async def healthz() -> dict[str, str]:
    """Answers as long as the event loop turns."""
    return {"status": "alive"}


@get("/readyz", summary="Can it take work?", tags=["Operation"], **anyone())
async def readyz(runtime: Injected) -> Response[dict[str, Any]]:
    """503 while starting, stopping, or when the database cannot be read."""
    if not runtime.is_ready:
        return Response({"status": "not ready"}, status_code=503, headers={"retry-after": "1"})
    await runtime.storage.read(lambda reader: reader.one("SELECT 1"))
    return Response({"status": "ready", "business": runtime.business.current.version})


@get("/metrics", summary="Figures for Prometheus", tags=["Operation"], **anyone())
async def metrics(runtime: Injected) -> Response[bytes]:
    """Counts and times only; nothing of a customer."""
    await gauges.look(runtime)
    return Response(runtime.metrics.text(), media_type=CONTENT_TYPE)
