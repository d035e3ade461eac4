"""Serves what pages of customers are made of: scripts, style sheets, and the one script of the chat."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from warmline.site.templates import STATIC
from warmline.web.access import anyone

WIDGET = "packages/widget.js"


@get("/site/{version:str}/{file:path}", include_in_schema=False, **anyone())
async def static_file(version: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Style sheets and scripts, under a path that names their contents."""
    return STATIC.answer(version, str(file))


@get("/widget.js", include_in_schema=False, **anyone())
async def widget_script(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The chat as one script, for a script tag on any site."""
    if WIDGET not in STATIC.content:
        raise NotFoundException("The chat was not built; `make install` does it.")
    tag = f'"{STATIC.version}"'
    headers = {
        "cache-control": "public, max-age=300",
        "etag": tag,
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(STATIC.content[WIDGET], media_type="text/javascript", headers=headers)


ROUTES = [static_file, widget_script]
