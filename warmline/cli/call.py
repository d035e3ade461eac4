"""`warmline call`: be a caller in a terminal."""

import os
import queue
import secrets
import shutil
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any

import typer

from warmline.cli import options
from warmline.cli.door import Door, opened, part
from warmline.cli.errors import INTERRUPTED, USAGE, CommandError
from warmline.cli.output import as_json, plain, say

WAIT = 20
"""Seconds that one question for news stays open."""
PATIENCE = 60.0
"""Seconds that a script waits until it is asked something."""
SAID, KEYED = " ◀  ", " ▶  "
WIDTH = 100


def call(
    caller: Annotated[
        str,
        typer.Option(
            "--from", help="The number that is shown to Warmline; hidden, unless given.", show_default=False
        ),
    ] = "",
    language: Annotated[
        str,
        typer.Option(
            "--language", help="Language to begin in; otherwise the customer's.", show_default=False
        ),
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help="phone, or text for text messages.")] = "phone",
    flow: Annotated[
        str, typer.Option("--flow", help="Flow to begin with, if not the usual one.", show_default=False)
    ] = "",
    json: options.AsJson = False,
) -> None:
    """Call Warmline: type keys or words, read what would be spoken.

    An empty line is silence, Ctrl-D hangs up. `0` is a person, `*1` says it again, `*2` goes back, `*3` changes the
    language. From a file or a pipe, each line waits until something is asked.
    """
    if channel not in ("phone", "text"):
        raise CommandError(f"--channel is {channel!r}:", "say phone or text.", USAGE)
    with opened() as door:
        dialled = {"channel": channel, "caller": caller, "language": language, "flow": flow}
        conversation = Conversation(door, door.send("/api/calls", dialled), json, sys.stdin.isatty())
        conversation.go_on()


class Conversation:
    """One call. It is heard by a thread of its own, so that a person who takes over is heard at once."""

    def __init__(self, door: Door, begun: dict[str, Any], json: bool, is_terminal: bool) -> None:
        self._door = door
        self._path = f"/api/calls/{part(begun['contact'])}"
        self._json = json
        self._decorated = is_terminal and not json
        self._is_terminal = is_terminal
        self._heard = 0
        self._now = begun
        self._news = threading.Condition()
        self._lines: queue.Queue[tuple[str, int] | None] = queue.Queue()
        self._problem: CommandError | None = None

    def go_on(self) -> None:
        """Talk until one side hangs up. Raises CommandError."""
        listening = threading.Thread(target=self._listen, daemon=True)
        try:
            self._hear(self._now)
            listening.start()
            threading.Thread(target=self._read, daemon=True).start()
            self._talk()
        except KeyboardInterrupt:
            self._hang_up()
            raise CommandError("Hung up.", "", INTERRUPTED) from None
        if self._problem is not None:
            raise self._problem
        self._hang_up()
        listening.join(WAIT)

    def _talk(self) -> None:
        while True:
            if not self._is_terminal:
                self._wait_until_asked()
            elif self._decorated and not self._is_over:
                typer.echo(KEYED, nl=False)
            typed = self._lines.get() if not self._is_over else None
            if typed is None or self._is_over:
                return
            self._enter(*typed)

    def _enter(self, line: str, heard: int) -> None:
        """Send a line that was typed when so much had been heard; a script has waited for what it answers."""
        after = heard if self._is_terminal else self._heard
        body = {"key": secrets.token_hex(8), "entry": line, "after": after}
        try:
            if not _is_whole(line):
                raise CommandError("A line holds bytes that are no characters.", "Send text in UTF-8.", USAGE)
            self._hear(self._door.send(f"{self._path}/entries", body))
        except CommandError as error:
            if self._json or not self._is_terminal:
                raise
            say(error.line)

    def _wait_until_asked(self) -> None:
        until = time.monotonic() + PATIENCE
        with self._news:
            while not self._now.get("is_asked") and self._problem is None:
                if not self._news.wait(until - time.monotonic()):
                    raise CommandError(
                        f"Nothing was asked for {PATIENCE:.0f} seconds.", "Look into the server's log."
                    )

    @property
    def _is_over(self) -> bool:
        return self._problem is not None or self._now["state"] == "ended"

    def _listen(self) -> None:
        """Hear what is said without being asked for: by a person, by a system that answers late."""
        try:
            while not self._is_over:
                self._hear(self._door.get(self._path, after=self._heard, wait=WAIT))
        except CommandError as error:
            with self._news:
                self._problem = error
                self._news.notify_all()
        self._lines.put(None)

    def _read(self) -> None:
        """The lines of standard input, and its end."""
        for line in _lines():
            self._lines.put((line, self._heard))
        self._lines.put(None)

    def _hear(self, now: dict[str, Any]) -> None:
        """Print what has not been heard yet. An answer that is older than what is known changes nothing."""
        with self._news:
            for turn in now["turns"]:
                if turn["number"] > self._heard:
                    self._heard = turn["number"]
                    self._print(turn)
            if now["count"] >= self._now["count"]:
                before, self._now = self._now, now
                self._tell_where(before, now)
            self._news.notify_all()

    def _print(self, turn: dict[str, Any]) -> None:
        if self._json:
            as_json(turn)
            return
        if turn["by"] == "customer":
            return
        text = f"{turn['name']}: {turn['text']}" if turn.get("name") else turn["text"]
        lines = [plain(line) for line in text.splitlines() if line.strip()]
        if not self._decorated:
            for line in lines:
                typer.echo(line)
            sys.stdout.flush()
            return
        width = min(WIDTH, shutil.get_terminal_size().columns) - len(SAID)
        wrapped = [piece for line in lines for piece in textwrap.wrap(line, max(20, width))]
        block = f"\n{' ' * len(SAID)}".join(wrapped)
        typer.echo(f"\r{SAID}{block}")

    def _tell_where(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        """Say who has the call, where that has changed; for people only."""
        if self._json or not self._decorated:
            return
        if now.get("agent") and now.get("agent") != before.get("agent"):
            typer.echo(f"\r    ({now['agent']} has joined the call.)")
        elif now["owner"] == "queue" and now.get("position") != before.get("position"):
            minutes = f", about {now['minutes']} min" if now.get("minutes") else ""
            typer.echo(f"\r    (Number {now.get('position', 0)} in the queue{minutes}.)")
        if now["state"] == "ended" and before["state"] != "ended":
            typer.echo("\r    (The call has ended.)")

    def _hang_up(self) -> None:
        if not self._is_over:
            if self._decorated:
                typer.echo("")
            with suppress(CommandError):
                self._door.send(f"{self._path}/hang-up")
                self._hear(self._door.get(self._path, after=self._heard))
        if self._json:
            as_json({name: value for name, value in self._now.items() if name not in ("turns", "is_asked")})


def _lines() -> Iterator[str]:
    """Lines of standard input, read without Python's own buffer, whose lock would hold up the end of the process."""
    rest = b""
    while chunk := os.read(0, 65_536):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace").rstrip("\r")
    if rest:
        yield rest.decode(errors="replace")


def _is_whole(line: str) -> bool:
    """Whether all bytes of a line were characters; those that were none stand as halves of one."""
    return not any("\ud800" <= char <= "\udfff" for char in line)
