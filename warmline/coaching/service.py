"""Notices what a person should know, within the command of every turn (the port `warmline.contacts.ports.Notices`)."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from warmline.coaching import repository
from warmline.coaching.acknowledging import words
from warmline.coaching.happened import moments
from warmline.coaching.learnt.classifier import REPLIES, TONE, classifier
from warmline.coaching.model import Reason, Signal
from warmline.coaching.moments import Earlier, Moment
from warmline.coaching.noticing import Noticing
from warmline.coaching.past import Past
from warmline.coaching.rules import Rules
from warmline.contacts import repository as contacts
from warmline.contacts.work import Work
from warmline.storage.errors import StorageError
from warmline.storage.port import Reader, Transaction

LOG = logging.getLogger(__name__)

EARLIER = 30
"""Turns that are looked back."""
_KNOWN = frozenset({"contact.started", "contact.identified"})
"""After these it may be known who the customer is."""


class Noticer:
    """Looks at what contacts put on record, and gives signals. `rules` gives those of the business in use."""

    def __init__(self, past: Past, rules: Callable[[], Rules]) -> None:
        self._past = past
        self._rules = rules

    def preparing(self, languages: Iterable[str]) -> Iterator[None]:
        """Make ready what was learnt and the word lists, before the first customer needs them, piece by piece.

        A piece takes about a tenth of a second.
        """
        for learnt in (TONE, REPLIES):
            classifier(learnt)
            yield
        rules = self._rules()
        for language in languages:
            rules.lexicon(language)
            yield
            words.prepare(language)
            yield

    def noticed(self, work: Work) -> None:
        """Look at what was put on record since the last look. What fails here fails nothing else."""
        try:
            self._look(work)
        except (StorageError, sqlite3.Error):
            raise
        except Exception:
            LOG.exception("a contact could not be looked at for signals")

    def facts(self, work: Work) -> dict[str, Any]:
        """How upset the customer is, and the kinds of signals that stand."""
        self.noticed(work)
        return repository.of(work.tx, work.record.id).facts(work.now)

    def forget(self, tx: Transaction, contact: int) -> None:
        """Remove what was noticed in a contact."""
        repository.forget(tx, contact)

    def everything(self, reader: Reader, contact: int) -> list[Any]:
        """The signals of a contact as plain data."""
        found: list[Any] = msgspec.to_builtins(repository.of(reader, contact).signals)
        return found

    def _look(self, work: Work) -> None:
        known = any(event.type in _KNOWN for event in work.recorded[work.noticed :])
        new = [*moments(work)]
        if not new and not known:
            return
        contact, rules = work.record.id, self._rules()
        looking = Noticing(rules, *repository.state(work.tx, contact))
        signals: list[Signal] = []
        if known and not looking.memory.interest:
            new += self._interests(work, rules, looking)
        earlier = _Earlier(work)
        for moment in new:
            if moment.what == "about":
                if moment.where == looking.memory.about:
                    continue
                before = self._past.times_before(work.tx, work.record, moment.where, rules.again_within)
                moment = msgspec.structs.replace(moment, times=before)
            _, given = looking.look(moment, earlier.before(moment) if moment.is_customers else ())
            signals += given
        repository.put(work.tx, contact, looking.noticed, looking.memory)
        for signal in signals:
            repository.add(work.tx, contact, signal)
            work.put("contact.signal", _said(signal))
        work.noticed = len(work.recorded)

    def _interests(self, work: Work, rules: Rules, looking: Noticing) -> Iterator[Moment]:
        """What the customer was interested in before, once it is known who they are."""
        if not rules.kinds["buying"].on:
            return
        for where, times in self._past.interests(work.tx, work.record, rules, work.now):
            looking.memory.interest = True
            yield Moment(
                what="interest",
                at=work.now,
                turn=max(1, work.record.turns),
                where=where,
                times=times,
                language=work.record.language,
            )


class _Earlier:
    """What was said in a contact before, read when it is first asked for."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._turns: list[Earlier] | None = None

    def before(self, moment: Moment) -> list[Earlier]:
        if self._turns is None:
            work = self._work
            stored = contacts.turns(work.tx, work.record.id, max(0, work.record.turns - EARLIER))
            self._turns = [
                Earlier(turn=turn.number, by=turn.by, text=turn.text)
                for turn in {one.number: one for one in (*stored, *work.said)}.values()
            ]
        return [one for one in self._turns if one.turn < moment.turn]


def _said(signal: Signal) -> dict[str, Any]:
    """A signal as its event."""
    return {
        "signal": signal.kind,
        "score": signal.score,
        "threshold": signal.threshold,
        "number": signal.number,
        "turn": signal.turn,
        "reasons": [_reason(one) for one in signal.reasons],
    }


def _reason(one: Reason) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one)
    return plain
