"""Wires what helps people in contacts: what is noticed, advised and written for them, what leads approve."""

from collections.abc import Callable

from warmline.app import clock
from warmline.app.language_model import LanguageModel
from warmline.app.searching import Articles
from warmline.app.talking import Talking
from warmline.business.model import Business
from warmline.channels.declared import CHANNELS
from warmline.coaching.acknowledging.service import Coach
from warmline.coaching.advising.approvals import Approvals
from warmline.coaching.advising.carrying import Carrying
from warmline.coaching.advising.on_record import OnRecord
from warmline.coaching.advising.service import Advising
from warmline.coaching.marking import Marking
from warmline.coaching.replying.grounds import Grounds
from warmline.coaching.replying.looking_up import LookUps
from warmline.coaching.replying.service import Replying
from warmline.contacts.ports import Colleagues, Notices, Outside
from warmline.contacts.whose import Whose
from warmline.contacts.work import Append
from warmline.customers.service import Customers
from warmline.decisions.service import Decisions
from warmline.staff.audit import Audit
from warmline.storage.port import Storage


class Helping:
    """For whoever has a contact: `coach`, `marking`, `advising`, `replying`; for leads `approvals`; for the outbox
    `carrying`."""

    def __init__(
        self,
        *,
        storage: Storage,
        talking: Talking,
        whose: Whose,
        customers: Customers,
        decisions: Decisions,
        colleagues: Colleagues,
        notices: Notices,
        outside: Outside,
        articles: Articles,
        model: LanguageModel,
        append: Append,
        audit: Audit,
        business: Callable[[], Business],
        wake: Callable[[], None],
    ) -> None:
        runner, reach, watching = talking.runner, talking.reach, talking.takeover.watching
        self.coach = Coach(
            storage,
            watching,
            lambda channel, place: CHANNELS.of(business()).is_long_form(channel, place),
            clock.now,
        )
        self.marking = Marking(storage, runner, whose, audit, clock.now)
        on_record = OnRecord(whose, notices, decisions, append, audit, business)
        self.carrying = Carrying(storage, runner, whose, decisions, on_record, outside, wake)
        self.advising = Advising(
            storage, runner, whose, reach, colleagues, decisions, on_record, self.carrying, business
        )
        self.approvals = Approvals(storage, runner, whose, reach, self.advising, audit)
        grounds = Grounds(customers, whose, LookUps(outside, clock.now), business, clock.now)
        self.replying = Replying(storage, watching, self.advising, articles.search, grounds, model)
