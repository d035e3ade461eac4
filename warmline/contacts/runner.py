"""The runner: one input of a session becomes one commit, with everything that follows from it."""

import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from warmline.conditions.facts import NOTICED
from warmline.contacts import cases, left_off, repository, suggestions, surveys
from warmline.contacts.here import Here, facts_of
from warmline.contacts.listening import ASKED, News
from warmline.contacts.model import Owner
from warmline.contacts.outside import OUTSIDE, Errand, Errands
from warmline.contacts.ports import Notices
from warmline.contacts.record import Record
from warmline.contacts.replies import Replies
from warmline.contacts.serving import LONGEST_WAIT
from warmline.contacts.vault import Vault
from warmline.contacts.versions import Version, Versions
from warmline.contacts.whose import Whose
from warmline.contacts.work import Append, Work
from warmline.flows import effects, inputs
from warmline.flows.effects import NEEDS_ANSWER, Effect
from warmline.flows.inputs import Input, Result
from warmline.flows.session import Waiting
from warmline.flows.world import Suggestion, World
from warmline.storage.errors import StorageError
from warmline.storage.port import Transaction

LOG = logging.getLogger(__name__)

OWN_RECORDS = frozenset({"contact.looked_up", "contact.did"})
"""What the runner puts on record itself, as it knows how long it took, whoever has the contact by then."""
HAPPENED = frozenset({"ok", "unknown"})
"""Outcomes of operations that cost what they cost: they happened, or may have."""
MOST_ADVANCES = 40
"""Advances of one command: more means that a flow goes round and round, and a person must help."""


