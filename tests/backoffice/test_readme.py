"""The README lists every route and every option of the back office."""

import re
import subprocess

from .office import ENVIRONMENT, SAMPLE, command

README = (SAMPLE / "README.md").read_text()
ROUTE = re.compile(r'"(/[^"]*)"')


def test_every_route_is_listed() -> None:
    source = (SAMPLE / "backoffice" / "api.py").read_text()
    routes = {route.replace(":str}", "}") for route in ROUTE.findall(source)}
    assert len(routes) > 20
    assert not {route for route in routes if f"{route}`" not in README and f"{route}?" not in README}


def test_every_option_is_listed() -> None:
    shown = subprocess.run(
        [*command(SAMPLE), "--help"], cwd=SAMPLE, env=ENVIRONMENT, capture_output=True, text=True
    )
    options = set(re.findall(r"(--[a-z-]+)", shown.stdout)) - {"--help"}
    assert len(options) > 8
    assert not {option for option in options if f"{option}" not in README}
