"""Events of Warmline itself: timers that came due, versions of the business that took effect, who works when."""

from typing import Annotated, Literal

from warmline.events.properties import Key, Properties, Quantity, Time, doc


class TimerDue(Properties):
    """A moment that was set earlier has come.

    Example: {"timer": "promise-pp-12", "due": "2025-12-09T00:00:00+08:00", "about": "payment.promised"}
    """

    timer: Annotated[Key, doc("Names the timer.")]
    due: Annotated[Time | None, doc("When it was set for.")] = None
    about: Annotated[str | None, doc("What it was set for.")] = None


class BusinessLoaded(Properties):
    """A version of the business folder took effect.

    Example: {"version": "5d1c0a9e", "name": "Isla Mobile", "previous": "88b2f014"}
    """

    version: Annotated[Key, doc("The version, a hash of its contents.")]
    name: Annotated[str | None, doc("Name of the business.")] = None
    previous: Annotated[str | None, doc("The version that it replaced.")] = None


class AgentState(Properties):
    """A member of staff is free for contacts, busy, on a break or away from now on.

    Example: {"staff": "17", "state": "break", "reason": "rest", "before": "free", "seconds": 5400}
    """

    staff: Annotated[Key, doc("The id of the account.")]
    state: Annotated[Literal["free", "busy", "break", "away"], doc("What they are from now on.")]
    reason: Annotated[str | None, doc("Why a break: rest, meal, meeting, training, work, other.")] = None
    before: Annotated[str | None, doc("What they were before.")] = None
    seconds: Annotated[Quantity | None, doc("For how long they had been that.")] = None


EVENTS: dict[str, type[Properties]] = {
    "timer.due": TimerDue,
    "business.loaded": BusinessLoaded,
    "agent.state": AgentState,
}
