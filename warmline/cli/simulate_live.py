"""Simulated customers of the present: what happens to them is sent, and they talk in the chat."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress

import msgspec
from rich.console import Console

from warmline.cli.errors import USAGE, CommandError
from warmline.cli.output import as_json, table
from warmline.events.model import Event
from warmline.simulate.errands import Errands
from warmline.simulate.live import Wish, live
from warmline.simulate.send import Sender, SendError
from warmline.simulate.talking.crowd import Crowd, NobodyAnswers
from warmline.simulate.talking.tally import ENDINGS, Tally


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """What the simulation of the present is told: where, who, how many, how fast."""

    url: str
    website: str
    visitors: str
    back_office: str
    seed: int
    customers: int
    at_once: int
    speed: float

    def crowd(self) -> Crowd:
        """The customers who talk."""
        return Crowd(
            self.url,
            self.website,
            self.seed,
            self.customers,
            secret=self.visitors,
            office=self.back_office,
            speed=self.speed,
            at_once=self.at_once,
        )


def send(present: Present, write_key: str, source: str) -> None:
    """Send what happens to customers and let them talk, until somebody stops it."""
    if not write_key:
        raise CommandError(
            "--live needs a secret write key:",
            "--write-key, or WARMLINE_WRITE_KEY in the environment.",
            USAGE,
        )
    console = Console(stderr=True)
    console.print(
        f"{present.at_once} customers are chatting and browsing at {present.url}. Ctrl-C stops them.",
        highlight=False,
    )

    async def run() -> None:
        seed, customers, speed = present.seed, present.customers, present.speed
        events = live(seed, customers, speed, present.at_once)
        async with AsyncExitStack() as stack:
            sender = await stack.enter_async_context(Sender(present.url, write_key, source))
            crowd = await stack.enter_async_context(present.crowd())
            if present.back_office:
                errands = await stack.enter_async_context(Errands(present.back_office, seed, customers))
                events = errands.through(events)
                going = asyncio.create_task(errands.run(speed))
                stack.callback(going.cancel)
            with console.status("") as status:
                await sender.send_all(_told(_happening(events, crowd), sender, crowd.tally, status.update))

    try:
        asyncio.run(run())
    except SendError as error:
        raise CommandError(str(error)) from error


def talk(present: Present, rate: float, visits: int, json: bool) -> None:
    """Let customers talk: so many visits, or until somebody stops it; then say what came of it."""
    console = Console(stderr=True)
    crowd_tally = Tally()

    async def run() -> None:
        nonlocal crowd_tally
        going = asyncio.current_task()
        assert going is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, going.cancel)
        async with present.crowd() as crowd:
            crowd_tally = crowd.tally
            with console.status("") as status:
                telling = asyncio.create_task(_tell(crowd.tally, status.update))
                try:
                    await crowd.arrive(rate, visits)
                finally:
                    telling.cancel()

    stopped = False
    try:
        asyncio.run(run())
    except NobodyAnswers as error:
        raise CommandError(
            f"Nobody can talk to {present.url}: {error}.",
            "Is it running, with this website in channels.yaml?",
        ) from error
    except (KeyboardInterrupt, asyncio.CancelledError):
        stopped = True
    if json:
        as_json({"seed": present.seed, **crowd_tally.summary()})
    else:
        console.print(crowd_tally.line(), highlight=False)
        table(
            ("goal", *(one.replace("_", " ") for one in ENDINGS)), crowd_tally.rows(), "Nobody is done yet."
        )
    if stopped and visits:
        raise KeyboardInterrupt  # fewer than were asked for


async def _happening(events: AsyncIterator[Event | Wish], crowd: Crowd) -> AsyncIterator[Event]:
    """What happens, while whoever wants to get in contact does."""
    number = 0
    async for one in events:
        if isinstance(one, Event):
            yield one
            continue
        await crowd.come_because(number, one.who, one.reason)
        number += 1


async def _told(
    events: AsyncIterator[Event], sender: Sender, tally: Tally, tell: Callable[[str], None]
) -> AsyncIterator[Event]:
    """The same events, with word of how many were taken."""
    async for event in events:
        tell(f"{sender.taken:,} events taken, {sender.rejected:,} rejected; {tally.line()}")
        yield event


async def _tell(tally: Tally, tell: Callable[[str], None]) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            tell(tally.line())
            await asyncio.sleep(0.5)
