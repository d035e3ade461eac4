"""The rooms of one Warmline, wired together."""

import os
import random
import time
from functools import partial

from warmline.app import clock
from warmline.app.colleagues import Colleagues
from warmline.app.executors import CarryOut
from warmline.app.helping import Helping
from warmline.app.intake import SourceIntake
from warmline.app.kept_copies import in_kept_copies
from warmline.app.metrics import Metrics
from warmline.app.migrations import MIGRATIONS
from warmline.app.outside import Outside
from warmline.app.own_key import own_key
from warmline.app.searching import Articles
from warmline.app.sections import SECTIONS
from warmline.app.settings import Settings
from warmline.app.shapes import work_out
from warmline.app.talking import Talking
from warmline.app.webhooks import KIND, Webhooks
from warmline.business.model import Business
from warmline.business.service import BusinessService
from warmline.channels.chat.files import Files
from warmline.coaching.advising import carrying
from warmline.coaching.advising import repository as advice
from warmline.coaching.past import Past
from warmline.coaching.reading import SIGNALS
from warmline.coaching.service import Noticer
from warmline.contacts import acting, codes, replies, ways
from warmline.contacts.acting import Acting, Wanted
from warmline.contacts.cases import Cases
from warmline.contacts.forgetting import HeldInContacts
from warmline.contacts.verification import Verification
from warmline.contacts.versions import version_of
from warmline.contacts.whose import Whose
from warmline.customers.erasure import Ledger
from warmline.customers.looks import Looks
from warmline.customers.model import CustomerError
from warmline.customers.projection import Projection
from warmline.customers.proposals import Proposals
from warmline.customers.recognising.service import Recogniser
from warmline.customers.service import Customers
from warmline.decisions.health import Health
from warmline.decisions.notices.service import Keeping, Notices
from warmline.decisions.overview import Overview
from warmline.decisions.service import Decisions
from warmline.decisions.stage import Decider
from warmline.decisions.tally import Tally
from warmline.decisions.trying import Trying
from warmline.flows.reading.section import FLOWS
from warmline.flows.service import LockOut
from warmline.log import outbox, subscriptions, timers
from warmline.log.desk import LogDesk
from warmline.log.ingest import Ingest, PlainStage
from warmline.log.sources import Sources
from warmline.routing import service as routing
from warmline.routing.learning import Learning
from warmline.routing.presence import Presence
from warmline.routing.service import Routing
from warmline.staff.service import StaffService
from warmline.storage import files
from warmline.storage.errors import StorageError
from warmline.storage.sqlite import SqliteStorage
from warmline.web.jobs import Jobs


