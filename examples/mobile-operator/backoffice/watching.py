"""Customers who want to hear when an outage is over."""

from typing import Any

from msgspec import Struct

from backoffice.accounts import account_of, hidden, send
from backoffice.errors import Refused
from backoffice.model import Account, Outage
from backoffice.requests import WatchOutage
from backoffice.storage import Transaction


class Watcher(Struct, frozen=True, kw_only=True):
    """Somebody who is told when it is over; one for each account and outage."""

    watcher: str
    account: str
    outage: str


def watch(tx: Transaction, path: dict[str, str], body: WatchOutage) -> tuple[int, dict[str, Any]]:
    """Promise a text message for when the outage is over."""
    account, outage = account_of(tx, body.account), tx.known(Outage, body.outage)
    if outage.ended:
        raise Refused(409, "over", "This outage is over.", "")
    if outage.area != account.area:
        raise Refused(409, "not_there", "This outage is not where the customer lives.", "")
    watcher = f"{outage.outage}-{account.account}"
    tx.put(Watcher(watcher=watcher, account=account.account, outage=outage.outage))
    return 201, {"outage": outage.outage, "sent_to": hidden(account.owner.phone)}


def tell(tx: Transaction, outage: Outage) -> None:
    """Tell those who wanted to hear that it is over."""
    for watcher in tx.all(Watcher):
        if watcher.outage == outage.outage and (account := tx.get(Account, watcher.account)):
            send(
                tx,
                account,
                "sms",
                "Isla Mobile: the network works again where you are. Thank you for waiting.",
            )
