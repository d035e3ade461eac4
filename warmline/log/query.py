"""What the routes of the log can be asked for in the address."""

from typing import Annotated

from litestar.params import QueryParameter

from warmline.log import moment
from warmline.log.browse import Filter
from warmline.log.wire import EventError

Limit = Annotated[int, QueryParameter(description="Events on the page.", ge=1, le=1000)]
OfType = Annotated[str, QueryParameter(description="Events of this type only.")]
OfSource = Annotated[str, QueryParameter(description="Events of this source only.")]
OfChannel = Annotated[str, QueryParameter(description="Events of this channel only.")]
Since = Annotated[str, QueryParameter(description="Occurred at or after this time (ISO 8601).")]
Until = Annotated[str, QueryParameter(description="Occurred before this time (ISO 8601).")]
Seconds = Annotated[float, QueryParameter(description="Wait so long for something to happen.", ge=0, le=25)]


class BadMoment(Exception):
    """A time in the address cannot be read."""

    remedy = "Write it as ISO 8601, such as 2026-03-01T09:30:00Z."


def wanted_of(type: str, source: str, channel: str, since: str = "", until: str = "") -> Filter:
    """Which events are asked for. Raises BadMoment."""
    try:
        return Filter(
            type=type,
            source=source,
            channel=channel,
            since=moment.parse(since, "since") if since else 0,
            until=moment.parse(until, "until") if until else 0,
        )
    except EventError as error:
        raise BadMoment(str(error)) from error