class Runner:
    """Drives the sessions of contacts. All its methods are parts of commands."""

    def __init__(
        self,
        versions: Versions,
        whose: Whose,
        here: Here,
        vault: Vault,
        news: News,
        append: Append,
        clock: Callable[[], int],
        errands: Callable[[], Errands],
        notices: Notices,
        replies: Replies,
    ) -> None:
        self.versions = versions
        self._whose = whose
        self._here = here
        self._vault = vault
        self._news = news
        self._append = append
        self._clock = clock
        self._errands = errands
        self._notices = notices
        self._replies = replies

    def now(self) -> int:
        """The time, in microseconds since 1970."""
        return self._clock()

    # -- a piece of work

    def open(self, tx: Transaction, name: str) -> Work | None:
        """A contact to work on; None if there is none of this name."""
        record = repository.named(tx, name)
        return None if record is None else self.work(tx, record)

    def work(self, tx: Transaction, record: Record) -> Work:
        """A contact to work on."""
        version = self.versions.of(tx, record.business)
        return Work(tx, record, self.now(), self._append, version.serving.costs)

    def close(self, work: Work) -> None:
        """Write what was done, and tell who listens once it is durable."""
        record = work.record
        record.due = self._due(work)
        self._notices.noticed(work)
        self._replies.queue(work)
        work.save()
        beside = {f"staff:{one.who}" for one in work.taking_part()} if record.owner.kind == "staff" else set()
        for one in (record.name, *(work.concerned | beside)):
            work.tx.after_commit(partial(self._news.tell, one))
        if work.has_asked:
            work.tx.after_commit(lambda: self._news.tell(ASKED))
        if not record.is_open:
            work.tx.after_commit(lambda: self._vault.forget(record.name))

    def _due(self, work: Work) -> int | None:
        """When the customer counts as gone."""
        record = work.record
        if not record.is_open:
            return None
        waiting = record.session.waiting
        if record.owner.kind == "flow" and waiting is not None and waiting.what == "customer":
            return work.now + self._version(work).serving.gone_after(record.channel)
        return work.now + LONGEST_WAIT

    def _version(self, work: Work) -> Version:
        return self.versions.of(work.tx, work.record.business)

    # -- the session

    def advance(self, work: Work, given: Input) -> None:
        """One input of the session, and every answer that we can give ourselves, up to where it waits."""
        version = self._version(work)
        waiting: deque[Input] = deque([given])
        left = MOST_ADVANCES
        while waiting:
            left -= 1
            answered = self._advance(work, version, waiting.popleft())
            if answered is not None:
                if not left:
                    self._rescue(work, version, "the self-service went round in circles")
                    return
                waiting.append(answered)

    def _advance(self, work: Work, version: Version, given: Input) -> Result | None:
        record = work.record
        try:
            advanced = version.dialogue.advance(record.session, given, self._world(work, version))
        except (StorageError, sqlite3.Error):
            raise
        except Exception:
            LOG.exception("a session could not be advanced; a person gets it")
            self._rescue(work, version, "the self-service failed")
            return None
        record.session = session = advanced.session
        record.level = int(session.level)
        record.language = session.language
        answered = None
        for effect in advanced.effects:
            answered = self._perform(work, version, effect, given)
            if surveys.is_asked(record, effect):
                record.surveyed = work.now
        if session.wants and session.wants != record.wants:
            record.wants = session.wants
            cases.continued(work, self._whose)
        return answered

    def _world(self, work: Work, version: Version) -> World:
        facts = facts_of(work.record)

        def contact(name: str) -> Any:
            if name == "surveyed":
                return surveys.last(work.tx, self._whose, work.record)
            if name in NOTICED:
                facts.update(self._notices.facts(work))
            return facts.get(name)

        def suggested() -> list[Suggestion]:
            tx, record = work.tx, work.record
            customer = self._whose.customer(tx, record.identifiers)
            if customer is None:
                return []
            return suggestions.of(tx, self._whose.identifiers(tx, customer), record.name, work.now)

        known, before = work.record.identifiers, work.record.session.who
        who = self._whose.known_as(known)
        return World(
            now=work.now,
            customer=self._whose.facts(work.tx, known, work.now),
            contact=contact,
            languages=version.business.languages,
            who=who,
            another=who != before and self._whose.was_another(work.tx, before, known),
            suggestions=suggested,
        )

    def _perform(self, work: Work, version: Version, effect: Effect, given: Input) -> Result | None:
        """Carry one effect out, or see to it that it is after the commit; the answer, where we have it."""
        record = work.record
        match effect:
            case effects.Say():
                if record.owner.kind != "staff":  # looked at again at the very moment of saying it
                    work.say(effect.prompt)
            case effects.Record():
                if effect.type not in OWN_RECORDS:
                    work.put(effect.type, effect.properties)
                if effect.type == "contact.resumed":
                    left_off.settle(work, effect.properties)
                elif effect.type == "contact.suggested":
                    suggestions.answered(work, effect.properties)
            case effects.Keep():
                if (entered := _entered(given)) is not None:
                    self._vault.keep(record.name, effect.name, entered)
            case effects.Outcome():
                self._here.outcome(work, effect)
            case effects.Remember():
                work.put("customer.identified", {"traits": {"language": effect.language}})
            case effects.End():
                self._end(work, effect)
            case _ if isinstance(effect, OUTSIDE):
                record.effects.append(effect)
                errand = Errand(
                    contact=record.name, effect=effect, language=record.language, level=record.level
                )
                work.tx.after_commit(lambda: self._errands().start_soon(errand))
            case _ if isinstance(effect, NEEDS_ANSWER):
                answer = self._here.answer(work, version, effect)
                assert answer is not None, "every effect is carried out by somebody"
                return Result(id=effect.id, outcome=answer.outcome, value=answer.value, why=answer.why)
        return None

    @staticmethod
    def _end(work: Work, effect: effects.End) -> None:
        record = work.record
        if record.owner.kind == "staff":  # it ends when the person says so
            return
        record.resumable = effect.outcome == "abandoned" and bool(record.session.stack)
        work.end(effect.outcome)

    def _rescue(self, work: Work, version: Version, why: str) -> None:
        """A session that cannot go on by itself gets a person."""
        record = work.record
        record.session = msgspec.structs.replace(record.session, waiting=Waiting(what="person"))
        place = record.session.stack[-1] if record.session.stack else None
        if place is not None:
            work.put("contact.flow_failed", {"flow": place.flow, "step": place.step, "why": why})
        work.give_to(Owner("queue", version.serving.queue("").name), why)

    # -- results from outside

    def take_result(self, tx: Transaction, name: str, result: Result, took: int) -> bool:
        """Take in what came from outside; False if nobody waits for it any more.

        Where a person has taken over meanwhile, it is put on record for them to see, and the flow stays silent. What
        was done for somebody who has gone meanwhile is put on record alone.
        """
        work = self.open(tx, name)
        record = work.record if work is not None else None
        effect = next((one for one in record.effects if _id(one) == result.id), None) if record else None
        if work is None or record is None or effect is None:
            return False
        record.effects = [one for one in record.effects if one is not effect]
        self._put_result(work, effect, result, took)
        if record.owner.kind == "staff":
            work.turn("system", _late(effect, result))
        if record.is_open:
            self.advance(work, result)
        self.close(work)
        return True

    @staticmethod
    def _put_result(work: Work, effect: Effect, result: Result, took: int) -> None:
        said: dict[str, object] = {"outcome": result.outcome, "code": result.why or None, "ms": took}
        if isinstance(effect, effects.LookUp | effects.Do) and result.outcome in HAPPENED:
            cost = work.costs.operations.get(effect.operation, 0)
            work.spend(cost)
            if cost and not work.record.is_open:  # what the contact has cost is on record already
                said["cost"] = work.costs.money(cost)
        if isinstance(effect, effects.LookUp):
            work.put("contact.looked_up", {"operation": effect.operation, **said})
        elif isinstance(effect, effects.Do):
            work.put("contact.did", {"operation": effect.operation, "key": effect.id, **said})

    def is_flow_on(self, record: Record) -> bool:
        """Whether what the customer says is for the flow: no person has them."""
        return record.owner.kind != "staff"


def _entered(given: Input) -> str | None:
    """What a customer has just put in."""
    if isinstance(given, inputs.Said):
        return given.text
    return given.keys if isinstance(given, inputs.Keyed) else None


def _id(effect: Effect) -> str:
    return str(getattr(effect, "id", ""))


def _late(effect: Effect, result: Result) -> str:
    """What a person is told of something that the flow had begun before they took over."""
    what = getattr(effect, "operation", "") or "search"
    return f"{what}: {result.outcome}" + (f" ({result.why})" if result.why else "")
