"""Notices as they are shown, and what can go wrong with them."""

import msgspec

from warmline.customers.model import Found
from warmline.language.messages import Told


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of staff should know. `seq` and `id` are those of the event that says it.

    `policy` said so because of `why`, in the decision whose event has the id `decision` ("" where there is none).
    `taken` counts the notices in the order in which they were taken, 0 while nobody has taken it.
    """

    seq: int
    id: str
    text: str
    role: str
    policy: str
    why: str
    decision: str
    occurred: int
    customer: Found | None = None
    taken: int = 0
    taken_at: int = 0
    taken_by: str = ""


class UnknownNotice(Told):
    """There is no such notice, or it is not for who asks."""

    remedy = "`GET /api/notices` lists those that are open."


class AlreadyTaken(Told):
    """Somebody else was faster."""

    remedy = "Ask them, or take another one."
