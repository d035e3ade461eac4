"""Why customers get in contact in the history: what leads to a contact, how often and how soon.

The numbers are made up, and documented in docs/concepts/simulation.md so that an analysis of the
history can be held against them.
"""

from typing import NamedTuple


class Cause(NamedTuple):
    """`share` of the events of `type` that are like `which` lead to a contact about `reason`.

    It comes `days` later on average (exponential), moved to a time of day at which people call.
    """

    type: str
    which: str
    reason: str
    share: float
    days: float


SHOCK = 1.5
"""A bill that is more than so many times the plan's price makes people ask."""

BILL_SHOCK = Cause("invoice.issued", f"total more than {SHOCK} × the plan's price", "bill", 0.60, 1.5)
PAYMENT_FAILED = Cause("payment.failed", "any", "payment", 0.40, 1.0)
CREDIT_EXHAUSTED = Cause("credit.exhausted", "any", "data", 0.08, 0.5)
ALLOWANCE_USED = Cause("allowance.used", "percent 100", "data", 0.30, 0.5)
ROAMING = Cause("roaming.started", "any", "roaming", 0.20, 0.5)
OUTAGE = Cause("service.disturbed", "any", "outage", 0.18, 40 / 1440)
PARCEL_LATE = Cause("parcel.scanned", "status late", "parcel", 0.60, 1.5)
APPOINTMENT_MISSED = Cause("appointment.missed", "by the company", "appointment", 0.75, 0.5)
UNSOLVED = Cause("contact.started", "not solved, up to the third about the same thing", "the same", 0.65, 2.0)

CAUSES = (
    BILL_SHOCK,
    PAYMENT_FAILED,
    CREDIT_EXHAUSTED,
    ALLOWANCE_USED,
    ROAMING,
    OUTAGE,
    PARCEL_LATE,
    APPOINTMENT_MISSED,
    UNSOLVED,
)

DISTURBED = 0.60
"""The share of customers in an area whom an outage there reaches."""

OUT_OF_THE_BLUE_DAYS = 60
"""A customer also gets in contact without a cause, on average every so many days."""
