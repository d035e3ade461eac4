"""Bills and money: invoices with their explanation, payments, plans to pay, credits, statements."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from backoffice import ledger
from backoffice.accounts import account_of, hidden, send
from backoffice.errors import Refused
from backoffice.model import (
    CURRENCY,
    Account,
    Entry,
    Instalment,
    Invoice,
    Line,
    Money,
    Order,
    PaymentPlan,
    Service,
    shown,
)
from backoffice.requests import Credit, Issue, Pay, PlanPayments, State
from backoffice.storage import Transaction
from backoffice.times import day, iso

DECLINED = "tok_declined"
"""A payment with a token that begins so is declined, for trying out what happens then."""
INDEBTED = 10_000_000
"""Centavos; nobody pays or is given more than this at once."""
TIME_TO_PAY = timedelta(days=20)


def invoices(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The invoices of an account, the newest first; with `latest` only that one."""
    account = account_of(tx, path["account"])
    found = tx.of(account.account, Invoice)
    shown = found[:1] if "latest" in query else found
    return {"account": account.account, "invoices": [_view(one, found) for one in shown]}


def invoice(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """One invoice, with why it is not what the one before was."""
    found = tx.known(Invoice, path["invoice"])
    return _view(found, tx.of(found.account, Invoice))


def latest(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The newest invoice of an account, with how and why it is not what the one before was."""
    account = account_of(tx, path["account"])
    found = tx.of(account.account, Invoice)
    if not found:
        raise Refused(404, "no_invoice", f"Account {account.account} has no invoice yet.", "")
    view = _view(found[0], found)
    change = view.pop("change")
    if change is None:
        return {**view, "change": None, "before": None, "reasons": [], "details": []}
    return {
        **view,
        "change": change["amount"],
        "before": change["total_before"],
        "reasons": [one["what"] for one in change["reasons"]],
        "details": change["reasons"],
    }


def still_open(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """What is still to be paid of an account, the oldest invoice first."""
    account = account_of(tx, path["account"])
    found = [one for one in reversed(tx.of(account.account, Invoice)) if one.open > 0]
    owed = sum(one.open for one in found)
    listed = [{**shown(one), "open": shown(Money(one.open))} for one in found]
    return {"account": account.account, "count": len(found), "total": shown(Money(owed)), "invoices": listed}


def _view(invoice: Invoice, all: list[Invoice]) -> dict[str, Any]:
    previous = ledger.before(invoice, all)
    view = shown(invoice)
    del view["settled"]
    return {
        **view,
        "open": shown(Money(invoice.open)),
        "change": shown(ledger.explain(invoice, previous)) if previous else None,
    }


def issue(tx: Transaction, path: dict[str, str], body: Issue) -> tuple[int, dict[str, Any]]:
    """Issue the next bill now: the plans, what was ordered since the bill before, and the extra lines."""
    account = account_of(tx, path["account"])
    earlier = tx.of(account.account, Invoice)
    lines = [
        Line(what="plan", amount=one.price) for one in tx.of(account.account, Service) if one.price.amount
    ]
    if not lines:
        raise Refused(
            409, "pays_ahead", "This customer pays ahead and gets no bills.", "Choose one with a contract."
        )
    since = earlier[0].issued if earlier else ""
    billed = {line.what for bill in earlier for line in bill.lines}
    for order in tx.of(account.account, Order):
        line = Line(what=f"order {order.order}", amount=order.total)
        if order.placed >= since and order.status != "cancelled" and line.what not in billed:
            lines.append(line)
    lines += [replace(line, amount=Money(_amount(line.amount))) for line in body.extra]
    today = date.fromisoformat(day(tx.now))
    invoice = Invoice(
        invoice=tx.new_id("i"),
        account=account.account,
        issued=iso(tx.now),
        period=f"{today:%Y-%m}",
        due=today + TIME_TO_PAY,
        total=Money(sum(line.amount.amount for line in lines)),
        lines=lines,
    )
    account, invoice = ledger.issue(account, invoice)
    tx.put(account)
    tx.put(invoice)
    told = {"invoice": invoice.invoice, "total": invoice.total, "due": invoice.due, "period": invoice.period}
    tx.tell("invoice.issued", [account.account], invoice.issued, **told, lines=lines)
    return 201, _view(invoice, [invoice, *earlier])


def pay(tx: Transaction, path: dict[str, str], body: Pay) -> tuple[int, dict[str, Any]]:
    """Take a payment: to one invoice first, if it is named, then to the oldest open ones."""
    account = account_of(tx, path["account"])
    amount = _amount(body.amount)
    first = _own(tx, account, body.invoice) if body.invoice else None
    if first is not None and amount > first.open:
        raise Refused(
            409,
            "more_than_open",
            f"Of invoice {first.invoice}, {first.open} centavos are open; {amount} are too many.",
            "Pay what is open, or leave the invoice out.",
            open=first.open,
        )
    left = sum(one.open for one in tx.of(account.account, Invoice))
    if body.only_open and amount > left:
        raise Refused(
            409,
            "more_than_open",
            f"Of account {account.account}, {left} centavos are open; {amount} are too many.",
            "Look up what is open, and pay that.",
            open=left,
        )
    payment, now = tx.new_id("p"), iso(tx.now)
    if body.token.startswith(DECLINED):
        told = {
            "payment": payment,
            "amount": body.amount,
            "invoice": body.invoice or None,
            "method": body.method,
        }
        tx.tell("payment.failed", [account.account], now, **told, reason="declined by the bank")
        said = Refused(
            402, "declined", "The bank declined the payment.", "Try another way to pay.", payment=payment
        )
        return said.status, said.answer  # not raised: that it was declined is to be told
    entry, after = _settle(tx, account, "payment", payment, amount, body.invoice, method=body.method)
    for number, part in entry.to.items():
        id = payment if len(entry.to) == 1 else f"{payment}-{number}"
        told = {"payment": id, "amount": Money(part), "invoice": number, "method": body.method}
        tx.tell("payment.received", [account.account], now, **told)
    if not entry.to:
        tx.tell(
            "payment.received",
            [account.account],
            now,
            payment=payment,
            amount=body.amount,
            method=body.method,
        )
    return 201, {**_entry(entry), "payment": payment, "balance": shown(Money(after))}


def plan_payments(tx: Transaction, path: dict[str, str], body: PlanPayments) -> tuple[int, dict[str, Any]]:
    """Agree on paying an invoice later, in parts that add up to what is open of it."""
    account = account_of(tx, body.account)
    owed = _own(tx, account, body.invoice)
    today = date.fromisoformat(day(tx.now))
    if not owed.open:
        raise Refused(409, "nothing_open", f"Invoice {owed.invoice} is paid.", "Nothing is to be done.")
    if not today < body.first_due or (body.first_due - today).days > 31:
        raise Refused(
            409, "not_this_day", "The first part is due within a month from now.", "Choose another day."
        )
    if any(one.invoice == body.invoice for one in tx.of(account.account, PaymentPlan)):
        raise Refused(409, "planned_already", f"For invoice {owed.invoice} there is a plan already.", "")
    each, rest = divmod(owed.open, body.instalments)
    parts = [
        Instalment(due=_months_later(body.first_due, number), amount=Money(each + (number < rest)))
        for number in range(body.instalments)
    ]
    plan = PaymentPlan(
        payment_plan=tx.new_id("pp"), account=account.account, invoice=owed.invoice, instalments=parts
    )
    tx.put(plan)
    for number, part in enumerate(parts, 1):
        promise = {"promise": f"{plan.payment_plan}-{number}", "amount": part.amount, "due": part.due}
        tx.tell("payment.promised", [account.account], iso(tx.now), **promise, invoice=owed.invoice)
    return 201, shown(plan)


def give_credit(tx: Transaction, path: dict[str, str], body: Credit) -> tuple[int, dict[str, Any]]:
    """Take something off a bill, or put it in the customer's favour."""
    account = account_of(tx, body.account)
    amount = _amount(body.amount)
    if body.invoice and amount > (first := _own(tx, account, body.invoice)).total.amount:
        raise Refused(
            409,
            "more_than_billed",
            f"Invoice {first.invoice} is less than that.",
            "",
            total=first.total.amount,
        )
    credit = tx.new_id("cr")
    entry, after = _settle(tx, account, "credit", credit, amount, body.invoice, why=body.why)
    told = {"credit": credit, "amount": body.amount, "why": body.why, "invoice": body.invoice or None}
    tx.tell("credit.given", [account.account], iso(tx.now), **told)
    return 201, {**_entry(entry), "credit": credit, "balance": shown(Money(after))}


def state(tx: Transaction, path: dict[str, str], body: State) -> tuple[int, dict[str, Any]]:
    """Send what was billed, paid and credited in a time; without bounds it adds up to the balance."""
    account = account_of(tx, body.account)
    if body.from_ > body.to:
        raise Refused(409, "no_time", "`from` is after `to`.", "Turn them round.")
    own = tx.of(account.account, Invoice)
    rows = [("invoice", one.issued, one.invoice, one.total.amount) for one in own]
    rows += [(one.kind, one.at, one.id, -one.amount.amount) for one in tx.of(account.account, Entry)]
    rows = sorted(row for row in rows if body.from_.isoformat() <= row[1][:10] <= body.to.isoformat())
    entries = [
        {"kind": kind, "at": at, "id": id, "amount": {"amount": amount, "currency": CURRENCY}}
        for kind, at, id, amount in sorted(rows, key=lambda row: row[1])
    ]
    statement, owed = tx.new_id("st"), ledger.balance(account, own)
    where = send(
        tx, account, body.by, f"Statement {statement}: {len(entries)} entries, balance {owed / 100:,.2f}."
    )
    tx.tell("statement.sent", [account.account], iso(tx.now), statement=statement, by=body.by)
    answer = {"statement": statement, "account": account.account, "sent_to": hidden(where), "by": body.by}
    return 201, {**answer, "entries": entries, "balance": shown(Money(owed))}


def _amount(amount: Money) -> int:
    if amount.currency != CURRENCY:
        raise Refused(409, "currency", f"Amounts are in {CURRENCY}, not {amount.currency}.", "")
    if not 0 < amount.amount <= INDEBTED:
        raise Refused(409, "amount", f"The amount must be from 1 to {INDEBTED} centavos.", "")
    return amount.amount


def _own(tx: Transaction, account: Account, id: str) -> Invoice:
    """An invoice of this account; of somebody else's there is not a word."""
    return tx.known(Invoice, id, account.account)


def _settle(
    tx: Transaction, account: Account, kind: Any, id: str, amount: int, first: str, **more: str
) -> tuple[Entry, int]:
    own = tx.of(account.account, Invoice)
    account, changed, to = ledger.settle(account, own, amount, first)
    entry = Entry(
        id=id, account=account.account, kind=kind, amount=Money(amount), at=iso(tx.now), to=to, **more
    )
    for record in (account, entry, *changed):
        tx.put(record)
    after = {one.invoice: one for one in own} | {one.invoice: one for one in changed}
    return entry, ledger.balance(account, list(after.values()))


def _entry(entry: Entry) -> dict[str, Any]:
    view = shown(replace(entry, to={}))
    view["to"] = [{"invoice": number, "amount": shown(Money(part))} for number, part in entry.to.items()]
    return view


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
