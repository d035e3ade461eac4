"""A contact to work on, for somebody who may see it."""

from warmline.contacts.errors import UnknownContact
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.storage.port import Transaction
from warmline.web.principal import Principal


def admitted(tx: Transaction, runner: Runner, whose: Whose, by: Principal, contact: str) -> Work:
    """The contact of a name, within the scopes of whoever asks. Raises UnknownContact."""
    work = runner.open(tx, contact)
    if work is None or not whose.sees(tx, by, work.record.identifiers):
        raise UnknownContact
    return work
