"""What may be asked of the back office, as typed bodies; what does not fit is refused with its place."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from backoffice.model import Gift, Line, Money

Text = Annotated[str, Meta(min_length=1, max_length=500)]
Time = Annotated[datetime, Meta(tz=True)]


class Body(Struct, forbid_unknown_fields=True, kw_only=True):
    """The body of a request."""


class Issue(Body):
    """Issue the next bill; `extra` lines stand on it beside the plan and what was ordered."""

    extra: Annotated[list[Line], Meta(max_length=20)] = []


class Pay(Body):
    """Pay with a token that stands for a card or a wallet; card numbers are not taken.

    With `only_open` no more is taken than is open by now: what somebody was told a minute ago may be paid meanwhile.
    """

    amount: Money
    method: Literal["card", "wallet", "bank"]
    token: Text
    invoice: str = ""
    only_open: bool = False


class PlanPayments(Body):
    """Pay what is open of an invoice later, in equal parts a month apart; one part is a promise to pay."""

    account: str
    invoice: str
    first_due: date
    instalments: Annotated[int, Meta(ge=1, le=12)] = 1


class Credit(Body):
    """Give money back, on one invoice or on the account."""

    account: str
    amount: Money
    why: Text
    invoice: str = ""


class State(Body):
    """Send a statement of account."""

    account: str
    from_: date = field(name="from")
    to: date
    by: Literal["email", "sms", "post"] = "email"


class Wanted(Body):
    """A product, and how many."""

    product: str
    quantity: Annotated[int, Meta(ge=1, le=10)] = 1


class PlaceOrder(Body):
    """Order products, perhaps for a day, perhaps as a gift."""

    account: str
    items: Annotated[list[Wanted], Meta(min_length=1, max_length=20)]
    deliver_on: date | None = None
    gift: Gift | None = None


class Cancel(Body):
    """Cancel something."""

    reason: str = ""


class Scan(Body):
    """The courier saw the parcel of an order."""

    status: Literal[
        "sent", "in_transit", "out_for_delivery", "delivered", "attempted", "late", "lost", "returned"
    ]
    place: Text = "Manila hub"
    expected: date | None = None


class Book(Body):
    """Book an appointment in a free slot."""

    account: str
    at: Time
    kind: Literal["repair", "installation", "advice"]
    place: Text = "home"


class ChangeAppointment(Body):
    """Move an appointment to `at`, or say what became of it: `missed` is `by` the company or the customer."""

    at: Time | None = None
    status: Literal["cancelled", "kept", "missed"] | None = None
    by: Literal["company", "customer"] = "company"


class ChangePlan(Body):
    """Put a line under another plan."""

    account: str
    service: str
    plan: str


class BlockSim(Body):
    """Block a line: lost, stolen."""

    account: str
    service: str
    reason: Literal["lost", "stolen", "other"] = "lost"


class Replace(Body):
    """Replace a device that is broken or lost."""

    account: str
    device: str
    reason: Text
    deliver_to: Text = "home"


class ReportFault(Body):
    """Say that something does not work."""

    account: str
    service: str
    what: Text


class StartOutage(Body):
    """Let the network fail in an area, for trying things out."""

    area: Text
    minutes: Annotated[int, Meta(ge=1, le=10_000)] = 90
    service: Text = "mobile"
    cause: Text = "power cut"


class Nothing(Body):
    """No body is needed: `{}`."""


class WatchOutage(Body):
    """Hear when an outage is over."""

    account: str
    outage: str


class SendMessage(Body):
    """Send words to a customer."""

    account: str
    text: Text
    by: Literal["sms", "email"] = "sms"


class SendText(Body):
    """Send words to a phone, whoever has it."""

    to: Annotated[str, Meta(pattern="^[+][0-9]{6,15}$")]
    text: Text


class SendCode(Body):
    """Send a one-time code."""

    account: str
    by: Literal["sms", "email"] = "sms"


class CheckCode(Body):
    """Check a one-time code."""

    code: Annotated[str, Meta(pattern="^[0-9]{6}$")]
