"""The translations of a business: `locale/<language>.po`, one gettext catalogue for each language but the first."""

from pathlib import PurePosixPath

from warmline.business.folder import Folder
from warmline.business.report import Report
from warmline.business.suggest import suggest
from warmline.language.catalogue import Catalogue, CatalogueError, read_catalogue

PATTERN = "locale/*.po"


def catalogue_path(tag: str) -> str:
    """Where the translations into a language stand."""
    return f"locale/{tag}.po"


def read_catalogues(folder: Folder, languages: tuple[str, ...], report: Report) -> dict[str, Catalogue]:
    """The catalogue of each language that has one. `languages` are those of the business, the source first."""
    found: dict[str, Catalogue] = {}
    for path in folder.matching(PATTERN):
        tag = PurePosixPath(path).stem
        if tag not in languages:
            what = f'"{tag}" is not a language of this business'
            remedy = suggest(tag, languages[1:]) + "; or add it to languages in business.yaml"
            report.problem(path, 0, what, remedy)
        elif tag == languages[0]:
            what = f"{tag} is the language that texts are written in"
            report.problem(path, 0, what, "change the texts where they stand, and remove this file")
        elif (content := folder.text(path, report)) is not None:
            try:
                catalogue = read_catalogue(content, tag)
            except CatalogueError as error:
                report.problem(path, error.fault.line, error.fault.what, error.fault.remedy)
                continue
            for fault in catalogue.faults:
                report.problem(path, fault.line, fault.what, fault.remedy)
            found[tag] = catalogue
    return found
