"""What staff do about a customer's problem beside a contact: cases, callbacks, the contacts of somebody."""

from collections.abc import Callable
from typing import Any

from warmline.contacts import cases, promises, repository
from warmline.contacts.errors import Ended, UnknownCase, UnknownContact, UnknownPromise
from warmline.contacts.left_off import LOOKED_AT as LOOKED_THROUGH
from warmline.contacts.masking import masked
from warmline.contacts.model import Callback, Case, Contact
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import SOURCE, Append
from warmline.customers.service import Customers
from warmline.events.model import Event, Identifier
from warmline.log.moment import write
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 200
"""Entries of a list."""


class Casework:
    """Cases and callbacks, each within the scopes of whoever asks."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        customers: Customers,
        audit: Audit,
        append: Append,
        clock: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._customers = customers
        self._audit = audit
        self._append = append
        self._clock = clock
        self._new_id = new_id

    # -- callbacks

    async def callbacks(self, by: Principal) -> list[Callback]:
        """Callbacks that are to be made, the most urgent first; the looks are on record."""

        def query(reader: Reader) -> list[Callback]:
            return [
                one for row in promises.still_open(reader, MOST) if (one := self._callback(reader, by, row))
            ]

        found = await self._storage.read(query)
        seen = {str(one.customer) for one in found if one.customer is not None}
        await self._audit.looked_at(by, *sorted(seen), detail="callbacks")
        return found

    def _callback(self, reader: Reader, by: Principal, row: tuple[Any, ...]) -> Callback | None:
        promise, contact, queue, wants, phone, due, made = row
        records = repository.by_ids(reader, [contact])
        if not records or not self._whose.sees(reader, by, records[0].identifiers):
            return None
        customer = self._whose.customer(reader, records[0].identifiers)
        return Callback(
            promise=promise,
            contact=records[0].name,
            queue=queue,
            wants=wants,
            phone=phone,
            due=due,
            made=made,
            customer=customer,
            who=self._whose.name(reader, by, customer),
        )

    async def called_back(self, by: Principal, promise: str) -> None:
        """Note that a callback was made. Raises UnknownPromise."""

        def command(tx: Transaction) -> None:
            now, row = self._clock(), promises.one(tx, promise)
            callback = self._callback(tx, by, row) if row else None
            if row is None or callback is None:
                raise UnknownPromise
            promises.done(tx, promise, now, by.id)
            record = repository.by_ids(tx, [row[1]])[0]
            self._audit.write(tx, by, "callback.made", str(callback.customer or ""), f"contact {record.name}")
            properties = {"promise": promise, "what": "callback"}
            self._put(tx, "promise.kept", f"{promise} kept", record.identifiers, properties, record.cause)

        await self._storage.run(command)

    # -- cases

    async def open_case(self, by: Principal, contact: str, what: str, summary: str, due: int = 0) -> str:
        """Open a case about the problem of a contact; its name. Raises UnknownContact, Ended."""

        def command(tx: Transaction) -> str:
            work = self._runner.open(tx, contact)
            if work is None or not self._whose.sees(tx, by, work.record.identifiers):
                raise UnknownContact
            record = work.record
            if not record.is_open:
                raise Ended
            customer = self._whose.customer(tx, record.identifiers)
            name = f"k-{self._new_id()}"
            record.case = name
            properties = {"case": name, "what": what[:200], "summary": masked(summary[:2_000]) or None}
            work.put("case.opened", {**properties, "due": write(due) if due else None})
            self._audit.write(tx, by, "case.opened", str(customer or ""), f"contact {record.name}")
            self._runner.close(work)
            return name

        return await self._storage.run(command)

    async def of_case(self, by: Principal, case: str) -> list[Contact]:
        """The contacts of a case, the latest first; the look is on record. Raises UnknownCase."""

        def query(reader: Reader) -> tuple[int | None, list[Record]]:
            customer = self._customer_of(reader, by, case)
            return customer, repository.of_case(reader, case, MOST)

        customer, records = await self._storage.read(query)
        await self._audit.looked_at(by, str(customer or ""), detail=f"case {case}")
        return [one.shown(customer=customer) for one in records]

    async def case(self, by: Principal, name: str) -> tuple[Case, int | None]:
        """A case, and the customer whose it is. Raises UnknownCase."""

        def query(reader: Reader) -> tuple[Case, int | None]:
            customer, case = self._customer_of(reader, by, name), cases.named(reader, name)
            assert case is not None, "it is somebody's"
            return case, customer

        return await self._storage.read(query)

    def _customer_of(self, reader: Reader, by: Principal, case: str) -> int | None:
        """Whose case it is. Raises UnknownCase."""
        found = cases.whose(reader, case)
        if found is None or not self._whose.sees(reader, by, (found,)):
            raise UnknownCase
        return self._whose.customer(reader, (found,))

    # -- of one customer

    async def of_customer(self, by: Principal, customer: str) -> list[Contact]:
        """The latest contacts of a customer; the look is on record. Raises UnknownCustomer."""
        id = await self._customers.resolve(by, customer)
        await self._audit.looked_at(by, str(id), detail="contacts")
        records = await self._storage.read(lambda reader: of_customer(reader, self._whose, id))
        return [one.shown(customer=id) for one in records]

    async def cases_of(self, by: Principal, customer: str) -> list[Case]:
        """The cases of a customer, open ones first; the look is on record. Raises UnknownCustomer."""
        id = await self._customers.resolve(by, customer)
        await self._audit.looked_at(by, str(id), detail="cases")

        def query(reader: Reader) -> list[Case]:
            named = (one.case for one in of_customer(reader, self._whose, id))
            return cases.of_somebody(reader, self._whose.identifiers(reader, id), named)

        return await self._storage.read(query)

    def _put(
        self,
        tx: Transaction,
        type: str,
        name: str,
        identifiers: tuple[Identifier, ...],
        properties: dict[str, Any],
        cause: str,
    ) -> None:
        now = self._clock()
        event = Event(
            source=SOURCE,
            message_id=name,
            type=type,
            occurred=now,
            identifiers=identifiers,
            properties=properties,
            cause=cause,
        )
        self._append(tx, [event], now)


def of_customer(reader: Reader, whose: Whose, customer: int, limit: int = LOOKED_THROUGH) -> list[Record]:
    """The latest contacts of a customer."""
    known = whose.identifiers(reader, customer)
    ids = {id for one in known for id in repository.contacts_with(reader, one.type, one.value, limit)}
    found = repository.by_ids(reader, sorted(ids, reverse=True)[:limit])
    return [one for one in found if whose.customer(reader, one.identifiers) == customer]
