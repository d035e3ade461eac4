"""Files of a contact: what customers attached, looked at safely; what an agent sends them."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.channels.chat.errors import ChatError
from warmline.channels.chat.files import MOST_BYTES
from warmline.contacts.errors import ContactError, NotYours, UnknownContact
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen, go
from warmline.desk.story_knowledge import story_of
from warmline.desk.story_pages import story_page_of
from warmline.desk.story_pieces import standing_in
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

LONGEST_KEY = 100
_FORM = 64 * 1024
"""Bytes of a form beside its file."""


class NoFile(ContactError):
    """A form for a file came without one."""

    remedy = "Choose a file first."

    def __init__(self) -> None:
        super().__init__("There is no file in this.")


class NotOnThisChannel(ContactError):
    """Files cannot be sent to a phone or a kiosk."""

    remedy = "Say where the customer finds it, or ask for an address to send it to."

    def __init__(self) -> None:
        super().__init__("No file can be sent on this channel.")


STATUSES: Mapping[type[Exception], int] = {NoFile: 400, NotOnThisChannel: 409}


@get("/contacts/{contact:str}/files/{file:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def file_of_contact(
    request: AnyRequest, contact: FromPath[str], file: FromPath[str], desk: Injected
) -> Response[bytes]:
    """A file: pictures to be looked at in the page, everything else to be saved. Nothing in it can run."""
    screen = Screen(request, desk)
    story = await story_of(screen, contact)
    customer = story.live.contact.customer
    await desk.staff.audit.looked_at(screen.who, str(customer or ""), detail=f"file of contact {contact}")
    kept, content = await asyncio.to_thread(desk.files.read, contact, file)
    shown = "inline" if kept.type.startswith("image/") else "attachment"
    headers = {
        "content-disposition": f"{shown}; filename*=UTF-8''{quote(kept.title, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=kept.type, headers=headers)


@post(
    "/contacts/{contact:str}/files",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    request_max_body_size=MOST_BYTES + _FORM,
    **staff(*CUSTOMER_ROLES),
)
async def send_file(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[Any]:
    """Send the customer a file, in the name of whoever has the contact."""
    screen = Screen(request, desk)
    by_script = "text/html" not in request.headers.get("accept", "")
    try:
        await _send(screen, contact)
    except UnknownContact:
        raise
    except (ContactError, ChatError) as error:
        if by_script:
            raise
        return await story_page_of(screen, contact, error)
    return Response({}) if by_script else go(f"/contacts/{contact}")


async def _send(screen: Screen, contact: str) -> None:
    desk = screen.desk
    story = await story_of(screen, contact)
    form = await screen.request.form()
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoFile
    if standing_in(story, screen.who) not in ("mine", "beside"):
        raise NotYours
    if story.live.contact.channel != "chat":
        raise NotOnThisChannel
    key = str(form.get("key") or uuid4())[:LONGEST_KEY]
    kept = await asyncio.to_thread(
        desk.files.keep, contact, file.filename, await file.read(), f"{screen.who.id} {key}"
    )
    with desk.files.placing(contact, kept) as place:
        await desk.takeover.say(screen.who, contact, kept.title, f"file {key}", at_turn=place)


ROUTES = [file_of_contact, send_file]
