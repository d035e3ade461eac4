"""Serves what pages of customers are made of: scripts, style sheets, and the one script of the chat."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from warmline.site.templates import STATIC, VERSION
from warmline.web.access import anyone

_YEAR = 365 * 24 * 3600
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WIDGET = "packages/widget.js"


def _content() -> dict[str, tuple[bytes, str]]:
    """Everything that is served, with its media type; small enough to be kept in memory."""
    return {
        path.relative_to(STATIC).as_posix(): (path.read_bytes(), MEDIA_TYPES[path.suffix])
        for path in STATIC.rglob("*")
        if path.suffix in MEDIA_TYPES
    }


CONTENT = _content()


@get("/site/{version:str}/{file:path}", include_in_schema=False, **anyone())
async def static_file(version: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Style sheets and scripts, under a path that names their contents."""
    found = CONTENT.get(str(file).lstrip("/"))
    if found is None:
        raise NotFoundException("There is no such file.")
    body, media_type = found
    lasting = f"public, max-age={_YEAR}, immutable" if version == VERSION else "no-cache"
    return Response(body, media_type=media_type, headers={"cache-control": lasting})


@get("/widget.js", include_in_schema=False, **anyone())
async def widget_script(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The chat as one script, for a script tag on any site."""
    if WIDGET not in CONTENT:
        raise NotFoundException("The chat was not built; `make install` does it.")
    tag = f'"{VERSION}"'
    headers = {
        "cache-control": "public, max-age=300",
        "etag": tag,
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(CONTENT[WIDGET][0], media_type="text/javascript", headers=headers)


ROUTES = [static_file, widget_script]
