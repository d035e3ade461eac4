"""Events of Warmline itself: timers that came due, versions of the business that took effect."""

from typing import Annotated

from warmline.events.properties import Key, Properties, Time, doc


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


EVENTS: dict[str, type[Properties]] = {
    "timer.due": TimerDue,
    "business.loaded": BusinessLoaded,
}
