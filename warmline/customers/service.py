"""What can be done with customers: found, shown, separated, joined, exported, erased."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from warmline.business.model import Disclosure
from warmline.customers import naming
from warmline.customers import profile as profiles
from warmline.customers import rebuild as rebuilding
from warmline.customers.elsewhere import NOWHERE, Elsewhere
from warmline.customers.erasure import Erased, Ledger, erase
from warmline.customers.handing_out import everything
from warmline.customers.identity import BY_HAND, VOUCHED
from warmline.customers.model import (
    CannotSeparate,
    CustomerView,
    Found,
    IdentifierView,
    LinkView,
    Relative,
    TimelineEntry,
    UnknownCustomer,
)
from warmline.customers.profile import Profile
from warmline.customers.projection import LINKED, UNLINKED, Projection, Rules, fold
from warmline.customers.repository import Node, StoredProfile
from warmline.customers.shadow import Difference, empty
from warmline.customers.sweep import Sweep
from warmline.events.model import ERASED, Event, Identifier
from warmline.language.messages import message
from warmline.log import repository as log
from warmline.log.ingest import Ingest
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal


class Opened(NamedTuple):
    """A customer to work with: the id, the name, the profile, and the rules of the business it was folded by."""

    id: int
    name: str
    profile: Profile
    rules: Rules


_TRUST = {VOUCHED: "vouched", BY_HAND: "by hand"}
DESK = "desk"
"""The source of what staff do."""


class Customers:
    """The customers of this installation, each as far as who asks may see them.

    `in_copies` carries out a command in every copy of the data that lies beside it. `clock` gives
    microseconds since 1970, `new_id` a message id nobody has used. `elsewhere` is what rooms above keep of customers.
    """

    def __init__(
        self,
        storage: Storage,
        projection: Projection,
        ingest: Ingest,
        ledger: Ledger,
        in_copies: Callable[[Callable[[Transaction], None]], None],
        clock: Callable[[], int],
        new_id: Callable[[], str],
        elsewhere: Elsewhere = NOWHERE,
    ) -> None:
        self._storage = storage
        self._elsewhere = elsewhere
        self._projection = projection
        self._repository = projection.repository
        self._ingest = ingest
        self._ledger = ledger
        self._in_copies = in_copies
        self._clock = clock
        self._new_id = new_id
        self._rebuilding = asyncio.Lock()

    # -- finding

    async def search(self, by: Principal, text: str, limit: int = 25) -> list[Found]:
        """Customers by an identifier ("type:value", or a bare value of any type), a customer id, or a name."""
        return await self._storage.read(lambda reader: self._search(reader, by, text.strip(), limit))

    def _search(self, reader: Reader, by: Principal, text: str, limit: int) -> list[Found]:
        nodes = naming.searched(reader, self._projection.rules, self._repository, text)
        customers = dict.fromkeys(node.customer for node in nodes)
        for customer in self._repository.by_name(reader, text, limit * 4):
            customers.setdefault(customer)
        return self.found(reader, by, customers)[:limit]

    async def latest(self, by: Principal, limit: int = 25) -> list[Found]:
        """Customers of the latest events, for a page that nobody has searched on yet."""

        def query(reader: Reader) -> list[Found]:
            customers: dict[int, None] = {}
            for stored in log.before(reader, 1 << 62, 400):
                for _, one in self._projection.rules.identity.normal(stored.event)[:1]:
                    if node := self._repository.find(reader, one.type, one.value):
                        customers.setdefault(node.customer)
                if len(customers) >= limit * 2:
                    break
            return self.found(reader, by, customers)[:limit]

        return await self._storage.read(query)

    def found(self, reader: Reader, by: Principal, customers: Iterable[int]) -> list[Found]:
        """Those of `customers` that `by` may see, as they stand in a list."""
        ids = list(customers)
        stored = self._repository.profiles(reader, ids)
        found = []
        for id in ids:
            names = stored[id].names if id in stored else None
            if names is None or not by.sees(names.brand, names.country, names.partner):
                continue
            strongest = self._strongest(self._repository.members(reader, id))
            found.append(Found(id=id, known_as=str(strongest), **names._asdict()))
        return found

    def _strongest(self, nodes: list[Node]) -> str:
        best = min(
            nodes, key=lambda node: (self._projection.rules.normaliser.type_of(node.type).priority, node.node)
        )
        return spelled(best)

    # -- one customer

    async def resolve(self, by: Principal, text: str) -> int:
        """The id of the customer that an id (old ones too) or "type:value" leads to. Raises UnknownCustomer."""
        return await self._storage.read(lambda reader: self._resolve(reader, by, text)[0])

    def _resolve(self, reader: Reader, by: Principal, text: str) -> tuple[int, StoredProfile]:
        rules = self._projection.rules
        node = naming.opened(reader, rules, self._repository, text.strip())
        if node is not None and (stored := self._repository.profile(reader, node.customer)):
            names = stored.names
            if by.sees(names.brand, names.country, names.partner):
                return node.customer, stored
        raise naming.unknown(rules, text.strip())

    def open(self, reader: Reader, by: Principal, text: str) -> Opened:
        """A customer's profile as it is now, and by which rules it was folded. Raises UnknownCustomer."""
        id, stored = self._resolve(reader, by, text)
        rules = self._projection.rules
        return Opened(id, stored.names.name, self._profile(reader, rules, id, stored), rules)

    def _profile(self, reader: Reader, rules: Rules, id: int, stored: StoredProfile) -> Profile:
        if stored.shape == rules.shape.version:
            return profiles.decode(stored.body)
        return fold(reader, rules, self._repository, id)

    async def view(self, by: Principal, text: str, level: Disclosure = Disclosure.STAFF) -> CustomerView:
        """Everything known of a customer now, up to a disclosure level. Raises UnknownCustomer."""
        return await self._storage.read(lambda reader: self._view(reader, by, text, level))

    def _view(self, reader: Reader, by: Principal, text: str, level: Disclosure) -> CustomerView:
        id, stored = self._resolve(reader, by, text)
        rules, repository = self._projection.rules, self._repository
        profile = self._profile(reader, rules, id, stored)
        members = {node.node: node for node in repository.members(reader, id)}
        links = repository.links(reader, members)
        others = {
            number: node
            for link in links
            for number in (link.a, link.b)
            if number not in members
            and (node := repository.node(reader, number))
            and self.sees(reader, by, node.customer)
        }
        every = members | others
        shown = [
            LinkView(
                a=spelled(every[link.a]),
                b=spelled(every[link.b]),
                trust=_TRUST.get(link.trust, "claimed"),
                source=link.source,
                occurred=link.occurred,
                inside=link.a in members and link.b in members,
            )
            for link in links
            if link.a in every and link.b in every
        ]
        return CustomerView(
            id=id,
            **stored.names._asdict(),
            fields=rules.shape.shown(profile, self._clock(), level),
            identifiers=[
                IdentifierView(type=n.type, value=n.value, verified=n.verified is not None, id=n.node)
                for n in sorted(
                    members.values(), key=lambda n: (rules.normaliser.type_of(n.type).priority, n.node)
                )
            ],
            links=shown,
            household=self._household(reader, by, members, others),
        )

    def _household(
        self, reader: Reader, by: Principal, members: dict[int, Node], others: dict[int, Node]
    ) -> list[Relative]:
        """Other customers tied to this one by a shared identifier, on either side."""
        type_of = self._projection.rules.normaliser.type_of
        near: dict[int, str] = {}
        for node in others.values():
            if type_of(node.type).shared:
                near.setdefault(node.customer, spelled(node))
        for node in members.values():
            if type_of(node.type).shared:
                for link in self._repository.links(reader, [node.node]):
                    other = others.get(link.a) or others.get(link.b)
                    if other is not None:
                        near.setdefault(other.customer, spelled(node))
        return [
            Relative(id=found.id, name=found.name or found.known_as, shares=near[found.id])
            for found in self.found(reader, by, near)
        ]

    async def values(self, by: Principal, text: str) -> dict[str, Any]:
        """The profile as plain values by field name. Raises UnknownCustomer."""
        view = await self.view(by, text)
        return {field.name: field.value for field in view.fields}

    async def timeline(
        self, by: Principal, text: str, before: int = 1 << 62, limit: int = 50
    ) -> list[TimelineEntry]:
        """The latest events of a customer in front of a place, newest first. Raises UnknownCustomer."""

        def query(reader: Reader) -> list[TimelineEntry]:
            id, _ = self._resolve(reader, by, text)
            nodes = [node.node for node in self._repository.members(reader, id)]
            seqs = self._repository.latest_seqs(reader, nodes, before, limit)
            return [
                TimelineEntry(
                    seq=stored.seq,
                    id=stored.id,
                    type=stored.event.type,
                    channel=stored.event.channel,
                    source=stored.event.source,
                    occurred=stored.event.occurred,
                    properties=stored.event.properties,
                    cause=stored.event.cause,
                )
                for stored in log.at(reader, seqs)
            ]

        return await self._storage.read(query)

    def customer_of(self, reader: Reader, event: Event) -> int | None:
        """Whose event this is."""
        asserted = self._projection.rules.identity.normal(event)
        if not asserted or event.type == ERASED:
            return None
        node = self._repository.find(reader, asserted[0][1].type, asserted[0][1].value)
        return node.customer if node else None

    def sees(self, reader: Reader, by: Principal, customer: int | None) -> bool:
        """Whether somebody may see a customer; what is about nobody, only those without scopes may see."""
        if by.scopes.everything:
            return True
        stored = self._repository.profile(reader, customer) if customer is not None else None
        return stored is not None and by.sees(stored.names.brand, stored.names.country, stored.names.partner)

    async def count(self) -> int:
        """How many customers there are."""
        return await self._storage.read(self._repository.count)

    # -- who is who

    async def separate(self, by: Principal, text: str, split: Iterable[str]) -> list[int]:
        """Take a merge back: `split` ("type:value") become another customer. Returns both ids."""
        view = await self.view(by, text)
        own = [f"{one.type}:{one.value}" for one in view.identifiers]
        leaving = [spelling for spelling in own if spelling in set(split)]
        staying = [spelling for spelling in own if spelling not in leaving]
        if not leaving or not staying:
            raise CannotSeparate(
                "Nothing would be left on one side, or these are not this customer's identifiers."
            )
        await self._say(by, UNLINKED, {"split": leaving, "from": staying})
        return [await self.resolve(by, staying[0]), await self.resolve(by, leaving[0])]

    async def join(self, by: Principal, a: str, b: str) -> int:
        """Say that two customers are one; the id that stays. Raises UnknownCustomer."""
        first, second = await self.view(by, a), await self.view(by, b)
        named = [f"{view.identifiers[0].type}:{view.identifiers[0].value}" for view in (first, second)]
        await self._say(by, LINKED, {"identifiers": named})
        return await self.resolve(by, named[0])

    async def _say(self, by: Principal, type: str, properties: dict[str, Any]) -> None:
        """Put what a person decided into the log."""
        now = self._clock()
        event = Event(
            source=DESK,
            message_id=self._new_id(),
            type=type,
            occurred=now,
            channel=DESK,
            properties={**properties, "by": by.id},
        )
        await self._storage.run(lambda tx: self._ingest.append(tx, [event], now))

    # -- everything about one person

    async def export(self, by: Principal, text: str) -> dict[str, Any]:
        """All that is stored of a customer, and nothing of others; see `warmline.customers.handing_out`."""
        view = await self.view(by, text)
        named = [(one.type, one.value) for one in view.identifiers]

        def query(reader: Reader) -> dict[str, Any]:
            known = everything(reader, self._projection, view)
            return {**known, **self._elsewhere.everything(reader, named)}

        return await self._storage.read(query)

    async def erase(self, by: Principal, text: str) -> Erased:
        """Take a customer out of everything; what a restored backup brings back is erased again.

        Takes as long as reading the log takes. Raises UnknownCustomer, CopyInTheWay.
        """
        id = await self.resolve(by, text)
        erased, meant = None, frozenset[tuple[str, str]]()
        while erased is None:  # whoever gets another identifier meanwhile is looked for once more
            nodes = await self._storage.read(lambda reader: self._repository.members(reader, id))
            names = frozenset((node.type, node.value) for node in nodes)
            meant = meant or names
            if not names or not meant <= names:  # separated or erased by somebody else, or of another log
                raise UnknownCustomer(message("There is no customer '%(name)s' here any more.", name=text))
            await asyncio.to_thread(self._erase_in_copies, nodes)
            sweep = Sweep(self._projection, nodes)
            while await self._storage.read(sweep.step):
                pass
            erased = await self._storage.run(self._erasure(by, id, sweep))
        return erased

    def _erase_in_copies(self, nodes: list[Node]) -> None:
        """Erase in what restores have kept, before it is done here: nobody knows the names afterwards."""

        def elsewhere(tx: Transaction) -> None:
            empty(tx)
            projection = Projection(self._projection.rules.business)
            named = [self._repository.find(tx, node.type, node.value) for node in nodes]
            customers = {node.customer for node in named if node is not None}
            there = [node for customer in customers for node in self._repository.members(tx, customer)]
            mine = {(node.type, node.value) for node in nodes}
            gone = [one for one in there if (one.type, one.value) in mine or not self._is_known(one)]
            if gone:
                erase(tx, projection, gone, self._clock(), elsewhere=self._elsewhere)

        self._in_copies(elsewhere)

    def _is_known(self, one: Node) -> bool:
        """Whether an identifier in a copy is somebody's here: theirs, then, and not the erased one's."""
        return bool(self._storage.read_now(lambda reader: self._repository.find(reader, one.type, one.value)))

    def _erasure(self, by: Principal, id: int, sweep: Sweep) -> Callable[[Transaction], Erased | None]:
        """The command that erases; it does nothing if the customer is not who was swept for any more."""

        def command(tx: Transaction) -> Erased | None:
            now = self._clock()
            nodes = self._repository.members(tx, id)
            if {(node.type, node.value) for node in nodes} != sweep.names:
                return None
            erased = erase(tx, self._projection, nodes, now, sweep, self._elsewhere)
            done = Event(
                source=DESK,
                message_id=self._new_id(),
                type="customer.erased",
                occurred=now,
                channel=DESK,
                properties={"events": erased.events, "by": by.id},
            )
            self._ingest.append(tx, [done], now)
            self._ledger.add(erased)
            return erased

        return command

    async def erase_again(self) -> int:
        """After a restore: erase whoever the backup brought back; how many identifiers that were."""
        return await self._storage.run(lambda tx: self._ledger.apply(tx, self._projection, self._clock()))

    async def rebuild(
        self, *, replace: bool, progress: Callable[[int, int], None] | None = None
    ) -> list[Difference]:
        """Derive everything again from the log; see `warmline.customers.rebuild`."""
        async with self._rebuilding:
            return await rebuilding.rebuild(
                self._storage, self._projection, replace=replace, progress=progress
            )

    async def clear_rebuild(self) -> None:
        """Remove what a rebuild has left that was cut off: nobody is to be found there who is erased."""
        async with self._rebuilding:
            await rebuilding.clear(self._storage)

    async def refresh(self) -> int:
        """Fold anew the profiles that an older business folded."""
        return await rebuilding.refresh(self._storage, self._projection)


def spelled(node: Node) -> str:
    """An identifier as people write it: type:value."""
    return str(Identifier(node.type, node.value))
