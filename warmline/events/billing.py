"""Events of billing: what customers owe, what they paid, what is left of what they paid ahead."""

from typing import Annotated

from msgspec import Struct

from warmline.events.model import Money
from warmline.events.properties import Day, Key, Properties, Time, doc


class Line(Struct, frozen=True, kw_only=True):
    """One line of an invoice: `{"what": "roaming", "amount": {"amount": 32000, "currency": "PHP"}}`."""

    what: str
    amount: Money
    text: str | None = None


class InvoiceIssued(Properties):
    """A customer was sent a bill.

    Example: {"invoice": "i-2025-11-7013550", "total": {"amount": 129000, "currency": "PHP"},
      "due": "2025-12-02", "period": "2025-11",
      "lines": [{"what": "plan", "amount": {"amount": 97000, "currency": "PHP"}},
        {"what": "roaming", "amount": {"amount": 32000, "currency": "PHP"}}]}
    """

    invoice: Annotated[Key, doc("Number of the invoice.")]
    total: Annotated[Money, doc("What is to be paid, taxes included.")]
    due: Annotated[Day | None, doc("When it is to be paid.")] = None
    period: Annotated[str | None, doc("What it is for: 2025-11.")] = None
    account: Annotated[str | None, doc("The account, when it is not among the identifiers.")] = None
    lines: Annotated[list[Line] | None, doc("What it is made up of.")] = None


class PaymentReceived(Properties):
    """Money from a customer arrived.

    Example: {"payment": "p-99120", "amount": {"amount": 129000, "currency": "PHP"},
      "invoice": "i-2025-11-7013550", "method": "card"}
    """

    payment: Annotated[Key, doc("Names the payment.")]
    amount: Annotated[Money, doc("What arrived.")]
    invoice: Annotated[str | None, doc("The invoice that it pays.")] = None
    method: Annotated[str | None, doc("How: card, wallet, bank, shop.")] = None


class PaymentFailed(Properties):
    """A payment was tried and did not go through.

    Example: {"payment": "p-99120", "amount": {"amount": 129000, "currency": "PHP"},
      "invoice": "i-2025-11-7013550", "method": "card", "reason": "card expired"}
    """

    payment: Annotated[Key, doc("Names the attempt.")]
    amount: Annotated[Money, doc("What should have been paid.")]
    invoice: Annotated[str | None, doc("The invoice that stays open.")] = None
    method: Annotated[str | None, doc("How it was tried.")] = None
    reason: Annotated[str | None, doc("Why it failed: card expired, insufficient funds …")] = None


class PaymentPromised(Properties):
    """A customer promised to pay by a certain day, or agreed to a plan.

    Example: {"promise": "pp-12", "amount": {"amount": 129000, "currency": "PHP"}, "due": "2025-12-09",
      "invoice": "i-2025-11-7013550"}
    """

    promise: Annotated[Key, doc("Names the promise.")]
    amount: Annotated[Money, doc("What was promised.")]
    due: Annotated[Day, doc("By when.")]
    invoice: Annotated[str | None, doc("The invoice it is for.")] = None


class CreditGiven(Properties):
    """We gave a customer money back, or took something off a bill.

    Example: {"credit": "cr-401", "amount": {"amount": 32000, "currency": "PHP"}, "why": "charged twice",
      "invoice": "i-2025-11-7013550"}
    """

    credit: Annotated[Key, doc("Names the credit.")]
    amount: Annotated[Money, doc("How much.")]
    why: Annotated[str | None, doc("Why.")] = None
    invoice: Annotated[str | None, doc("The invoice it is taken off.")] = None


class CreditToppedUp(Properties):
    """A customer paid ahead.

    Example: {"topup": "t-5512", "amount": {"amount": 30000, "currency": "PHP"},
      "left": {"amount": 34550, "currency": "PHP"}, "method": "wallet"}
    """

    topup: Annotated[Key, doc("Names the top-up.")]
    amount: Annotated[Money, doc("What was paid ahead.")]
    left: Annotated[Money, doc("Credit afterwards.")]
    method: Annotated[str | None, doc("How: wallet, card, shop.")] = None


class CreditLow(Properties):
    """What a customer paid ahead is nearly used up.

    Example: {"left": {"amount": 1550, "currency": "PHP"}, "lasts_until": "2025-11-13T20:00:00+08:00"}
    """

    left: Annotated[Money, doc("Credit that is left.")]
    lasts_until: Annotated[Time | None, doc("When it will be used up at this pace.")] = None


class CreditExhausted(Properties):
    """What a customer paid ahead is used up.

    Example: {"left": {"amount": 0, "currency": "PHP"}, "service": "s-639175550101"}
    """

    left: Annotated[Money, doc("Credit that is left: nothing, or less.")]
    service: Annotated[str | None, doc("The service that stops.")] = None


EVENTS: dict[str, type[Properties]] = {
    "invoice.issued": InvoiceIssued,
    "payment.received": PaymentReceived,
    "payment.failed": PaymentFailed,
    "payment.promised": PaymentPromised,
    "credit.given": CreditGiven,
    "credit.topped_up": CreditToppedUp,
    "credit.low": CreditLow,
    "credit.exhausted": CreditExhausted,
}
