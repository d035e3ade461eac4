"""How pages of customers become text: Jinja, with the words of the reader's language."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from warmline.web.static import StaticFiles

HERE = Path(__file__).parent
STATIC = StaticFiles(HERE / "static")
ENVIRONMENT = Environment(
    loader=PackageLoader("warmline.site"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
ENVIRONMENT.globals["static"] = lambda path: f"/site/{STATIC.version}/{path}"

PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}
"""Headers of pages with something of a customer, or of a contact, in them."""


def page(
    template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> Response[str]:
    """A page; everything that is put in is escaped."""
    text = ENVIRONMENT.get_template(template).render(**values)
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=headers or {})
