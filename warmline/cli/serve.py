"""`warmline serve`: runs the server."""

from rich.console import Console

from warmline.cli import options
from warmline.cli.errors import CommandError


def serve(
    host: options.Host = None,
    port: options.Port = None,
    business: options.Business = None,
    data: options.Data = None,
) -> None:
    """Run Warmline until Ctrl-C. One server works on a data folder; commands go through it meanwhile."""
    from warmline.app.serve import AddressInUse
    from warmline.app.serve import serve as run

    settings = options.settings(host=host, port=port, business=business, data=data)
    console = Console(stderr=True)

    def started(url: str) -> None:
        console.print(f"Warmline is up at {url}. Ctrl-C stops it.", highlight=False)

    try:
        run(settings, started)
    except AddressInUse as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        pass  # it stopped as it was asked to
