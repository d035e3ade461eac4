"""What can be done about who works now: a state for oneself, skills and capacity of others, one's own day."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from warmline.business.model import Business
from warmline.language.messages import message
from warmline.routing import repository
from warmline.routing.errors import BadSkills, NoSuchState, NotAnAgent, OutsideScopes, UnknownAgent
from warmline.routing.experts import Experts
from warmline.routing.model import (
    BREAKS,
    IN_A_ROW,
    LONGEST_SKILL,
    MOST_AT_ONCE,
    MOST_SKILLS,
    STATES,
    WORKS_WITH_CUSTOMERS,
    Agent,
    State,
    Stated,
    break_is_due,
    may_describe,
)
from warmline.routing.presence import Presence
from warmline.routing.spells import Append, Spells
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

_SKILL = re.compile(r"[a-z0-9]+([-_.][a-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


class Routing:
    """Who works with customers now. `append` puts events into the log within a command.

    `experts` is the directory, `presence` who is there, `spells` how time is spent. `clock` gives microseconds since
    1970.
    """

    def __init__(
        self,
        storage: Storage,
        presence: Presence,
        business: Callable[[], Business],
        audit: Audit,
        append: Append,
        clock: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._audit = audit
        self._clock = clock
        self.presence = presence
        self.spells = Spells(storage, presence, append, clock, new_id)
        self.experts = Experts(presence, business, clock)

    # -- one's own state

    async def be(self, by: Principal, state: str, reason: str = "") -> None:
        """Be free, busy, on a break or away from now on. Raises NoSuchState, NotAnAgent."""
        _check_agent(by)
        if state not in STATES or reason not in ("", *BREAKS) or (reason and state != "break"):
            raise NoSuchState(state, reason)
        wanted: State = next(one for one in STATES if one == state)
        why = reason or ("other" if wanted == "break" else "")
        await self._storage.run(lambda tx: self._be(tx, by, wanted, why), urgent=True)

    def comes(self, tx: Transaction, by: Principal) -> None:
        """Somebody signs in: who had been away, or had gone on a break and home, is free again."""
        if by.role in WORKS_WITH_CUSTOMERS and not self.presence.is_here(by.id):
            self._be(tx, by, "free", "")

    def goes(self, tx: Transaction, by: Principal) -> None:
        """Somebody has signed out, and is signed in nowhere else."""
        if by.role in WORKS_WITH_CUSTOMERS:
            self._be(tx, by, "away", "")
            tx.after_commit(lambda: self.presence.left(by.id))

    def _be(self, tx: Transaction, by: Principal, state: State, reason: str) -> None:
        before, now = repository.one(tx, by.id), self._clock()
        if (before.state, before.reason) != (state, reason) or not before.since:
            rested = now if before.state in ("break", "away") else before.rested
            after = msgspec.structs.replace(before, state=state, reason=reason, since=now, rested=rested)
            repository.put(tx, by.id, after)
            tx.after_commit(self.presence.changed)
        self.spells.record(tx, by.id, state, reason, now)

    # -- a break after hard contacts

    def offers_break(self, reader: Reader, who: str) -> bool:
        """Whether the latest contacts of somebody were so hard that a break should be offered."""
        stated = repository.one(reader, who)
        if stated.state not in ("free", "busy"):
            return False
        return break_is_due(repository.hard_lately(reader, who, stated.rested, IN_A_ROW))

    async def decline_break(self, by: Principal) -> None:
        """Not now: what was hard until now does not count any more. Raises NotAnAgent."""
        _check_agent(by)

        def command(tx: Transaction) -> None:
            stated = repository.one(tx, by.id)
            repository.put(tx, by.id, msgspec.structs.replace(stated, rested=self._clock()))
            tx.after_commit(self.presence.changed)

        await self._storage.run(command)

    # -- what is stated of others

    async def describe(
        self, by: Principal, who: str, *, skills: Sequence[str], languages: Sequence[str], capacity: int
    ) -> Agent:
        """State what somebody knows and speaks, and how much they can have at once. It is on record.

        A lead may do so of those whose scopes lie within their own. Raises UnknownAgent, OutsideScopes, BadSkills.
        """
        _check(skills, languages, capacity)

        def command(tx: Transaction) -> Agent:
            before = self.experts.agent(tx, who)
            if before is None:
                raise UnknownAgent
            if not may_describe(by, before):
                raise OutsideScopes(before.name)
            stated = repository.one(tx, who)
            after = msgspec.structs.replace(
                stated,
                skills=tuple(dict.fromkeys(skills)),
                languages=tuple(dict.fromkeys(languages)),
                capacity=capacity,
            )
            if after != stated:
                repository.put(tx, who, after)
                told = f"{who} knows {', '.join(after.skills) or 'nothing stated'}, has {capacity} at once"
                self._audit.write(tx, by, "agent.described", detail=told)
                tx.after_commit(self.presence.changed)
            agent = self.experts.agent(tx, who)
            assert agent is not None
            return agent

        return await self._storage.run(command)

    def stated(self, reader: Reader, who: str) -> Stated:
        """What is stated of somebody."""
        return repository.one(reader, who)


def forget(tx: Transaction, contact: str) -> None:
    """Keep nothing of a contact that was erased."""
    repository.forget(tx, [contact])


def rewrite(tx: Transaction, contact: str, without: Callable[[Any], Any]) -> None:
    """Leave somebody who was erased out of what is kept of a contact of somebody else."""
    repository.rewrite(tx, contact, without)


def _check_agent(by: Principal) -> None:
    if by.kind != "staff" or by.role not in WORKS_WITH_CUSTOMERS:
        raise NotAnAgent


def _check(skills: Sequence[str], languages: Sequence[str], capacity: int) -> None:
    for skill in skills:
        if len(skill) > LONGEST_SKILL or not _SKILL.fullmatch(skill):
            remedy = "Write skills in small letters with hyphens: billing, roaming-abroad."
            raise BadSkills(message("'%(skill)s' is not the name of a skill.", skill=skill[:60]), remedy)
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise BadSkills(
                message("'%(language)s' is not a language.", language=language[:20]),
                "Use tags like en, th or zh-Hant.",
            )
    if len(skills) > MOST_SKILLS:
        raise BadSkills(
            message("%(n)s skills are too many to mean anything.", n=len(skills)),
            message("At most %(n)s.", n=MOST_SKILLS),
        )
    if not 1 <= capacity <= MOST_AT_ONCE:
        raise BadSkills(
            message("Nobody can have %(n)s contacts at once.", n=capacity),
            message("From 1 to %(most)s.", most=MOST_AT_ONCE),
        )
