"""A page of a shop to try the chat on, as a customer of the business or as nobody in particular."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery, SkipValidation

from warmline.site.site import Site
from warmline.site.templates import page
from warmline.web.access import anyone


@get("/try", include_in_schema=False, **anyone())
async def try_page(
    request: Request[Any, Any, Any], site: NamedDependency[SkipValidation[Site]], who: FromQuery[str] = ""
) -> Response[str]:
    """The shop. Being somebody is only possible where Warmline was started for trying."""
    channels = site.chat.channels
    if not channels.websites:
        raise NotFoundException("This business declares no website in channels.yaml.")
    name, website = next(iter(channels.websites.items()))
    people = channels.try_as if site.demo else {}
    persona = people.get(who)
    return page(
        "try.html",
        headers={"cache-control": "no-store"},
        website=name,
        title=website.title,
        people=people,
        who=who if persona else "",
        persona=persona,
        visitor=site.signed(website, persona.user if persona else ""),
        kiosks=channels.kiosks,
        command="warmline call",
        base=str(request.base_url).rstrip("/"),
    )


ROUTES = [try_page]
