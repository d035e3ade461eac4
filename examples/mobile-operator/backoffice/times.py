"""Times as the back office writes them: local, with their zone."""

import time
from datetime import datetime

from warmline.simulate.rhythm import SECOND, micros
from warmline.simulate.rhythm import day as day
from warmline.simulate.rhythm import iso as iso


def now() -> int:
    """Microseconds since 1970."""
    return int(time.time() * SECOND)


def local(moment: datetime) -> str:
    """A moment as local time, to the second."""
    return iso(micros(moment))
