"""The page of a kiosk: a touch screen at a place, for one customer after another."""

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from markupsafe import Markup

from warmline.channels.chat.captions import KIOSK, captions
from warmline.channels.chat.languages import own_name
from warmline.language.words import Words
from warmline.site.site import Site
from warmline.site.templates import PRIVATE, page
from warmline.web.access import anyone

ANSWER_WITHIN = 15
"""Seconds that somebody has to say that they are still there."""


@get("/kiosk/{place:str}", include_in_schema=False, **anyone())
async def kiosk_page(site: NamedDependency[SkipValidation[Site]], place: FromPath[str]) -> Response[str]:
    """One kiosk. It keeps nothing: what a customer saw is gone when they are."""
    kiosk = site.chat.kiosk(place)
    tags = site.chat.business.languages
    about = {
        "place": place,
        "quiet": kiosk.quiet,
        "within": ANSWER_WITHIN,
        "words": {tag: captions(KIOSK, tag) for tag in tags},
    }
    languages = [
        {
            "tag": tag,
            "name": own_name(tag),
            "begin": Words(tag).text("Touch to begin"),
            "welcome": Words(tag).text("Welcome"),
            "person": Words(tag).text("A person"),
        }
        for tag in tags
    ]
    return page(
        "kiosk.html",
        headers=PRIVATE,
        title=f"{site.chat.business.name}, {kiosk.title}",
        name=site.chat.business.name,
        where=kiosk.title,
        languages=languages,
        about=as_data(about),
    )


def as_data(value: object) -> Markup:
    """JSON that can stand in a script element of data: nothing in it can end the element."""
    text = msgspec.json.encode(value).decode()
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


ROUTES = [kiosk_page]
