"""What there is to do about an action: by what it costs, who asks, and what a lead has said."""

from hypothesis import given
from hypothesis import strategies as st

from tests.advised import asked
from warmline.coaching.advising.model import Acted, Approval, State, is_beyond, next_of
from warmline.decisions.answers import Authority, Chosen
from warmline.web.access import Role
from warmline.web.principal import Principal

STATES: tuple[State, ...] = ("asked", "given", "refused", "withdrawn")


def offer(limit: float | None, cost: float = 100) -> Chosen:
    may = None if limit is None else Authority(limit=limit, within=cost <= limit, source="table authority")
    return Chosen(rank=1, kind="offer", name="credit", policy="p", why="", words="", authority=may)


def somebody(role: Role) -> Principal:
    return Principal(kind="staff", id=role.value, name=role.value, role=role)


def approval(state: State) -> Approval:
    return asked("c-1", number=1, state=state)


LIMITS = st.one_of(st.none(), st.floats(0, 200))
APPROVALS = st.one_of(st.none(), st.sampled_from(STATES).map(approval))


@given(LIMITS, st.sampled_from([Role.AGENT, Role.LEAD, Role.ADMINISTRATOR]), APPROVALS)
def test_nobody_does_more_than_they_may_unless_a_lead_has_approved_it(
    limit: float | None, role: Role, asked: Approval | None
) -> None:
    chosen, by = offer(limit), somebody(role)
    state = asked.state if asked else ""
    allowed = limit is None or limit >= 100 or role is not Role.AGENT or state == "given"
    assert (next_of(chosen, by, None, asked) == "do") == allowed
    assert is_beyond(chosen, by) == (limit is not None and limit < 100 and role is Role.AGENT)


@given(LIMITS, APPROVALS)
def test_what_is_settled_stays_settled(limit: float | None, asked: Approval | None) -> None:
    acted = Acted(action="credit", did="done", by="agent", name="Agent", at=1)
    assert next_of(offer(limit), somebody(Role.AGENT), acted, asked) == "settled"


def test_one_waits_for_a_lead_hears_no_or_asks_again() -> None:
    by = somebody(Role.AGENT)
    said = [next_of(offer(50), by, None, approval(state)) for state in STATES]
    assert said == ["wait", "do", "refused", "ask"]
