"""Bundles the scripts of customers' pages, with esbuild from npm, to where they are served from.

npm ci --ignore-scripts && python -m warmline.site.assets
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CLIENT = HERE / "client"
BUILT = HERE / "static" / "packages"
NODE_MODULES = HERE.parents[1] / "node_modules"
ENTRIES = {"widget.js": "widget/index.js", "kiosk.js": "kiosk/index.js"}
"""What it is called where it is served, and the module that it begins with."""
STYLES = "widget/widget.css"
_OPTIONS = (
    "--minify",
    "--target=es2022,safari16.4",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=warning",
)


def build(target: Path = BUILT) -> None:
    """Bundle every script, each to one file that needs nothing else.

    Raises FileNotFoundError without esbuild, CalledProcessError for a mistake in a module.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # A style sheet that is taken in as text is not made shorter on the way, so this comes first.
        styles = Path(folder) / "widget.css"
        _esbuild(CLIENT / STYLES, styles)
        for name, entry in ENTRIES.items():
            more = ("--bundle", "--format=iife", "--loader:.css=text", f"--alias:styles={styles}")
            _esbuild(CLIENT / entry, target / name, *more)


def missing() -> list[str]:
    """Scripts that have not been bundled yet."""
    return [name for name in ENTRIES if not (BUILT / name).exists()]


def _esbuild(source: Path, target: Path, *options: str) -> None:
    program = next((NODE_MODULES / "@esbuild").glob("*/bin/esbuild"), NODE_MODULES / "esbuild")
    subprocess.run([program, source, f"--outfile={target}", *_OPTIONS, *options], check=True)  # noqa: S603


if __name__ == "__main__":
    try:
        build()
    except FileNotFoundError as error:
        sys.exit(f"warmline: {error.filename} is not there; run `npm ci --ignore-scripts` first")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
