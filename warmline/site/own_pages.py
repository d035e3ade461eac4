"""Routes of a customer's own page: the page, and the links that lead to it."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.business.model import Disclosure
from warmline.channels.chat import sites
from warmline.channels.chat.service import Chat
from warmline.channels.passes import PassError
from warmline.contacts.errors import ContactError
from warmline.customers.model import UnknownCustomer
from warmline.language.words import Words
from warmline.site import own_page
from warmline.site.site import Site
from warmline.site.templates import PRIVATE, page
from warmline.web.access import Role, anyone, staff
from warmline.web.principal import Principal

Here = NamedDependency[SkipValidation[Site]]


class NotVerified(ContactError):
    """The customer has not shown who they are in this contact."""

    remedy = "Ask the customer to show who they are first."

    def __init__(self) -> None:
        super().__init__("Nobody has shown who they are in this contact.")


class Link(msgspec.Struct, frozen=True):
    """Where somebody's own page can be opened, for a while."""

    url: str


STATUSES: dict[type[Exception], int] = {NotVerified: 403}


@get("/mine/{token:str}", include_in_schema=False, **anyone())
async def mine(request: Request[Any, Any, Any], site: Here, token: FromPath[str]) -> Response[str]:
    """The page of whoever the link was made for."""
    business = site.chat.business
    try:
        by = site.passes.read(token)
        shown = await own_page.shown(site, business, by)
    except (PassError, UnknownCustomer) as error:
        language = getattr(error, "language", "")
        spoken = site.chat.language(language, request.headers.get("accept-language", ""))
        words = Words(spoken)
        return page(
            "expired.html", status=410, headers=PRIVATE, words=words, language=spoken, company=business.name
        )
    name, website = next(iter(site.chat.channels.websites.items()), ("", None))
    return page(
        "mine.html",
        headers=PRIVATE,
        words=Words(by.language),
        language=by.language,
        company=business.name,
        website=name,
        user=shown.known_as.get(website.type, "") if website else "",
        token=token,
        shown=shown,
    )


@post("/chat/contacts/{contact:str}/page", tags=["Chat"], status_code=200, **anyone())
async def own_link(
    request: Request[Any, Any, Any],
    chat: NamedDependency[SkipValidation[Chat]],
    site: Here,
    contact: FromPath[str],
) -> Link:
    """A link to the customer's own page, in a contact in which they have shown who they are."""
    sites.check(request, sites.listed(chat.channels), chat.origins)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    found = await chat.resume(contact, token.strip() if scheme.lower() == "bearer" else "")
    if found.customer is None or found.level < Disclosure.VERIFIED or found.state != "open":
        raise NotVerified
    return Link(f"/mine/{site.passes.make(found.customer, Disclosure.VERIFIED, found.language)}")


@post(
    "/api/customers/{customer:str}/page",
    tags=["Customers"],
    status_code=200,
    description="A link to the customer's own page that works for half an hour; the look is on record.",
    **staff(Role.AGENT, Role.LEAD),
)
async def link_for(site: Here, principal: NamedDependency[Principal], customer: FromPath[str]) -> Link:
    """A link to a customer's own page, to be sent to them by whoever looks after them; it is on record as a look."""
    id = await site.customers.resolve(principal, customer)
    await site.looked(principal, str(id))
    values = await site.customers.values(principal, str(id))
    language = site.chat.language(str(values.get("language") or ""), "")
    return Link(f"/mine/{site.passes.make(id, Disclosure.VERIFIED, language)}")


ROUTES = [mine, own_link, link_for]
