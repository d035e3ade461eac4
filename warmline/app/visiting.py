"""Wires the rooms that customers meet: the chat, the kiosks, their own pages."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from warmline.app import clock
from warmline.app.runtime import Runtime
from warmline.channels.chat.files import Files
from warmline.channels.chat.service import Chat
from warmline.channels.passes import Passes
from warmline.site.site import Site

FILES, KEY = "files", "pages.key"


class Visiting:
    """`chat` and `site` of one Warmline."""

    def __init__(self, runtime: Runtime, environment: Mapping[str, str] = os.environ) -> None:
        settings = runtime.settings
        self.chat = Chat(
            runtime.talking.talks,
            Files(settings.data / FILES, clock.new_secret),
            lambda: runtime.business.current,
            environment,
            origins=settings.origins,
        )
        self.site = Site(
            chat=self.chat,
            passes=Passes(key_of(settings.data / KEY), clock.now),
            customers=runtime.customers,
            decisions=runtime.decisions,
            clock=clock.now,
            looked=runtime.staff.audit.looked_at,
            environment=environment,
            demo=settings.demo,
        )


def key_of(path: Path) -> bytes:
    """The secret that links are signed with, made at the first start; whoever removes the file ends all links."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        return key
