"""Copies what the pages take from npm (`node_modules`) to where they are served from and packed into the wheel.

npm ci --ignore-scripts && python -m warmline.desk.assets
"""

import shutil
import sys
from pathlib import Path

PACKAGES = Path(__file__).parent / "static" / "packages"
NODE_MODULES = Path(__file__).parents[2] / "node_modules"
FILES = {"htmx.js": "htmx.org/dist/htmx.min.js"}
"""What it is called here, and where npm puts it."""


def copy(source: Path = NODE_MODULES, target: Path = PACKAGES) -> list[Path]:
    """Copy every file. Raises FileNotFoundError if npm has not installed one of them."""
    target.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(source / path, target / name)) for name, path in FILES.items()]


def missing() -> list[str]:
    """Files that have not been copied yet."""
    return [name for name in FILES if not (PACKAGES / name).exists()]


if __name__ == "__main__":
    try:
        copy()
    except FileNotFoundError as error:
        sys.exit(f"warmline: {error.filename} is not there; run `npm ci --ignore-scripts` first")