class Rooms:
    """Everything a running Warmline consists of; `app` is the only place where rooms meet."""

    def __init__(self, settings: Settings) -> None:
        work_out()
        self.settings = settings
        self.business = BusinessService(settings.business, SECTIONS, clock=time.time)
        # What a restore that was cut off has left.
        files.remove(settings.database.with_name(settings.database.name + files.ARRIVING))
        self.storage = SqliteStorage(settings.database, MIGRATIONS, cache_mb=settings.cache_mb)
        business = self.business.current

        # -- the log, with what follows from each event
        self.carry_out = CarryOut(lambda: self.ingest, clock.now, self._deliver_soon)
        self.metrics = Metrics(lambda: self.storage.waiting)
        self.tally = Tally(self.storage, self.metrics.judged)
        self.policy_health = Health(self.storage)
        decider = Decider(self.carry_out, self.tally, self.policy_health)
        self.projection = Projection(business, watch=decider)
        self.webhooks = Webhooks(business, clock.now, wake=self._deliver_soon, addresses=settings.addresses)
        self.cases = Cases(lambda: self.whose)
        self.ingest = Ingest(
            self.storage,
            [
                self.projection,
                PlainStage(self.webhooks.queue),
                Keeping(),
                self.cases,
                ways.Ways(),
                Learning(),
                Wanted(lambda: self.acting),
            ],
            clock.now,
        )
        self.sources = Sources(self.storage, clock.now, clock.new_secret)
        self.intake = SourceIntake(
            self.storage, self.ingest, self.sources, clock.now, time.monotonic, self.metrics
        )

        # -- staff
        self.presence = Presence(time.monotonic, self._declared)
        self.staff = StaffService(
            self.storage,
            clock.now,
            os.urandom,
            known=Looks(self.projection),
            seen=self.presence.saw,
            came=lambda tx, by: self.routing.comes(tx, by),
            went=lambda tx, by: self.routing.goes(tx, by),
            key=own_key(settings.data),
            business=lambda: self.business.current.name,
        )
        self.routing = Routing(
            self.storage,
            self.presence,
            self._declared,
            self.staff.audit,
            self.ingest.append,
            clock.now,
            clock.new_id,
        )

        # -- customers
        self.files = Files(settings.data / "files", clock.new_secret)
        self.noticer = Noticer(
            Past(lambda: self.whose, self.projection), lambda: SIGNALS.of(self.business.current)
        )
        self.held_in_contacts = HeldInContacts(
            self.projection,
            self._forgotten,
            self.noticer,
            (routing.forget, advice.forget),
            (routing.rewrite, advice.rewrite),
        )
        self.ledger = Ledger(settings.data / "erasures.ndjson", self.held_in_contacts)
        self.customers = Customers(
            self.storage,
            self.projection,
            self.ingest,
            self.ledger,
            partial(in_kept_copies, settings.database),
            clock.now,
            clock.new_id,
            self.held_in_contacts,
        )
        self.whose = Whose(self.projection, self.customers)
        self.proposals = Proposals(self.storage, self.projection, self.customers, clock.now)

        # -- decisions
        self.decisions = Decisions(
            self.storage,
            self.customers,
            self.carry_out,
            self.tally,
            self.policy_health,
            clock.now,
            clock.new_id,
        )
        self.trying = Trying(
            self.storage, self.customers, self.policy_health, self.business.snapshot, SECTIONS, clock.now
        )
        self.policies = Overview(
            self.storage,
            self.carry_out,
            self.tally,
            self.policy_health,
            self._declared,
            clock.now,
            clock.new_id,
        )
        self.pulse = subscriptions.Pulse()
        self.notices = Notices(
            self.storage,
            self.customers,
            self.staff.audit,
            clock.now,
            lambda: self.pulse.beat(self.pulse.head),
        )

        # -- the world outside
        recogniser = Recogniser(self.projection)
        self.outside = Outside(
            settings,
            storage=self.storage,
            webhooks=self.webhooks,
            recogniser=recogniser,
            metrics=self.metrics,
            business=self._declared,
            wake=self._deliver_soon,
        )
        self.articles = Articles(business)

        # -- contacts
        colleagues = Colleagues(self.presence.unseen_for)
        self.talking = Talking(
            storage=self.storage,
            whose=self.whose,
            customers=self.customers,
            decisions=self.decisions,
            ingest=self.ingest,
            audit=self.staff.audit,
            business=business,
            snapshot=self.business.snapshot,
            sections=SECTIONS,
            make=version_of,
            outside=self.outside.systems,
            searches=self.articles,
            recognises=Verification(self.projection, recogniser, self.outside.codes, _lock_out),
            waiting=self.presence,
            notices=self.noticer,
            colleagues=colleagues,
            owner_gone=settings.owner_gone,
            clock=clock.now,
            new_id=clock.new_id,
            new_secret=clock.new_secret,
            wake=self._deliver_soon,
        )
        helping = Helping(
            storage=self.storage,
            talking=self.talking,
            whose=self.whose,
            customers=self.customers,
            decisions=self.decisions,
            colleagues=colleagues,
            notices=self.noticer,
            outside=self.outside.systems,
            articles=self.articles,
            model=self.outside.model,
            append=self.ingest.append,
            audit=self.staff.audit,
            business=self._declared,
            wake=self._deliver_soon,
        )
        self.coach, self.marking, self.replying = helping.coach, helping.marking, helping.replying
        self.advising, self.approvals = helping.advising, helping.approvals
        self.acting = Acting(
            self.storage,
            self.talking.runner,
            self.whose,
            self.talking.queues,
            recogniser,
            self.outside.messages,
            self._deliver_soon,
        )

        # -- work beside requests
        self.timers = timers.Timers(self.storage, self.ingest, clock.now)
        self.dispatcher = outbox.Dispatcher(
            self.storage,
            {
                KIND: self.webhooks.deliver,
                codes.KIND: self.outside.codes.deliver,
                acting.KIND: self.acting.deliver,
                replies.KIND: self.outside.texts.deliver,
                carrying.KIND: helping.carrying.deliver,
            },
            clock.now,
            random.SystemRandom(),
        )
        self.jobs = Jobs(time.time, (StorageError, CustomerError, OSError))
        self.log_desk = LogDesk(
            self.storage,
            self.ingest,
            self.sources,
            self.pulse,
            self.customers,
            self.staff.audit,
            clock.now,
            self.dispatcher.wake,
        )
        self.ingest.on_arrival(self.pulse.beat)

    def _declared(self) -> Business:
        """What the business folder declares now."""
        return self.business.current

    def _forgotten(self, contact: str) -> None:
        """Let go of what there is of a contact that was erased; in the writer's thread."""
        self.files.erase(contact)
        self.talking.news.tell(contact)

    def _deliver_soon(self) -> None:
        """Have the outbox look, as something was queued; in the writer's thread."""
        self.dispatcher.wake_soon()


def _lock_out(business: Business) -> LockOut:
    """When too many failures lock somebody out, as a business declares it."""
    return FLOWS.of(business).service.lock_out
