"""`warmline demo`: the sample business with a past, a running server and customers who chat."""

import shutil
import signal
import socket
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

import warmline
from warmline.app.settings import FILE, Settings
from warmline.cli import demo_folder, demo_text, options
from warmline.cli.demo_folder import Demo
from warmline.cli.demo_processes import PORT, Processes, share_secret
from warmline.cli.errors import CommandError
from warmline.cli.output import say

SAMPLE = Path(warmline.__file__).parent.parent / "examples" / "mobile-operator"


def demo(
    data: Annotated[Path, typer.Option("--data", help="Folder of its data.")] = options.DEMO,
    business: Annotated[
        Path | None, typer.Option("--business", help="Otherwise the sample business.", show_default=False)
    ] = None,
    customers: Annotated[int, typer.Option("--customers", help="How many there are.", min=10)] = 2_000,
    days: Annotated[int, typer.Option("--days", help="Length of their past.", min=1, max=3_660)] = 90,
    host: options.Host = None,
    port: options.Port = None,
    office_port: Annotated[
        int,
        typer.Option(
            "--back-office-port",
            help="Port of the sample back office; a free one if that is taken.",
            max=65535,
        ),
    ] = PORT,
    live: Annotated[bool, typer.Option("--live/--no-live", help="Have customers chat now.")] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the demo's data away and make it new.")
    ] = False,
) -> None:
    """Load the sample business with its past, start Warmline and the back office, let simulated customers chat.

    The first start makes the data; later ones go on with it.
    """
    from warmline.app import logs
    from warmline.cli import demo_past  # with the whole application behind it, for which --help does not wait

    business = business or options.GIVEN.business or SAMPLE
    data = options.GIVEN.data or data
    settings = options.settings(data=data, business=business.absolute(), host=host, port=port)
    settings = msgspec.structs.replace(settings, log_level="warning", log_format="text", demo=True)
    logs.configure("warning", "text")
    _check_port(settings)
    signal.signal(signal.SIGTERM, _interrupt)  # until the server runs, which has its own way to stop
    passwords: dict[str, str] = {}
    with demo_folder.held(data):
        if reset:
            demo_folder.throw_away(data)
        known = demo_folder.read(data)
        if known is not None and known.loaded:
            say(f"The demo of {known.customers:,} customers in {data} goes on; --reset makes a new one.")
            demo_past.renew(settings, known)
        else:
            known = known or Demo(customers, days, datetime.now(UTC))
            demo_folder.write(data, known)
            passwords = _make(settings, known)
    _serve(settings, known, passwords, live, office_port)


def _make(settings: Settings, demo: Demo) -> dict[str, str]:
    """The past, in the log and in the books of the back office; the passwords of the accounts."""
    from warmline.cli import demo_past

    beside = Processes(settings, demo)
    try:
        beside.fill_office()
        passwords = demo_past.prepare(settings, demo)
        beside.wait()
    finally:
        beside.stop()
    business = msgspec.json.encode(str(settings.business)).decode()
    (settings.data / FILE).write_text(f"business = {business}\n")
    demo.loaded = True
    demo_folder.write(settings.data, demo)
    return passwords


def _serve(settings: Settings, demo: Demo, passwords: dict[str, str], live: bool, office_port: int) -> None:
    from warmline.app.serve import AddressInUse, serve

    share_secret()
    beside = Processes(settings, demo)
    port = beside.choose_port(office_port)
    is_elsewhere = port not in (0, PORT) and demo_folder.calls(settings.business, PORT)
    if is_elsewhere:
        led = {f"{host}:{PORT}": f"127.0.0.1:{port}" for host in ("127.0.0.1", "localhost")}
        settings = msgspec.structs.replace(settings, addresses=led | settings.addresses)

    if settings.port:  # before Warmline, which has messages to send from the first moment
        beside.start_office(f"http://{settings.host}:{settings.port}", port)
        beside.wait_for_office()

    def follow(url: str) -> None:
        if not settings.port:
            beside.start_office(url, port)
        office = beside.office if beside.wait_for_office() else ""
        if live:
            beside.start_simulation(url)
        told = demo_text.lines(url, office, _command(settings.data), demo, passwords)
        if office and is_elsewhere:
            told += [f"Port {port} is used instead of {PORT}, which the business names.", ""]
        who = f"{min(40, demo.customers)} simulated customers are chatting, browsing and getting impatient. "
        _print([*told, who * live + "Ctrl-C stops everything."])

    def started(url: str) -> None:
        threading.Thread(target=follow, args=(url,), daemon=True).start()  # the server answers meanwhile

    try:
        serve(settings, started)
    except AddressInUse as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        pass
    finally:
        beside.stop()
    say("Stopped. `warmline demo` goes on where it was.")


def _command(data: Path) -> str:
    """How the command is called from here, about the demo."""
    command = Path(sys.argv[0])
    name = "warmline" if shutil.which("warmline") else _shown(command.parent / "warmline")
    return name if data == options.DEMO and not Path("data").exists() else f"{name} --data {data}"


def _print(lines: list[str]) -> None:
    console = Console(stderr=True)
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _shown(path: Path) -> str:
    with suppress(ValueError):
        return str(path.absolute().relative_to(Path.cwd()))
    return str(path)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _check_port(settings: Settings) -> None:
    """Say before minutes of loading that the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}).",
                "Choose another: --port PORT",
            ) from error
