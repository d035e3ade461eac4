"""What the pages of staff work with: the rooms below, handed in by whoever wires them together."""

from collections.abc import Callable
from dataclasses import dataclass, field

from warmline.business.model import Business
from warmline.business.service import BusinessService
from warmline.channels.chat.files import Files
from warmline.coaching.acknowledging.service import Coach
from warmline.coaching.advising.approvals import Approvals
from warmline.coaching.advising.service import Advising
from warmline.coaching.marking import Marking
from warmline.coaching.replying.service import Replying
from warmline.contacts.casework import Casework
from warmline.contacts.notes import Notes as ContactNotes
from warmline.contacts.own import Own
from warmline.contacts.takeover import Takeover
from warmline.contacts.talks import Talks
from warmline.contacts.transfers import Transfers
from warmline.contacts.whispering import Whispering
from warmline.contacts.wrap_up import WrapUps
from warmline.customers.identifiers import Normaliser
from warmline.customers.projection import Projection
from warmline.customers.proposals import Proposals
from warmline.customers.repository import Repository
from warmline.customers.service import Customers
from warmline.decisions.notices.service import Notices
from warmline.decisions.overview import Overview
from warmline.decisions.service import Decisions
from warmline.desk.looking import Looking
from warmline.desk.looks import Looks
from warmline.desk.wall_board import Board
from warmline.desk.wall_order import Order
from warmline.desk.wall_top import Tops
from warmline.flows.model import Book
from warmline.flows.reading.section import FLOWS
from warmline.knowledge.current import CurrentSearch
from warmline.log.replays import Replays
from warmline.log.sources import Sources
from warmline.log.subscriptions import Pulse
from warmline.routing.service import Routing
from warmline.staff.service import StaffService
from warmline.storage.port import Storage


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The rooms below the desk. `clock` gives microseconds since 1970, `waiting` the writes in the queue,
    `wake` has the outbox look at once, `board` has the contacts that are going on, `order` who of them needs a person
    most, `tops` what walls show of that, `looks` which looks at contacts are on record, `looking` who has the page of
    one open."""

    storage: Storage
    business_service: BusinessService
    customers: Customers
    projection: Projection
    proposals: Proposals
    notices: Notices
    sources: Sources
    replays: Replays
    talks: Talks
    takeover: Takeover
    contact_notes: ContactNotes
    wrap_ups: WrapUps
    own: Own
    articles: CurrentSearch
    files: Files
    casework: Casework
    coach: Coach
    transfers: Transfers
    whispering: Whispering
    marking: Marking
    advising: Advising
    approvals: Approvals
    replying: Replying
    decisions: Decisions
    overview: Overview
    staff: StaffService
    routing: Routing
    pulse: Pulse
    clock: Callable[[], int]
    waiting: Callable[[], int]
    wake: Callable[[], None]
    board: Board
    looking: Looking
    order: Order = field(default_factory=Order)
    tops: Tops = field(default_factory=Tops)
    looks: Looks = field(default_factory=Looks)

    @property
    def business(self) -> Business:
        """The business in use."""
        return self.business_service.current

    @property
    def book(self) -> Book:
        """The flows of the business in use."""
        return FLOWS.of(self.business)

    @property
    def repository(self) -> Repository:
        """The queries of customers."""
        return self.projection.repository

    @property
    def normaliser(self) -> Normaliser:
        """The rules by which identifiers are spelled."""
        return self.projection.rules.normaliser
