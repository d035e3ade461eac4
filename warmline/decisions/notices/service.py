"""What can be done with notices: kept, listed within one's scopes, counted, taken."""

from collections.abc import Callable, Sequence
from typing import Any

from warmline.customers.service import Customers
from warmline.decisions.notices import repository
from warmline.decisions.notices.model import AlreadyTaken, Notice, UnknownNotice
from warmline.decisions.notices.repository import FOR_AGENTS, FOR_LEADS, NOTIFIED, Kept
from warmline.events.model import ERASED, Event
from warmline.language.messages import message
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.staff import repository as staff
from warmline.staff.audit import Audit
from warmline.storage.port import Query, Reader, Storage, T, Transaction
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal

AT_ONCE = 100
MOST_LOOKED_AT = 2_000
"""Notices looked through for one list, where most of them are about customers out of scope."""
MOST_COUNTED = 100

END = 1 << 62

_Query = Callable[[Reader, Sequence[str], int, int], list[Kept]]


class Keeping:
    """The stage of ingest that keeps notices as they come; those of an imported past wait for nobody."""

    def read(self, event: Event, live: bool = True) -> bool:
        """Whether it is a notice to keep."""
        return live and event.type == NOTIFIED

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Keep what was found to be one."""
        wanted = [stored for stored, keep in zip(arrived, readings, strict=True) if keep]
        repository.keep(tx, wanted)


class Notices:
    """The notices of this installation, each for whom its role and their scopes let see it.

    Agents get those for agents, leads all. `clock` gives microseconds since 1970; `changed` is called after one
    was taken, in the writer's thread.
    """

    def __init__(
        self,
        storage: Storage,
        customers: Customers,
        audit: Audit,
        clock: Callable[[], int],
        changed: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._customers = customers
        self._audit = audit
        self._clock = clock
        self._changed = changed

    async def read(self, query: Query[T]) -> T:
        """Carry out one of the queries below."""
        return await self._storage.read(query)

    def still_open(self, reader: Reader, by: Principal, before: int = END, limit: int = 50) -> list[Notice]:
        """Those that nobody has taken, in front of a place, newest first."""
        return self._shown(reader, by, self._seen(reader, by, repository.still_open, before, limit))

    def taken(self, reader: Reader, by: Principal, before: int = END, limit: int = 20) -> list[Notice]:
        """Those that were taken before another, the latest first."""
        return self._shown(reader, by, self._seen(reader, by, repository.taken, before, limit))

    def count(self, reader: Reader, by: Principal) -> int:
        """How many are open, counted up to `MOST_COUNTED`."""
        return len(self._seen(reader, by, repository.still_open, END, MOST_COUNTED))

    async def take(self, by: Principal, seq: int) -> None:
        """Take an open notice; taking one's own again does nothing. Raises UnknownNotice, AlreadyTaken."""

        def command(tx: Transaction) -> None:
            kept = repository.one(tx, seq)
            stored = log.at(tx, [seq])
            if kept is None or kept.role not in _roles(by) or not self._may_see(tx, by, stored[0]):
                raise UnknownNotice(message("There is no notice %(n)s for you.", n=str(seq)))
            if kept.taken_by == by.id:
                return
            if not repository.take(tx, seq, by.id, self._clock()):
                taker = _name(tx, kept.taken_by)
                raise AlreadyTaken(message("%(name)s has taken this notice already.", name=taker))
            customer = self._customers.customer_of(tx, stored[0].event)
            self._audit.write(tx, by, "notice.taken", str(customer or ""), f"event {stored[0].id}")
            tx.after_commit(self._changed)

        await self._storage.run(command)

    def _seen(
        self, reader: Reader, by: Principal, query: _Query, before: int, limit: int
    ) -> list[tuple[Kept, Stored]]:
        """The first notices of a list that `by` may see, with their events."""
        roles, found, looked_at = _roles(by), list[tuple[Kept, Stored]](), 0
        while len(found) < limit and looked_at < MOST_LOOKED_AT:
            batch = query(reader, roles, before, AT_ONCE)
            events = log.at(reader, [one.seq for one in batch])
            found += [
                (kept, stored)
                for kept, stored in zip(batch, events, strict=True)
                if self._may_see(reader, by, stored)
            ]
            if len(batch) < AT_ONCE:
                break
            looked_at += len(batch)
            before = batch[-1].position
        return found[:limit]

    def _may_see(self, reader: Reader, by: Principal, stored: Stored) -> bool:
        if by.scopes.everything:
            return True
        return self._customers.sees(reader, by, self._customers.customer_of(reader, stored.event))

    def _cause(self, reader: Reader, by: Principal, event: Event) -> Stored | None:
        """The event that led to a notice, where it is there and may be seen."""
        found = log.find(reader, event.cause)
        is_there = found is not None and found.event.type != ERASED and self._may_see(reader, by, found)
        return found if is_there else None

    def _shown(self, reader: Reader, by: Principal, seen: list[tuple[Kept, Stored]]) -> list[Notice]:
        whose = [self._customers.customer_of(reader, stored.event) for _, stored in seen]
        ids = dict.fromkeys(one for one in whose if one is not None)
        found = {one.id: one for one in self._customers.found(reader, by, ids)}
        shown = []
        for (kept, stored), customer in zip(seen, whose, strict=True):
            policy, decision = _text(stored.event, "policy"), self._cause(reader, by, stored.event)
            shown.append(
                Notice(
                    seq=stored.seq,
                    id=stored.id,
                    text=_text(stored.event, "text"),
                    role=kept.role,
                    policy=policy,
                    why=_why(decision, policy),
                    decision=decision.id if decision else "",
                    occurred=stored.event.occurred,
                    customer=None if customer is None else found.get(customer),
                    taken=kept.taken,
                    taken_at=kept.taken_at,
                    taken_by=_name(reader, kept.taken_by),
                )
            )
        return shown


def _roles(by: Principal) -> tuple[str, ...]:
    """For whom the notices are that somebody gets."""
    return (FOR_AGENTS,) if by.role is Role.AGENT else (FOR_AGENTS, FOR_LEADS)


def _text(event: Event, name: str) -> str:
    return str(event.properties.get(name) or "")


def _why(decision: Stored | None, policy: str) -> str:
    """Why a policy did something, as the decision says; "" where it does not."""
    done = decision.event.properties.get("done") if decision else None
    for one in done if isinstance(done, list) else ():
        if isinstance(one, dict) and one.get("policy") == policy:
            return str(one.get("why") or "")
    return ""


def _name(reader: Reader, id: str) -> str:
    """What somebody is called who took a notice; "" for nobody."""
    if id in ("", LOCAL.id):
        return LOCAL.name if id else ""
    known = staff.account(reader, id) or staff.token(reader, id)
    return known.name if known else id
