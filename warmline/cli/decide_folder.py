"""The files of a folder that is tried out: what decides in it, under the paths that a business folder gives them."""

import re
from pathlib import Path

from warmline.cli.errors import CommandError

_POLICY = re.compile(rb"^(?:-[ \t]+)?policy[ \t]*:", re.MULTILINE)
_PARTS = ("policies", "offers", "tables")


def files_to_try(folder: Path) -> dict[str, str]:
    """The texts of a business folder, or of one of the folders in it. CommandError where nothing in there decides."""
    from warmline.business.folder import Folder, read_folder
    from warmline.business.load import FILES
    from warmline.business.model import BusinessError
    from warmline.business.report import Report
    from warmline.decisions.reading.section import DECISIONS

    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.", "Name a business folder, or one with policies.")
    report = Report()
    read = read_folder(folder, report).files
    if report.refused:
        raise BusinessError(report.sorted())
    below = _below(folder.resolve().name, read)
    found = Folder({f"{below}{path}": content for path, content in read.items()})
    if not found.matching(*DECISIONS.patterns):
        remedy = "It needs policies/, offers/, tables/ or contact-policy.yaml, as a business folder has them."
        raise CommandError(f"Nothing in {folder} decides.", remedy)
    return {path: _text(path, found.files[path]) for path in found.matching(*DECISIONS.patterns, *FILES)}


def _below(name: str, files: dict[str, bytes]) -> str:
    """Where the files belong in a business folder: `policies/`, if they are only its policies."""
    if any(path.startswith(f"{part}/") for part in _PARTS for path in files):
        return ""
    if name in _PARTS:
        return f"{name}/"
    at_the_top = (content for path, content in files.items() if "/" not in path and path.endswith(".yaml"))
    return "policies/" if any(_POLICY.search(content) for content in at_the_top) else ""


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
