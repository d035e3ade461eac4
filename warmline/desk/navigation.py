"""The way around the desk: which pages there are, for whom, and the keys that lead to them."""

from typing import NamedTuple

from warmline.language.messages import marked
from warmline.web.access import Role
from warmline.web.principal import Principal


class Entry(NamedTuple):
    """One page of the navigation; `key` follows `g` on the keyboard, `waiting` says how much waits there."""

    path: str
    label: str
    icon: str
    key: str
    roles: tuple[Role, ...]
    section: str
    waiting: str = ""


WORK, DATA, DECIDING, HOUSE = marked(("Customers", "Data", "Decisions", "House"))
LOG_ROLES = (Role.LEAD, Role.ANALYST)
CUSTOMER_ROLES = (Role.AGENT, Role.LEAD)

PAGES = (
    Entry("/", "Log", "pulse", "l", LOG_ROLES, WORK),
    Entry("/customers", "Customers", "people", "c", CUSTOMER_ROLES, WORK),
    Entry("/contacts", "Contacts", "care", "w", CUSTOMER_ROLES, WORK, waiting="/contacts/waiting"),
    Entry("/callbacks", "Callbacks", "phone", "k", CUSTOMER_ROLES, WORK),
    Entry("/experts", "Experts", "badge", "x", CUSTOMER_ROLES, WORK),
    Entry("/me/day", "My day", "gauge", "t", CUSTOMER_ROLES, WORK),
    Entry("/approvals", "Approvals", "authority", "v", (Role.LEAD,), WORK, waiting="/approvals/count"),
    Entry("/notices", "Notices", "bell", "n", CUSTOMER_ROLES, WORK, waiting="/notices/count"),
    Entry("/matches", "Matches", "match", "m", (Role.LEAD,), WORK),
    Entry("/sources", "Sources", "plug", "o", (), DATA),
    Entry("/rejects", "Rejected", "inbox", "r", (Role.ANALYST,), DATA),
    Entry("/flows", "Flows", "flow", "d", (Role.AGENT, *LOG_ROLES), DECIDING),
    Entry("/policies", "Policies", "decisions", "p", LOG_ROLES, DECIDING),
    Entry("/offers", "Offers", "offer", "f", LOG_ROLES, DECIDING),
    Entry("/signals", "Signals", "signal", "i", LOG_ROLES, DECIDING),
    Entry("/business", "Business", "shop", "b", LOG_ROLES, HOUSE),
    Entry("/staff", "Staff", "badge", "s", (), HOUSE),
    Entry("/audit", "Record", "eye", "a", (Role.LEAD,), HOUSE),
    Entry("/system", "System", "gauge", "y", LOG_ROLES, HOUSE),
)


def entries(principal: Principal | None) -> list[Entry]:
    """The pages that somebody may open."""
    if principal is None:
        return []
    return [page for page in PAGES if principal.administrator or principal.role in page.roles]
