"""One Warmline: its rooms wired together, its background work, its start and its end."""

import asyncio
import os
import random
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import structlog

from warmline.app import clock
from warmline.app.advice import Advice
from warmline.app.calling import Systems
from warmline.app.colleagues import Colleagues
from warmline.app.executors import CarryOut
from warmline.app.intake import SourceIntake
from warmline.app.language_model import LanguageModel
from warmline.app.messages import ByWebhook
from warmline.app.metrics import Metrics
from warmline.app.migrations import MIGRATIONS
from warmline.app.own_key import own_key
from warmline.app.restoring import Restoring
from warmline.app.searching import Articles
from warmline.app.sections import SECTIONS
from warmline.app.settings import Settings
from warmline.app.shapes import work_out
from warmline.app.talking import Talking
from warmline.app.webhooks import KIND, Webhooks
from warmline.business.model import Business
from warmline.business.service import BusinessService
from warmline.channels.chat.files import Files
from warmline.channels.declared import CHANNELS
from warmline.channels.texts.sending import Sending
from warmline.coaching.acknowledging.service import Coach
from warmline.coaching.advising import carrying
from warmline.coaching.advising import repository as advice
from warmline.coaching.marking import Marking
from warmline.coaching.past import Past
from warmline.coaching.reading import SIGNALS
from warmline.coaching.replying.grounds import Grounds
from warmline.coaching.replying.looking_up import LookUps
from warmline.coaching.replying.service import Replying
from warmline.coaching.service import Noticer
from warmline.connectors.client import Connectors
from warmline.connectors.exchange import Exchange
from warmline.contacts import acting, codes, replies, ways
from warmline.contacts.acting import Acting, Wanted
from warmline.contacts.cases import Cases
from warmline.contacts.codes import Codes
from warmline.contacts.forgetting import HeldInContacts
from warmline.contacts.verification import Verification
from warmline.contacts.versions import version_of
from warmline.contacts.whose import Whose
from warmline.customers import duplicates
from warmline.customers.erasure import Ledger
from warmline.customers.looks import Looks
from warmline.customers.model import CopyInTheWay, CustomerError
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
from warmline.language import detection
from warmline.language.messages import message
from warmline.log import causes, outbox, subscriptions, timers
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
from warmline.storage.port import Command
from warmline.storage.sqlite import SqliteStorage
from warmline.web.jobs import Jobs, Progress

LOG = structlog.get_logger(__name__)


