"""Proposals: probable duplicates that a person accepts or declines."""

from collections.abc import Callable, Sequence

import msgspec

from warmline.customers.model import Proposal, UnknownProposal
from warmline.customers.projection import Projection
from warmline.customers.service import Customers
from warmline.language.messages import Message, message
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

PUT = """INSERT INTO proposal (a, b, probability, reasons, made) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (a, b) DO UPDATE SET probability = excluded.probability, reasons = excluded.reasons
         WHERE proposal.state = 'open'"""
OPEN = """SELECT a, b, probability, reasons, made, state FROM proposal WHERE state = ?
          ORDER BY probability DESC, a, b LIMIT ? OFFSET ?"""
SETTLE = "UPDATE proposal SET state = ?, settled = ?, settled_by = ? WHERE a = ? AND b = ? AND state = 'open'"
WITHDRAW = "DELETE FROM proposal WHERE a = ? AND b = ? AND state = 'open'"
# Customers that a person said are two: by declining, or by taking a merge back. The id of a customer is that of
# one of its identifiers, so that it leads to whom that belongs to now, whatever was merged since.
TWO = """SELECT coalesce(x.customer, p.a), coalesce(y.customer, p.b) FROM proposal p
         LEFT JOIN identifier x ON x.node = p.a LEFT JOIN identifier y ON y.node = p.b WHERE p.state = 'declined'
         UNION SELECT x.customer, y.customer FROM apart
         JOIN identifier x ON x.node = apart.a JOIN identifier y ON y.node = apart.b"""
ALL_OPEN = "SELECT a, b FROM proposal WHERE state = 'open'"
COUNT = "SELECT count(*) FROM proposal WHERE state = ?"


class Proposals:
    """The proposals of this installation. What was declined is not proposed again."""

    def __init__(
        self, storage: Storage, projection: Projection, customers: Customers, clock: Callable[[], int]
    ) -> None:
        self._storage = storage
        self._projection = projection
        self._customers = customers
        self._clock = clock

    async def put(self, pairs: Sequence[tuple[int, int, float, Sequence[Message]]]) -> int:
        """Keep these as the open proposals, with probability and reasons; how many are open then.

        Left out are those whom a person has told apart. What was open and is not among them is withdrawn: more
        is known by now.
        """

        def command(tx: Transaction) -> int:
            now = self._clock()
            two = {(min(a, b), max(a, b)) for a, b in tx.all(TWO)}
            rows = [
                (min(a, b), max(a, b), p, msgspec.json.encode(list(why)), now)
                for a, b, p, why in pairs
                if (min(a, b), max(a, b)) not in two
            ]
            kept = {(row[0], row[1]) for row in rows}
            tx.run_many(WITHDRAW, [(a, b) for a, b in tx.all(ALL_OPEN) if (a, b) not in kept])
            tx.run_many(PUT, rows)
            return int(tx.all(COUNT, ("open",))[0][0])

        return await self._storage.run(command)

    async def page(
        self, by: Principal, state: str = "open", limit: int = 25, skip: int = 0
    ) -> list[Proposal]:
        """Proposals in a state (open, accepted, declined), the most probable first, as far as both may be seen."""

        def query(reader: Reader) -> list[Proposal]:
            shown = []
            for a, b, probability, reasons, made, at in reader.all(OPEN, (state, limit, skip)):
                now = self._now(reader, a, b)
                pair = self._customers.found(reader, by, now)
                # The reasons speak of both, so whoever may see one of them only is not told.
                if len(pair) == len(now) and (len(now) == 2 or state != "open"):
                    said = msgspec.json.decode(reasons, type=list[str | Message])
                    shown.append(
                        Proposal(
                            a=pair[0],
                            b=pair[-1],
                            probability=probability,
                            reasons=[str(one) for one in said],
                            said=said,
                            made=made,
                            state=at,
                        )
                    )
            return shown

        return await self._storage.read(query)

    def _now(self, reader: Reader, a: int, b: int) -> list[int]:
        """Who the two of a proposal are by now: one, where they were joined; fewer, where somebody is gone."""
        nodes = (self._projection.repository.node(reader, one) for one in (a, b))
        return list(dict.fromkeys(node.customer for node in nodes if node is not None))

    async def count(self, state: str = "open") -> int:
        """How many are in a state."""
        return await self._storage.read(lambda reader: int(reader.all(COUNT, (state,))[0][0]))

    async def accept(self, by: Principal, a: int, b: int) -> int:
        """They are one: joined in the log; the id that stays. Raises UnknownProposal, UnknownCustomer."""
        await self._settle(by, a, b, "accepted")
        return await self._customers.join(by, str(a), str(b))

    async def decline(self, by: Principal, a: int, b: int) -> None:
        """They are two; not proposed again. Raises UnknownProposal, UnknownCustomer."""
        await self._settle(by, a, b, "declined")

    async def _settle(self, by: Principal, a: int, b: int, state: str) -> None:
        await self._customers.resolve(by, str(a))
        await self._customers.resolve(by, str(b))
        values = (state, self._clock(), by.id, min(a, b), max(a, b))
        if not await self._storage.run(lambda tx: tx.run(SETTLE, values)):
            raise UnknownProposal(
                message("There is no open proposal for the customers %(a)s and %(b)s.", a=str(a), b=str(b))
            )
