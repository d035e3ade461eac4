"""Pushes what is new in a contact to the page that has it open."""

import asyncio
from typing import Any

import msgspec
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import SkipValidation

from warmline.channels.chat import sites
from warmline.channels.chat.errors import SiteNotListed, TokenNeeded, TooManyListening
from warmline.channels.chat.model import Hello, Now, Sign
from warmline.channels.chat.service import Chat, limited
from warmline.contacts.errors import UnknownContact
from warmline.web.access import anyone

NOT_LISTED, UNKNOWN, NO_HELLO, ENDED, TOO_MANY = 4403, 4404, 4408, 4410, 4429
PATIENCE = 10.0
"""Seconds until a page must have said who it is."""
BEAT = 20.0
"""Seconds after which a page hears that the connection stands, however quiet it is."""
_MOST = 4096

Socket = WebSocket[Any, Any, Any]


@websocket("/chat/live", **anyone())
async def live(socket: Socket, chat: NamedDependency[SkipValidation[Chat]]) -> None:
    """Serve one page until it is closed; a page that comes back says which turn it had last."""
    await socket.accept()
    address = limited(socket.client.host if socket.client else "")
    try:
        with chat.listeners.one(address):
            await _admit(socket, chat)
    except TooManyListening:
        await socket.close(code=TOO_MANY)


async def _admit(socket: Socket, chat: Chat) -> None:
    """Serve a page that says whose it is."""
    try:
        sites.check(socket, sites.listed(chat.channels), chat.origins)
        hello = msgspec.json.decode(await asyncio.wait_for(_said(socket), PATIENCE), type=Hello)
        await chat.resume(hello.contact, hello.token)
    except (TimeoutError, msgspec.DecodeError):
        await socket.close(code=NO_HELLO)
        return
    except SiteNotListed:
        await socket.close(code=NOT_LISTED)
        return
    except (UnknownContact, TokenNeeded):
        await socket.close(code=UNKNOWN)
        return
    except WebSocketDisconnect:
        return
    await _serve(socket, chat, hello)


async def _serve(socket: Socket, chat: Chat, hello: Hello) -> None:
    tasks = {
        asyncio.create_task(_push(socket, chat, hello)),
        asyncio.create_task(_hear(socket, chat, hello.contact)),
    }
    done, open_tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in open_tasks:
        task.cancel()
    await asyncio.gather(*open_tasks, return_exceptions=True)
    for task in done:
        error = task.exception()
        if isinstance(error, UnknownContact):  # it was erased while the page had it open
            await socket.close(code=UNKNOWN)
        elif error and not isinstance(error, WebSocketDisconnect | RuntimeError):
            raise error


async def _push(socket: Socket, chat: Chat, hello: Hello) -> None:
    """Send the contact whenever it has changed, with the turns that the page does not have yet."""
    after, before = hello.after, None
    async with chat.talks.listen(hello.contact) as news:
        while True:
            contact = await chat.talks.contact(hello.contact)
            typing = tuple(sorted(news.typing() - {"customer"}))
            now = await chat.now(contact, after, typing=typing)
            if now != before:
                await _send(socket, now)
            after = max([after, *(turn.number for turn in now.turns)])
            before = msgspec.structs.replace(now, turns=[])
            if contact.state == "ended":
                await socket.close(code=ENDED)
                return
            # Signs of typing fade by themselves: look again soon while there are some.
            if not await news.wait(3.0 if typing else BEAT) and not typing:
                await socket.send_data("{}", mode="text")


async def _hear(socket: Socket, chat: Chat, contact: str) -> None:
    """Take in signs of typing until the page is closed."""
    while True:
        try:
            sign = msgspec.json.decode(await _said(socket), type=Sign)
        except msgspec.DecodeError:
            continue
        if sign.typing:
            chat.talks.typing(contact, "customer")


async def _said(socket: Socket) -> str | bytes:
    said = await socket.receive_data("text")
    return said if len(said) <= _MOST else "{}"


async def _send(socket: Socket, now: Now) -> None:
    await socket.send_data(msgspec.json.encode(now).decode(), mode="text")
