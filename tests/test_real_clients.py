"""Clients that nobody here wrote, pointed at the whole server; the profile shows what they sent."""

from datetime import UTC, datetime
from typing import Any

import httpx
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent
from segment.analytics.client import Client

from tests.server import Server


def fields_of(server: Server, customer: str) -> dict[str, Any]:
    """The profile of a customer as staff see it."""
    with server.staff() as staff:
        answer = staff.get(f"/api/customers/{customer}")
    assert answer.status_code == 200, answer.text
    return {field["name"]: field["value"] for field in answer.json()["fields"]}


def timeline_of(server: Server, customer: str) -> list[str]:
    """The types of a customer's events, the oldest first."""
    with server.staff() as staff:
        return [entry["type"] for entry in reversed(staff.get(f"/api/customers/{customer}/timeline").json())]


def segment(server: Server, source: str, **options: Any) -> tuple[Client, list[object]]:
    """Segment's own client, and the errors it reports."""
    errors: list[object] = []
    client = Client(
        server.keys[source],
        host=server.url,
        on_error=lambda *error: errors.append(error),
        max_retries=1,
        **options,
    )
    return client, errors


def cloud_event(id: str, type: str, subject: str, data: dict[str, Any]) -> CloudEvent:
    """An event of a billing system."""
    attributes = {"id": id, "source": "/billing", "type": type, "specversion": "1.0", "subject": subject}
    return CloudEvent(attributes | {"time": datetime.now(UTC), "datacontenttype": "application/json"}, data)


def test_segments_python_client_makes_a_profile(server: Server) -> None:
    client, errors = segment(server, "backend", gzip=True)
    client.identify(
        "nok.s", {"first_name": "Nok", "email": "Nok@Example.com", "phone": "+66818150001", "language": "th"}
    )
    for number in range(120):
        client.track("nok.s", "points.seen", {"number": number})
    client.track(
        "nok.s",
        "purchase.completed",
        {"purchase": "p-1", "total": {"amount": 45000, "currency": "PHP"}, "store": "Chiang Mai"},
    )
    client.page("nok.s", "site", "Plans", {"url": "https://example.com/plans"})
    client.shutdown()
    assert errors == []

    fields = fields_of(server, "email:nok@example.com")
    assert (fields["first_name"], fields["language"]) == ("Nok", "th")
    assert [one["purchase"] for one in fields["purchases"]] == ["p-1"]
    types = timeline_of(server, "phone:+66818150001")
    assert types.count("points.seen") + types.count("purchase.completed") + types.count("page.viewed") >= 40


def test_an_anonymous_visitor_becomes_known_with_the_history(server: Server) -> None:
    client, errors = segment(server, "backend")
    client.page(None, "site", "Phones", anonymous_id="browser-77")
    client.track(None, "product.viewed", {"product": "phone-5", "name": "Phone 5"}, anonymous_id="browser-77")
    client.identify("lan.t", {"first_name": "Lan"}, anonymous_id="browser-77")
    client.shutdown()
    assert errors == []
    assert timeline_of(server, "user:lan.t") == ["page.viewed", "product.viewed", "customer.identified"]
    assert [one["product"] for one in fields_of(server, "user:lan.t")["products_viewed"]] == ["phone-5"]


def test_a_public_key_says_less(server: Server) -> None:
    """A browser's word attaches no address to a known customer, and opens nobody's history."""
    backend, errors = segment(server, "backend")
    backend.identify("mia.k", {"first_name": "Mia", "email": "mia@example.com"})
    backend.shutdown()
    site, more = segment(server, "site")
    site.identify("mia.k", {"first_name": "Mallory", "email": "mallory@example.com"})
    site.shutdown()
    assert errors == more == []
    assert fields_of(server, "user:mia.k")["first_name"] == "Mia"
    with server.staff() as staff:
        shown = staff.get("/api/customers/user:mia.k").json()["identifiers"]
    assert "mallory@example.com" not in {one["value"] for one in shown}


def test_cloudevents_of_every_mode_reach_the_same_customer(server: Server) -> None:
    total = {"amount": 99900, "currency": "PHP"}
    binary = to_binary_event(
        cloud_event("i-1", "invoice.issued", "account:7013550", {"invoice": "i-1", "total": total})
    )
    structured = to_structured_event(
        cloud_event(
            "pay-1",
            "payment.received",
            "account:7013550",
            {"payment": "pay-1", "invoice": "i-1", "amount": total},
        )
    )
    with httpx.Client(
        headers={"authorization": f"Bearer {server.keys['backend']}"}, trust_env=False
    ) as client:
        for message in (binary, structured, binary):
            answer = client.post(server.url + "/events", headers=message.headers, content=message.body)
            assert answer.status_code == 200, answer.text
        assert answer.json()["duplicates"] == 1
    assert timeline_of(server, "account:7013550") == ["invoice.issued", "payment.received"]
    fields = fields_of(server, "account:7013550")
    assert [one["total"] for one in fields["invoices"]] == [total]
    assert fields["open_invoices"] == []


def test_both_protocols_name_one_customer(server: Server) -> None:
    client, errors = segment(server, "backend")
    client.identify("tomas", {"first_name": "Tomas", "phone": "0917 555 0222"})
    client.shutdown()
    assert errors == []
    message = to_structured_event(
        cloud_event(
            "c-1", "contact.started", "phone:+639175550222", {"contact": "c-1", "direction": "inbound"}
        )
    )
    key = {"authorization": f"Bearer {server.keys['backend']}"}
    httpx.post(server.url + "/events", headers=dict(message.headers) | key, content=message.body)
    assert timeline_of(server, "user:tomas") == ["customer.identified", "contact.started"]
