"""A server with a few policies and offers of its own, one of which failed ten times running, so that it is disabled."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desk.conftest import _fill
from tests.server import Server, prepare

POLICIES = """
- policy: bill-jumped
  why: A bill that jumps is the commonest reason to call.
  on: invoice.issued
  when: event.total > 1000.0
  do:
    - remember: {situation: bill_jumped, for: 14d}
    - call: {webhook: messages, reaches_customer: true, with: {text: "Your bill is {event.total}."}}
- policy: first-bill
  why: A first bill is asked about more than any other.
  on: invoice.issued
  when: event.total < 100.0
  do: [{remember: first_bill}]
- policy: payment-failed
  why: A payment that fails is nearly always a mishap.
  on: payment.failed
  do: [{remember: {situation: payment_failed, for: 14d}}, {notify: "Call them."}]
- policy: card-expired
  why: An expired card can be mended in a minute.
  on: payment.failed
  when: has(event.reason) && event.reason.contains("expired")
  do: [{remember: card_expired}]
- policy: parcel-late
  why: A late parcel is forgiven when we say so first.
  on: parcel.scanned
  do: [{remember: parcel_late}]
- policy: promise-broken
  why: A promise that is not kept hurts more than none.
  on: contact.promised
  after: {wait: 1h, from: event.due}
  do: [{notify: {text: "A promise was not kept: {event.what}.", role: lead}}]
- policy: always-fails
  why: It divides by nothing.
  on: site.searched
  when: 1 / (size(event.query) - size(event.query)) == 1
  do: [{remember: searched}]
- policy: explain-the-card
  why: With a new card the payment goes through.
  on: {asked: card_expired}
  priority: 75
  when: '"card_expired" in situations'
  do: [{advise: {action: renew-card, say: "The card we have for you has expired."}}]
- policy: in-parts
  why: A bill that jumped may be more than they can pay at once.
  on: {asked: [bill_jumped, payment_failed]}
  do: [{offer: payment-plan}]
- policy: fibre
  why: There is fibre where they live.
  on: {asked: [plan, any]}
  when: customer.brand == "isla"
  do: [{offer: fibre}]
"""
OFFERS = """
- offer: payment-plan
  title: Pay in three parts
  say: "You can pay this bill in three parts, a month apart, without a fee."
  sells: false
  eligible: size(customer.open_invoices) > 0
  propensity: 0.55
  context: "customer.value_tier == 'platinum' ? 1.4 : 1.0"
  value: 180
  cost: 15
  rest: 14d
- {offer: fibre, title: Fibre at home, value: 4200, propensity: 0.08, purpose: marketing, control: 0.1}
"""
LEFT_OUT = ("policies", "offers", "tables")


@contextmanager
def with_a_disabled_policy(folder: Path) -> Iterator[Server]:
    """The sample business with these policies, and with the people and the past of the desk."""
    server = prepare(folder)
    for name in LEFT_OUT:
        shutil.rmtree(server.business / name, ignore_errors=True)
    for name, text in (("policies", POLICIES), ("offers", OFFERS)):
        (server.business / name).mkdir()
        (server.business / name / "all.yaml").write_text(text)
    (server.business / "contact-policy.yaml").write_text("rest: 30d\n")
    asyncio.run(_fill(server))
    server.start()
    searches = [
        {
            "type": "track",
            "event": "site.searched",
            "messageId": f"s-{number}",
            "userId": "u-maria",
            "properties": {"query": "sim"},
        }
        for number in range(11)
    ]
    with server.client() as client:
        for some in (searches[:10], searches[10:]):  # the one that is too many is noticed at the next
            assert client.post("/v1/batch", json={"batch": some}).status_code == 200
    yield server
    server.stop()
