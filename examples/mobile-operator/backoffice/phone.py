"""A phone in the browser: text messages to write to Warmline, and those that have come."""

import asyncio
import secrets
from html import escape
from urllib.parse import parse_qs, urlencode

from litestar import MediaType, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from backoffice.errors import Refused
from backoffice.gateway import Gateway
from backoffice.model import Message
from backoffice.storage import Database, Transaction

MOST = 30
"""Messages that are shown."""
STYLE = """:root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}
body{max-width:26rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.2rem}
form{display:grid;gap:.8rem}label{display:grid;gap:.2rem}
input,button{font:inherit;padding:.6rem;border-radius:.5rem;border:1px solid #8888}
iframe{border:0;width:100%;height:60vh;margin-top:1rem}
p{white-space:pre-wrap;background:#8882;border-radius:.8rem;padding:.7rem;margin:.6rem 0}small{opacity:.7}"""
HEAD = f'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><style>{STYLE}</style>'


def routes(database: Database, gateway: Gateway) -> list[HTTPRouteHandler]:
    """The pages of the phone."""

    @get("/phone", sync_to_thread=False)
    def page(number: str = "", said: str = "") -> Response[str]:
        return _page(phone(number.strip(), said))

    @post("/phone")
    async def write(request: Request) -> Response[str]:  # type: ignore[type-arg]
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        number, text = (form.get(name, [""])[0].strip() for name in ("from", "text"))
        try:
            await gateway.bring(secrets.token_hex(8), number, text)
            said = ""
        except Refused as refused:
            said = str(refused)
        location = "/phone?" + urlencode({"number": number, "said": said})
        return Response("", status_code=303, headers={"location": location}, media_type=MediaType.TEXT)

    @get("/phone/messages")
    async def come(number: str) -> Response[str]:
        return _page(await asyncio.to_thread(database.run, lambda tx: messages(tx, number)))

    return [page, write, come]


def phone(number: str, said: str = "") -> str:
    """A page on which to write, and to see what comes."""
    address = f"/phone/messages?{urlencode({'number': number})}"
    shown = f'<iframe title="Messages" src="{escape(address)}"></iframe>' if number else ""
    return f"""{HEAD}<title>A phone</title><h1>A phone</h1><form method="post" action="/phone">
<label>Its number <input name="from" required value="{escape(number)}" placeholder="+63 917 555 0101"></label>
<label>Write <input name="text" required autofocus autocomplete="off"></label><button>Send</button></form>
<small role="status">{escape(said)}</small>{shown}</html>"""


def messages(tx: Transaction, number: str) -> str:
    """What a phone has been sent, the newest first; the page looks again by itself."""
    digits = _digits(number)
    found = [one for one in tx.all(Message, 500) if _digits(one.to) == digits][:MOST]
    shown = "".join(f"<p>{escape(one.text)}</p>" for one in found) or "<small>Nothing yet.</small>"
    return f'{HEAD}<meta http-equiv="refresh" content="2"><title>Messages</title>{shown}</html>'


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit())


def _page(text: str) -> Response[str]:
    return Response(text, media_type=MediaType.HTML)
