"""The figures that are looked up when somebody asks for them, rather than counted as things happen."""

from warmline.app.runtime import Runtime
from warmline.log import outbox, rejects, subscriptions, timers
from warmline.log import repository as log
from warmline.storage.port import Reader


async def look(runtime: Runtime) -> None:
    """Bring the gauges of a Warmline up to date."""

    def query(reader: Reader) -> dict[str, float]:
        for one in subscriptions.positions(reader):
            runtime.metrics.behind.labels(one.name).set(one.behind)
        return {
            "log_head": log.head(reader),
            "customers": runtime.projection.repository.count(reader),
            "rejects_open": rejects.count(reader),
            "deliveries_waiting": outbox.count(reader, "waiting"),
            "deliveries_dead": outbox.count(reader, "dead"),
            "timers": timers.count(reader),
            "policies_disabled": runtime.policy_health.count,
        }

    for name, value in (await runtime.storage.read(query)).items():
        runtime.metrics.gauges[name].set(value)
