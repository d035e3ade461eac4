"""Writes the reference pages of settings, routes and figures: `python -m warmline.app.reference docs/reference`."""

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute
from prometheus_client import CollectorRegistry

from warmline.app.metrics import Metrics
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import FILE, PREFIX, Settings
from warmline.web.access import ANYONE, EVERY_ROLE, WRITE_KEY, Role

BUSINESS = Path("examples/mobile-operator")
NOTE = "<!-- Written by `make docs` (warmline/app/reference.py); change what it describes, not this page. -->"

SETTINGS = f"""\
# Settings

{NOTE}

Each setting has a default that works. It can stand in a file `{FILE}` in the folder where Warmline is
started (another file: `{PREFIX}SETTINGS`), and in the environment, which counts more.

```toml
# {FILE}
data = "/var/lib/warmline"
business = "/etc/warmline/business"
origins = ["https://service.example.com"]
```

A setting that is unknown or not of its kind stops the start with a sentence that names it. Lists in the environment
are separated by commas.
"""

ROUTES = f"""\
# Routes

{NOTE}

What can be reached over HTTP, and who may use it. **Anyone** needs no sign-in. **A write key** is that of a
[source](../how-to/send-events.md). All else is for people who signed in and for programs with a token, by
[role](../concepts/access.md); **staff** is every role, and an administrator may use everything. Programs get the
same as OpenAPI at `/schema/openapi.json`, with the shape of each request and answer.
"""

FIGURES = f"""\
# Figures

{NOTE}

`/metrics` gives these in the text format of Prometheus. None of them has a label with anything of a customer.
It needs no sign-in: let a proxy in front of Warmline keep it to your own network.
"""


VERSIONED = re.compile(r"/static/[0-9a-f]{6,}/")
DESCRIPTION = "/schema/openapi.json"
UNLISTED = ("/schema", "/schema/{path}")
"""What the library adds around the OpenAPI document."""


def settings_page() -> str:
    """Every setting with its name in the file, in the environment, its default and its meaning."""
    rows = []
    for field, info in zip(msgspec.structs.fields(Settings), _infos(), strict=True):
        default = _written(field.default)
        rows.append(f"| `{field.name}` | `{PREFIX}{field.name.upper()}` | {default} | {info} |")
    return (
        f"{SETTINGS}\n| name | environment | default | what it says |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def routes_page(app: Litestar) -> str:
    """Every route with who may use it and what it is for."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    tags = _tags(app)
    for method, path, handler in routes_of(app):
        group = tags.get((method, path)) or ("Files" if method == "ASGI" else "Pages")
        groups[group].append(f"| {method} | `{shown(path)}` | {who(handler)} | {meaning(handler)} |")
    parts = [ROUTES]
    for group in sorted(groups, key=lambda name: (name in ("Pages", "Files"), name)):
        parts.append(
            f"\n## {group}\n\n| | path | who | what for |\n|---|---|---|---|\n"
            + "\n".join(groups[group])
            + "\n"
        )
    return "".join(parts)


def figures_page() -> str:
    """Every figure with its labels and its meaning."""
    rows = [
        f"| `{name}` | {kind} | {', '.join(f'`{label}`' for label in labels)} | {text} |"
        for name, kind, labels, text in figures()
    ]
    return f"{FIGURES}\n| name | kind | labels | what it says |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def shown(path: str) -> str:
    """A path as it is documented: what changes with each version of the files stands as {version}."""
    return VERSIONED.sub("/static/{version}/", path)


def routes_of(app: Litestar) -> Iterator[tuple[str, str, BaseRouteHandler]]:
    """(method, path, handler) of every route, by path; what answers OPTIONS on its own is left out."""
    found: list[tuple[str, str, BaseRouteHandler]] = []
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods):
                    if method not in ("HEAD", "OPTIONS") and route.path_format not in UNLISTED:
                        found.append((method, route.path_format, handler))
        elif isinstance(route, WebSocketRoute):
            found.append(("WebSocket", route.path_format, route.route_handler))
        else:
            found.append(("ASGI", route.path_format, route.route_handler))
    return iter(sorted(found, key=lambda entry: (entry[1], entry[0])))


def who(handler: BaseRouteHandler) -> str:
    """Who may use a route, in words."""
    access = handler.opt.get("access")
    if access == ANYONE:
        return "anyone"
    if access == WRITE_KEY:
        return "a write key"
    assert isinstance(access, frozenset), "the guard refuses routes without"
    if access == EVERY_ROLE:
        return "staff"
    return ", ".join(role.value for role in Role if role in access)


def meaning(handler: BaseRouteHandler) -> str:
    """What a route is for: its summary, or the first line of its documentation."""
    if "/openapi.json" in handler.paths:
        return "All of this as OpenAPI 3.1"
    summary = getattr(handler, "summary", None)
    text = summary or (handler.fn.__doc__ or "").strip().split("\n")[0].rstrip(".")
    return str(text).replace("|", "\\|")


def figures() -> list[tuple[str, str, tuple[str, ...], str]]:
    """(name, kind, labels, meaning) of every figure, as Prometheus sees it."""
    registry: CollectorRegistry = Metrics(lambda: 0.0)._registry
    found = []
    collectors: Iterable[Any] = dict.fromkeys(registry._names_to_collectors.values())
    for collector in collectors:
        for described in collector.describe():
            name = described.name + ("_total" if described.type == "counter" else "")
            found.append((name, described.type, tuple(collector._labelnames), described.documentation))
    return sorted(found)


def _tags(app: Litestar) -> dict[tuple[str, str], str]:
    """The first tag of each operation that OpenAPI describes."""
    tags = {("GET", DESCRIPTION): "Operation"}
    for path, item in (app.openapi_schema.paths or {}).items():
        for method in ("get", "post", "put", "patch", "delete"):
            operation = getattr(item, method)
            if operation is not None and operation.tags:
                tags[method.upper(), path] = operation.tags[0]
    return tags


def _infos() -> list[str]:
    info = msgspec.inspect.type_info(Settings)
    assert isinstance(info, msgspec.inspect.StructType)
    return [_described(field.type) for field in info.fields]


def _described(kind: msgspec.inspect.Type) -> str:
    schema = kind.extra_json_schema if isinstance(kind, msgspec.inspect.Metadata) else None
    return str((schema or {}).get("description", "")).replace("|", "\\|")


def _written(default: object) -> str:
    if default in ((), "", None):
        return "none"
    return f"`{default}`"


def pages(business: Path = BUSINESS) -> dict[str, str]:
    """All pages by file name; `business` is only needed for the rooms to be wired."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Runtime(Settings(data=Path(folder), business=business, cache_mb=8))
        try:
            routes = routes_page(create_app(runtime, "none"))
        finally:
            runtime.storage.close()
    return {"settings.md": settings_page(), "http.md": routes, "metrics.md": figures_page()}


if __name__ == "__main__":
    for name, text in pages().items():
        (Path(sys.argv[1]) / name).write_text(text)
