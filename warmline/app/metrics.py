"""What Prometheus may ask: events taken in, writes that wait, how far behind subscriptions are."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from warmline.decisions.counts import Counts
from warmline.log.model import Receipt

CONTENT_TYPE = "text/plain; version=0.0.4"


class Metrics:
    """The figures of one Warmline. No label ever holds anything of a customer."""

    def __init__(self, waiting: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self._events = Counter(
            "warmline_events",
            "Events taken in, by source and what became of them.",
            ["source", "outcome"],
            registry=self._registry,
        )
        self._counters: dict[tuple[str, str], Counter] = {}
        self.refused = Counter(
            "warmline_refused_requests",
            "Requests of sources of which nothing was taken in: unknown_key, former_key (replaced or shut off), "
            "rate_limited, disconnected.",
            ["why", "source"],
            registry=self._registry,
        )
        policies = Counter(
            "warmline_policies",
            "What came of policies: evaluated, held, acted, held_back, failed.",
            ["outcome"],
            registry=self._registry,
        )
        self._policies = {outcome: policies.labels(outcome) for outcome in Counts.__struct_fields__}
        self.requests = Histogram(
            "warmline_request_seconds",
            "Time to answer, by method, route and status.",
            ["method", "route", "status"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self._registry,
        )
        self._operations = Histogram(
            "warmline_operation_seconds",
            "Time that operations of connectors took, by operation and outcome: ok, refused, failed, unknown.",
            ["operation", "outcome"],
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
            registry=self._registry,
        )
        Gauge(
            "warmline_writes_waiting", "Commands that wait for the disk.", registry=self._registry
        ).set_function(waiting)
        self.gauges = {
            name: Gauge(f"warmline_{name}", text, registry=self._registry)
            for name, text in (
                ("log_head", "Place of the last event."),
                ("customers", "Customers known."),
                ("rejects_open", "Rejected inputs that nobody has looked at."),
                ("deliveries_waiting", "Deliveries to the outside that wait."),
                ("deliveries_dead", "Deliveries to the outside that were given up."),
                ("timers", "Timers that are set."),
                ("policies_disabled", "Policies that failed again and again and are not asked."),
            )
        }
        self.behind = Gauge(
            "warmline_subscription_behind",
            "Events a subscription has yet to see.",
            ["subscription"],
            registry=self._registry,
        )

    def took(self, source: str, receipt: Receipt) -> None:
        """Count what became of one request of a source."""
        if receipt.accepted:
            self._counter(source, "accepted").inc(receipt.accepted)
        if receipt.duplicates:
            self._counter(source, "duplicates").inc(receipt.duplicates)
        if receipt.rejected:
            self._counter(source, "rejected").inc(receipt.rejected)

    def judged(self, counts: Counts) -> None:
        """Count what came of policies."""
        for outcome, counter in self._policies.items():
            if count := getattr(counts, outcome):
                counter.inc(count)

    def called(self, operation: str, outcome: str, seconds: float) -> None:
        """Note what came of calling an operation of another system."""
        self._operations.labels(operation, outcome).observe(seconds)

    def _counter(self, source: str, outcome: str) -> Counter:
        known = self._counters.get((source, outcome))
        if known is None:
            known = self._counters[source, outcome] = self._events.labels(source, outcome)
        return known

    def text(self) -> bytes:
        """All figures, in the format Prometheus reads."""
        return generate_latest(self._registry)
