"""What customers put in, taken once for each key: a turn on record, then the next input of the session."""

from collections.abc import Callable

from warmline.contacts import repository
from warmline.contacts.asides import say_aside
from warmline.contacts.entering import put_turn, without_cards
from warmline.contacts.errors import Ended, UnknownContact
from warmline.contacts.listening import News
from warmline.contacts.model import Attached, Given
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.twice import is_said_twice
from warmline.contacts.whispering import answered
from warmline.contacts.work import Work
from warmline.flows.inputs import Keyed, Left, Said, Silence
from warmline.language.words import Words
from warmline.storage.port import Transaction


class TakingIn:
    """Takes inputs in, each within a command."""

    def __init__(self, runner: Runner, news: News) -> None:
        self._runner = runner
        self._news = news

    def take(
        self,
        tx: Transaction,
        contact: str,
        given: Given,
        key: str,
        address: str = "",
        seen: int = 0,
        *,
        is_answer: bool = True,
        at_turn: Callable[[int], None] | None = None,
    ) -> tuple[Record, int]:
        """Take one; the contact as it is then, and the number of its turns, that of the first time for the same key.

        `seen` is the latest turn that the customer had before them, 0 where nobody knows. What is no answer is on
        record, and the flow stays where it is. `at_turn` is told the number of the turn of a file before anybody else
        sees it. Raises UnknownContact, Ended.
        """
        work = self._runner.open(tx, contact)
        if work is None:
            raise UnknownContact
        work.address = address
        record = work.record
        before = repository.turns_after_key(tx, record.id, key)
        if before is not None:
            return record, before
        if not record.is_open:
            raise Ended
        if is_said_twice(work, given, seen):
            repository.add_key(tx, record.id, key, record.turns)
            return record, record.turns
        if isinstance(given, Left):
            left(self._runner, work)
        elif isinstance(given, Attached):
            put_turn(work, given)
            if at_turn is not None:
                at_turn(record.turns)
            if self._runner.is_flow_on(record):
                say_aside(
                    work, Words(record.language).text("I have kept the file for the person who helps you.")
                )
            self._runner.close(work)
        else:
            kept = given if record.asks_secret or record.asks_number else without_cards(given)
            put_turn(work, given)
            if record.whispered and isinstance(given, Said | Keyed):
                answered(work)
            elif is_answer and self._runner.is_flow_on(record):
                self._runner.advance(work, kept)
            self._runner.close(work)
        repository.add_key(tx, record.id, key, record.turns)
        if not isinstance(given, Silence | Left):
            self._news.silent(contact, "customer")
        return record, record.turns


def left(runner: Runner, work: Work) -> None:
    """The customer is gone: the flow ends as it does then, whoever else had them is told."""
    if runner.is_flow_on(work.record):
        runner.advance(work, Left())
    if work.record.is_open:
        work.end("completed" if work.record.owner.kind == "staff" else "abandoned")
    runner.close(work)
