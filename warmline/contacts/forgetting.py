"""What contacts hold of customers: taken out by an erasure, handed out by an export (`customers.elsewhere`)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from warmline.contacts import between, invitations, notes, repository, suggestions
from warmline.contacts.ports import Notices, Unnoticed
from warmline.contacts.record import Record
from warmline.customers.elsewhere import Named
from warmline.customers.projection import Projection
from warmline.flows.prompts import Prompt
from warmline.storage.port import Reader, Transaction

ALL = 1 << 31
TABLES = (
    "contact_turn",
    "contact_key",
    "contact_identifier",
    "participant",
    "callback",
    "contact_aside",
    "contact_invitation",
    "contact_note",
    "contact_seen",
    "contact_to_wrap_up",
    "contact_spent",
    "correspondent",
    "reply",
)


class HeldInContacts:
    """Fills the port through which customers are forgotten and handed out.

    `gone` is told the name of each contact that was removed, after the commit: for files that belong to it. `beside`
    forget within the command what rooms above hold of a contact, by its name; `among` leave somebody out of what they
    hold of a contact of somebody else.
    """

    def __init__(
        self,
        projection: Projection,
        gone: Callable[[str], None] = lambda contact: None,
        notices: Notices | None = None,
        beside: Sequence[Callable[[Transaction, str], None]] = (),
        among: Sequence[Callable[[Transaction, str, Callable[[Any], Any]], None]] = (),
    ) -> None:
        self._projection = projection
        self._gone = gone
        self._notices = notices or Unnoticed()
        self._beside = tuple(beside)
        self._among = tuple(among)

    def forget(
        self, tx: Transaction, named: Named, spoken: Sequence[str], without: Callable[[Any], Any]
    ) -> None:
        """Remove all contacts about whoever is called so, and name them in no other. Only an erasure may do this."""
        for record in self._carrying(tx, named):
            if self._is_about(record, named):
                for table in TABLES:
                    tx.run(f"DELETE FROM {table} WHERE contact = ?", (record.id,))
                self._notices.forget(tx, record.id)
                tx.run("DELETE FROM contact WHERE id = ?", (record.id,))
                for forget in self._beside:
                    forget(tx, record.name)
                tx.after_commit(partial(self._gone, record.name))
        for type, value in named:
            tx.run("DELETE FROM contact_identifier WHERE type = ? AND value = ?", (type, value))
            tx.run("DELETE FROM correspondent WHERE type = ? AND value = ?", (type, value))
            tx.run("DELETE FROM problem_case WHERE type = ? AND value = ?", (type, value))
            suggestions.forget(tx, type, value)
        for name in sorted({*spoken, *_rewrite_between(tx, without)}):
            if (other := repository.named(tx, name)) is not None:
                _rewrite(tx, other, without)
                for rewrite in self._among:
                    rewrite(tx, name, without)

    def everything(self, reader: Reader, named: Named) -> dict[str, Any]:
        """All contacts about whoever is called so: their turns, what colleagues said about them, what was learnt."""
        handed_out = []
        for record in self._carrying(reader, named):
            if self._is_about(record, named):
                contact = msgspec.to_builtins(record.shown())
                known = msgspec.to_builtins(record.session.variables)
                said = msgspec.to_builtins(_turns(reader, record))
                noted = [{"at": one.at, "text": one.text} for one in notes.of(reader, [record.id])]
                between_us = msgspec.to_builtins(between.asides(reader, record.id, ALL))
                asked = [
                    {"at": one.at, "kind": one.kind, "text": one.words, "why": one.why}
                    for one in invitations.of_contact(reader, record.id, ALL)
                ]
                found = self._notices.everything(reader, record.id)
                noticed = {"noticed": found} if found else {}
                handed_out.append(
                    {
                        **contact,
                        "said": said,
                        "between_colleagues": between_us,
                        "asked_of_colleagues": asked,
                        "summary": record.summary,
                        "notes": noted,
                        "known": known,
                        **noticed,
                    }
                )
        return {"contacts": handed_out}

    def _carrying(self, reader: Reader, named: Named) -> list[Record]:
        """The contacts that carry any of some identifiers, the oldest first."""
        ids = {id for type, value in named for id in repository.contacts_with(reader, type, value, ALL)}
        return sorted(repository.by_ids(reader, sorted(ids)), key=lambda record: record.id)

    def _is_about(self, record: Record, named: Named) -> bool:
        """Whether its strongest identifier is one of these."""
        normal = self._projection.rules.normaliser.normal(record.identifiers)
        return bool(normal) and (normal[0][1].type, normal[0][1].value) in named


def _turns(reader: Reader, record: Record) -> list[Any]:
    turns, after = [], 0
    while batch := repository.turns(reader, record.id, after):
        turns += batch
        after = batch[-1].number
    return turns


def _rewrite(tx: Transaction, record: Record, without: Callable[[Any], Any]) -> None:
    """Name somebody no more in a contact of somebody else."""
    for turn in _turns(tx, record):
        prompt = turn.prompt
        if prompt is not None:
            plain = msgspec.json.decode(msgspec.json.encode(prompt))
            prompt = msgspec.convert(without(plain), Prompt)
        left = msgspec.structs.replace(turn, text=without(turn.text), keys=without(turn.keys), prompt=prompt)
        if left != turn:
            repository.change_turn(tx, record.id, left)
    variables = without(msgspec.to_builtins(record.session.variables))
    record.session = msgspec.structs.replace(record.session, variables=variables)
    record.summary, record.wants = without(record.summary), without(record.wants)
    notes.rewrite(tx, record.id, without)
    repository.change(tx, record)


def _rewrite_between(tx: Transaction, without: Callable[[Any], Any]) -> set[str]:
    """Name somebody no more in what colleagues wrote to each other: the log, which tells where, does not have it.

    Returns the names of contacts whose summaries may name them, too: they became of what was written so.
    """
    summed_up = set()
    for contact, said in between.every(tx):
        left = msgspec.structs.replace(said, text=without(said.text))
        if left != said:
            between.change(tx, contact, left)
    for asked in invitations.every(tx):
        words = msgspec.structs.replace(asked, words=without(asked.words), why=without(asked.why))
        if words != asked:
            invitations.change_words(tx, words)
            summed_up.add(asked.contact)
    return summed_up
