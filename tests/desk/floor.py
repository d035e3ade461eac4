"""Screens as browsers keep them: what was pushed is put in place, and what a reload would show is asked for."""

import json
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.desk.conftest import Visitor

Shown = tuple[list[int], dict[int, str], str]
"""Places from top to bottom, rows as HTML, and the words beside them."""


def listen(visitor: Visitor, path: str) -> ClientConnection:
    """A WebSocket as a page of this visitor opens it."""
    base = str(visitor.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    headers = {"cookie": cookie, "origin": base}
    return connect(base.replace("http:", "ws:") + path, additional_headers=headers, legacy=True)


@dataclass
class Screen:
    """A page of somebody that stays open. `page` is "" for what stands on every page, such as what is asked of one."""

    visitor: Visitor
    page: str
    live: str
    rows: dict[int, str] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    beside: str = ""
    heard: list[str] = field(default_factory=list)
    """Everything that came, byte for byte."""
    closed: bool = False
    patience: float = 0.25
    """Seconds in which a list that is not empty has come."""

    def __post_init__(self) -> None:
        if self.page:  # as a browser does: the page first, whose look is on record
            self.heard.append(self.visitor.get(self.page).text)
        self.socket = listen(self.visitor, self.live)
        self.socket.send('{"shown": []}')
        self.take(self.patience)

    def take(self, seconds: float = 0.0) -> None:
        """Put in place whatever has come, or comes within so many seconds."""
        while not self.closed:
            try:
                told = self.socket.recv(timeout=seconds)
            except TimeoutError:
                return
            except ConnectionClosed:
                self.closed = True
                return
            self.heard.append(str(told))
            self._put(json.loads(told))
            seconds = 0.0

    def _put(self, push: dict[str, Any]) -> None:
        for place in push["gone"]:
            self.rows.pop(place, None)
        self.rows |= {row["seq"]: row["html"] for row in push["rows"]}
        self.order = push["order"] or [one for one in self.order if one in self.rows]
        self.beside = push["beside"]

    @property
    def shown(self) -> Shown:
        """What is on the screen."""
        return self.order, self.rows, self.beside

    def differs(self) -> str:
        """What is on the screen and not on one that is loaded now, or the other way round."""
        page = self.visitor.get(self.page).text if self.page else ""
        loaded = Screen(self.visitor, "", self.live)
        loaded.close()
        if loaded.shown != self.shown:
            return f"{self.live}: {self.shown}\n is not {loaded.shown}"
        missing = [html for html in self.rows.values() if page and html not in page]
        there = {int(one) for one in re.findall(r'data-seq="(-?\d+)"', page)}
        if missing or (page and there != set(self.rows)):
            return f"{self.page}: not on the page: {missing}, {there ^ set(self.rows)}"
        return ""

    def close(self) -> None:
        """Close the page."""
        with suppress(ConnectionClosed):
            self.socket.close()


def equal_a_reload(screens: Iterable[Screen], seconds: float = 15) -> str:
    """Wait until all screens show what a reload shows; what differs if they do not come to it."""
    open_screens, differing = list(screens), ""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.3)  # changes are pushed together, a few times in a second
        for one in open_screens:
            one.take(0.001)
        differing = next((wrong for one in open_screens if (wrong := one.differs())), "")
        if not differing:
            return ""
    return differing
