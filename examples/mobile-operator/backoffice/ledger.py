"""What is owed: how payments and credits settle invoices, and why a bill differs from the one before."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from backoffice.model import Account, Invoice, Money


class Reason(Struct, frozen=True, kw_only=True):
    """A part of the difference between two bills. `how` is new, gone, more or less."""

    what: str
    how: str
    amount: Money
    text: str


class Change(Struct, frozen=True, kw_only=True):
    """How a bill differs from the one before (`against`); the reasons add up to `amount`."""

    against: str
    period: str
    total_before: Money
    amount: Money
    reasons: list[Reason]


def issue(account: Account, invoice: Invoice) -> tuple[Account, Invoice]:
    """A new bill: what the customer has in their favour is taken off it."""
    used = min(account.in_favour, invoice.open)
    return (
        replace(account, in_favour=account.in_favour - used),
        replace(invoice, settled=invoice.settled + used),
    )


def settle(
    account: Account, invoices: Sequence[Invoice], amount: int, first: str = ""
) -> tuple[Account, list[Invoice], dict[str, int]]:
    """Put `amount` (centavos) to invoice `first`, then to the oldest open ones; the rest is in their favour.

    Gives the account, the invoices that changed, and what went to which.
    """
    in_order = sorted(invoices, key=lambda one: (one.invoice != first, one.issued, one.invoice))
    changed, to, left = [], {}, amount
    for invoice in in_order:
        part = min(left, invoice.open)
        if part > 0:
            changed.append(replace(invoice, settled=invoice.settled + part))
            to[invoice.invoice] = part
            left -= part
    return replace(account, in_favour=account.in_favour + left), changed, to


def balance(account: Account, invoices: Sequence[Invoice]) -> int:
    """What the customer owes (centavos); below nothing if we owe them."""
    return sum(invoice.open for invoice in invoices) - account.in_favour


def before(invoice: Invoice, invoices: Sequence[Invoice]) -> Invoice | None:
    """The bill before this one."""
    earlier = [one for one in invoices if (one.issued, one.invoice) < (invoice.issued, invoice.invoice)]
    return max(earlier, key=lambda one: (one.issued, one.invoice), default=None)


def explain(invoice: Invoice, previous: Invoice) -> Change:
    """Why a bill is not what the one before was: by line, the largest difference first."""
    now, then = _sums(invoice), _sums(previous)
    reasons = [
        _reason(what, then.get(what), now.get(what))
        for what in [*now, *(what for what in then if what not in now)]
        if now.get(what, 0) != then.get(what, 0)
    ]
    return Change(
        against=previous.invoice,
        period=previous.period,
        total_before=previous.total,
        amount=Money(invoice.total.amount - previous.total.amount),
        reasons=sorted(reasons, key=lambda one: -abs(one.amount.amount)),
    )


def _sums(invoice: Invoice) -> dict[str, int]:
    """By what it is for, what a bill asks; lines that do not reach the total are `other`."""
    sums: dict[str, int] = {}
    for line in invoice.lines:
        sums[line.what] = sums.get(line.what, 0) + line.amount.amount
    if rest := invoice.total.amount - sum(sums.values()):
        sums["other"] = sums.get("other", 0) + rest
    return sums


def _reason(what: str, then: int | None, now: int | None) -> Reason:
    amount = (now or 0) - (then or 0)
    how = "new" if then is None else "gone" if now is None else "more" if amount > 0 else "less"
    shown = f"{abs(amount) / 100:,.2f}"
    text = {
        "new": f"{what}: {shown}, not on the bill before",
        "gone": f"{what}: {shown}, no longer on the bill",
        "more": f"{what}: {shown} more than before",
        "less": f"{what}: {shown} less than before",
    }[how]
    return Reason(what=what, how=how, amount=Money(amount), text=text)
