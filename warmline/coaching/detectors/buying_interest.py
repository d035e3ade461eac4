"""Interest that was shown before the contact: pages of plans that were looked at, limits of a plan that were reached.

looked at /plans twice in a week, 90 % of the data used → buying_interest
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

PAGE, LIMIT = 20, 30
MOST_PAGES = 2


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    pages = moment.where.startswith("/")
    points = PAGE * min(moment.times, MOST_PAGES) if pages else LIMIT
    yield Reason(
        code="buying_interest", points=points, turn=moment.turn, said=moment.where, times=moment.times
    )


DETECTOR = detector("buying_interest", "buying", "interest")(_look)
