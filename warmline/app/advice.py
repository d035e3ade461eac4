"""Wires what is advised in contacts: the advice, what systems carry out of it, what leads approve."""

from collections.abc import Callable

from warmline.app.talking import Talking
from warmline.business.model import Business
from warmline.coaching.advising.approvals import Approvals
from warmline.coaching.advising.carrying import Carrying
from warmline.coaching.advising.on_record import OnRecord
from warmline.coaching.advising.service import Advising
from warmline.contacts.ports import Colleagues, Notices, Outside
from warmline.contacts.whose import Whose
from warmline.contacts.work import Append
from warmline.decisions.service import Decisions
from warmline.staff.audit import Audit
from warmline.storage.port import Storage


class Advice:
    """`advising` for whoever has a contact, `approvals` for leads, `carrying` for the outbox."""

    def __init__(
        self,
        storage: Storage,
        talking: Talking,
        whose: Whose,
        colleagues: Colleagues,
        notices: Notices,
        decisions: Decisions,
        outside: Outside,
        append: Append,
        audit: Audit,
        business: Callable[[], Business],
        wake: Callable[[], None],
    ) -> None:
        runner, reach = talking.runner, talking.reach
        on_record = OnRecord(whose, notices, decisions, append, audit, business)
        self.carrying = Carrying(storage, runner, whose, decisions, on_record, outside, wake)
        self.advising = Advising(
            storage, runner, whose, reach, colleagues, decisions, on_record, self.carrying, business
        )
        self.approvals = Approvals(storage, runner, whose, reach, self.advising, audit)