class Runtime:
    """Everything a running Warmline consists of; `app` is the only place where rooms meet."""

    def __init__(self, settings: Settings) -> None:
        work_out()
        self.settings = settings
        self.business = BusinessService(settings.business, SECTIONS, clock=time.time)
        files.remove(
            settings.database.with_name(settings.database.name + files.ARRIVING)
        )  # of a cut-off restore
        self.storage = SqliteStorage(settings.database, MIGRATIONS, cache_mb=settings.cache_mb)
        business = self.business.current
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
        self.presence = Presence(time.monotonic, lambda: self.business.current)
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
            lambda: self.business.current,
            self.staff.audit,
            self.ingest.append,
            clock.now,
            clock.new_id,
        )
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
            self._in_copies,
            clock.now,
            clock.new_id,
            self.held_in_contacts,
        )
        self.whose = Whose(self.projection, self.customers)
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
            lambda: self.business.current,
            clock.now,
            clock.new_id,
        )
        self.proposals = Proposals(self.storage, self.projection, self.customers, clock.now)
        self.pulse = subscriptions.Pulse()
        self.notices = Notices(
            self.storage,
            self.customers,
            self.staff.audit,
            clock.now,
            lambda: self.pulse.beat(self.pulse.head),
        )
        self.connectors = Connectors(
            Exchange(lambda: self.business.current.hosts, os.environ, time.time, settings.addresses),
            self.metrics.called,
        )
        self.articles = Articles(business)
        recogniser = Recogniser(self.projection)
        self.messages = ByWebhook(self.webhooks, lambda: self.business.current)
        self.codes = Codes(
            self.storage,
            recogniser,
            self.messages,
            own_key(settings.data),
            lambda: self.business.current.name,
            clock.now,
            self._deliver_soon,
        )
        systems = Systems(self.connectors, lambda: self.business.current)
        self.texts = Sending(self.storage, systems, lambda: self.business.current)
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
            outside=systems,
            searches=self.articles,
            recognises=Verification(self.projection, recogniser, self.codes, _lock_out),
            waiting=self.presence,
            notices=self.noticer,
            colleagues=colleagues,
            owner_gone=settings.owner_gone,
            clock=clock.now,
            new_id=clock.new_id,
            new_secret=clock.new_secret,
            wake=self._deliver_soon,
        )
        self.restoring = Restoring(
            self.storage,
            lambda: self.business.current,
            self.projection,
            self.ledger,
            self.ingest,
            self.sources,
            self.policy_health,
            self.cases,
            self.talking,
            self.presence,
        )
        self.coach = Coach(
            self.storage,
            self.talking.takeover.watching,
            lambda channel, place: CHANNELS.of(self.business.current).is_long_form(channel, place),
            clock.now,
        )
        self.marking = Marking(self.storage, self.talking.runner, self.whose, self.staff.audit, clock.now)
        advising = Advice(
            self.storage,
            self.talking,
            self.whose,
            colleagues,
            self.noticer,
            self.decisions,
            systems,
            self.ingest.append,
            self.staff.audit,
            lambda: self.business.current,
            self._deliver_soon,
        )
        self.advising, self.approvals = advising.advising, advising.approvals
        self.model = LanguageModel(
            settings.model_url,
            settings.model_key,
            settings.model_name,
            settings.model_seconds,
            lambda: self.business.current.hosts,
            settings.addresses,
        )
        self.replying = Replying(
            self.storage,
            self.talking.takeover.watching,
            self.advising,
            self.articles.search,
            Grounds(
                self.customers,
                self.whose,
                LookUps(systems, clock.now),
                lambda: self.business.current,
                clock.now,
            ),
            self.model,
        )
        self.acting = Acting(
            self.storage,
            self.talking.runner,
            self.whose,
            self.talking.queues,
            recogniser,
            self.messages,
            self._deliver_soon,
        )
        self.timers = timers.Timers(self.storage, self.ingest, clock.now)
        self.dispatcher = outbox.Dispatcher(
            self.storage,
            {
                KIND: self.webhooks.deliver,
                codes.KIND: self.codes.deliver,
                acting.KIND: self.acting.deliver,
                replies.KIND: self.texts.deliver,
                carrying.KIND: advising.carrying.deliver,
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
        self.business.on_change(self._use)
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_ready = False

    async def start(self) -> None:
        """Begin the background work: timers, outbox, watching the business folder."""
        self._loop = asyncio.get_running_loop()
        self.pulse.attach()
        # Somebody may have put an older file in place by hand: before anything else is done with it.
        await self.customers.erase_again()
        await self.talking.keeping.take_up()
        work: list[Coroutine[Any, Any, Any]] = [
            self.timers.run(),
            self.dispatcher.run(),
            self.tally.run(),
            self.talking.keeping.run(),
            self.routing.spells.run(),
            self.business.watch(),
            self.customers.refresh(),
            self.customers.clear_rebuild(),
            causes.catch_up(self.storage),
            self.cases.catch_up(self.storage),
        ]
        self._tasks = [asyncio.create_task(one) for one in work]
        self.is_ready = True
        LOG.info("started", business=self.business.current.name, version=self.business.current.version)

    def preparing(self) -> Iterator[None]:
        """Make ready what the first customers would have to wait for otherwise, piece by piece."""
        languages = self.business.current.languages
        yield from self.noticer.preparing(languages)
        detection.prepare(languages)

    async def stop(self) -> None:
        """End the background work, finish what is queued, close the storage."""
        self.is_ready = False
        await self.jobs.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.connectors.close()
        await self.model.close()
        await self.tally.write()
        await asyncio.to_thread(self.storage.close)
        LOG.info("stopped")

    async def restore(self, backup: Path) -> dict[str, Any]:
        """Put a backup in the place of the data, while running (see `Restoring`)."""
        return await self.restoring.restore(backup)

    def _in_copies(self, command: Command[None]) -> None:
        """Carry out a command in every database that a restore has kept. Raises CopyInTheWay."""
        for copy in files.kept_copies(self.settings.database):
            try:
                files.change(copy, MIGRATIONS, command)
            except StorageError as error:
                raise CopyInTheWay(
                    message(
                        "%(copy)s of the data folder cannot be opened: %(why)s",
                        copy=copy.name,
                        why=str(error),
                    )
                ) from error

    async def look_for_duplicates(self, progress: Progress) -> dict[str, int]:
        """Propose probable duplicates among the customers; what was found."""
        return await duplicates.look(self.storage, self.projection, self.proposals, clock.now, progress)

    def _forgotten(self, contact: str) -> None:
        """Let go of what there is of a contact that was erased; in the writer's thread."""
        self.files.erase(contact)
        self.talking.news.tell(contact)

    def _deliver_soon(self) -> None:
        """Have the outbox look, as something was queued; in the writer's thread."""
        self.dispatcher.wake_soon()

    def _use(self, business: Business) -> None:
        """Go on by a new version of the business; called in the thread that reloads."""
        self.projection.use(business)
        self.webhooks.use(business)
        self.articles.use(business)
        self.talking.use(business)
        for _ in self.noticer.preparing(business.languages):
            pass
        if self._loop is not None and not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self.customers.refresh(), self._loop)


def _lock_out(business: Business) -> LockOut:
    """When too many failures lock somebody out, as a business declares it."""
    return FLOWS.of(business).service.lock_out
