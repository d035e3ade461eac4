"""Wires the room of contacts: its runner, what channels use, what staff use, its work in the background."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from warmline.business.model import Business
from warmline.business.section import Section
from warmline.contacts import setting_back
from warmline.contacts.beginning import Beginning
from warmline.contacts.casework import Casework
from warmline.contacts.correspondence import Correspondence
from warmline.contacts.here import Here
from warmline.contacts.keeping import Keeping
from warmline.contacts.listening import News
from warmline.contacts.notes import Notes
from warmline.contacts.outside import Errands
from warmline.contacts.own import Own
from warmline.contacts.ports import Colleagues, Notices, Outside, Recognises, Searches, Unnoticed, Waiting
from warmline.contacts.promises import Promises
from warmline.contacts.queues import Queues
from warmline.contacts.reach import Reach
from warmline.contacts.replies import Replies
from warmline.contacts.returning import Returning
from warmline.contacts.runner import Runner
from warmline.contacts.setting_back import Meanwhile
from warmline.contacts.takeover import Takeover
from warmline.contacts.taking_in import TakingIn
from warmline.contacts.talks import Talks
from warmline.contacts.transfers import Transfers
from warmline.contacts.vault import Vault
from warmline.contacts.versions import Version, Versions
from warmline.contacts.whispering import Whispering
from warmline.contacts.whose import Whose
from warmline.contacts.wrap_up import WrapUps
from warmline.customers.service import Customers
from warmline.decisions.service import Decisions
from warmline.flows.inputs import Result
from warmline.log.ingest import Ingest
from warmline.staff.audit import Audit
from warmline.storage.port import Storage


class Talking:
    """Contacts of one Warmline: `talks` for channels; `takeover`, `transfers`, `whispering` and `casework` for staff;
    `keeping` by itself. Who has a contact and is not at their desk for `owner_gone` seconds has it no more."""

    def __init__(
        self,
        *,
        storage: Storage,
        whose: Whose,
        customers: Customers,
        decisions: Decisions,
        ingest: Ingest,
        audit: Audit,
        business: Business,
        snapshot: Callable[[], dict[str, bytes]],
        sections: Sequence[Section[Any]],
        make: Callable[[Business], Version],
        outside: Outside,
        searches: Searches,
        recognises: Recognises,
        waiting: Waiting,
        colleagues: Colleagues,
        owner_gone: float,
        clock: Callable[[], int],
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
        notices: Notices | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._storage = storage
        self.news = News(monotonic)
        self.vault = Vault(monotonic)
        self.versions = Versions(business, snapshot, sections, make, clock)
        self.queues = queues = Queues(waiting)
        noticing = notices or Unnoticed()
        here = Here(whose, decisions, recognises, queues, Promises(whose), self.vault, noticing)
        self.runner = Runner(
            self.versions,
            whose,
            here,
            self.vault,
            self.news,
            ingest.append,
            clock,
            lambda: self.errands,
            noticing,
            Replies(clock, wake),
        )

        async def deliver(contact: str, result: Result, took: int) -> None:
            await storage.run(lambda tx: self.runner.take_result(tx, contact, result, took), urgent=True)

        self.errands = Errands(outside, searches, self.vault, deliver)
        beginning = Beginning(self.runner, whose, clock)
        taking_in = TakingIn(self.runner, self.news)
        self.talks = Talks(
            storage,
            self.runner,
            whose,
            queues,
            self.news,
            beginning,
            taking_in,
            clock,
            monotonic,
            new_id,
            new_secret,
        )
        self.correspondence = Correspondence(
            storage, beginning, taking_in, clock, monotonic, new_id, new_secret
        )
        self.reach = reach = Reach(self.runner, whose, queues, audit)
        self.takeover = Takeover(storage, self.runner, whose, queues, audit)
        self.notes = Notes(storage, self.runner, reach)
        self.wrap_ups = WrapUps(storage, self.runner, reach)
        self.own = Own(storage, self.takeover.watching, self.news, clock)
        self.transfers = Transfers(storage, self.runner, reach, colleagues, waiting, self.news)
        self.whispering = Whispering(storage, self.runner, reach)
        returning = Returning(storage, self.runner, colleagues, owner_gone)
        self.casework = Casework(storage, self.runner, whose, customers, audit, ingest.append, clock, new_id)
        self.keeping = Keeping(
            storage, self.runner, self.errands, self.news, self.vault, returning, clock, monotonic
        )

    def use(self, business: Business) -> None:
        """Begin contacts with a new version of the business."""
        self.versions.use(business)

    def forget(self) -> None:
        """Go by nothing that is remembered of the database: a restore has put another in its place."""
        self.versions.forget()
        self.news.tell_all()

    async def settle(self, meanwhile: Meanwhile) -> None:
        """After a restore: go on with what is under way in these data, and with whoever was set back."""
        await self.keeping.take_up()
        await setting_back.settle(self._storage, self.runner, meanwhile)
        self.news.tell_all()
