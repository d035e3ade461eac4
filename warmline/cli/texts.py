"""`warmline texts`: what a business tells its customers, for those who translate it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import options
from warmline.cli.errors import CommandError
from warmline.cli.output import as_json, count, say, table

if TYPE_CHECKING:
    from warmline.business.model import Business
    from warmline.language.updating import ToTranslate


def texts(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The business folder; otherwise the one in force.", show_default=False),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="Only this one, such as th.", show_default=False)
    ] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Bring locale/LANGUAGE.po up to date, for translators.")
    ] = False,
    json: options.AsJson = False,
) -> None:
    """Count what customers are told in each language, list what is not translated, or write it for translators.

    Translations stay when they are written again. One whose source changed is marked fuzzy, to be looked at; what is
    no longer said is kept at the end of the file. See docs/how-to/translate.md.
    """
    from warmline.app.sections import SECTIONS
    from warmline.business.load import load
    from warmline.conditions.translations import TEXTS, to_translate

    folder = folder or options.settings().business
    if not folder.is_dir():
        raise CommandError(
            f"There is no business folder {folder}.", "Name one, such as examples/mobile-operator."
        )
    business = load(folder, SECTIONS)
    languages = _wanted(business, language)
    told = to_translate(TEXTS.of(business))
    if write:
        for tag in languages:
            _write(folder, tag, told)
        business = load(folder, SECTIONS)
    found = {tag: _missing(business, tag, told) for tag in languages}
    if json:
        as_json(
            {
                tag: {"texts": len(told), "missing": [one.source for one in without]}
                for tag, without in found.items()
            }
        )
        return
    if language and found[language] and not write:
        table(("where", "text"), [(_place(one), one.source) for one in found[language]])
    for tag, without in found.items():
        put = f", in locale/{tag}.po" if write else ""
        say(f"{tag}: {count(len(told), 'text')}, {len(without) or 'none'} without a translation{put}.")


def _wanted(business: "Business", language: str) -> tuple[str, ...]:
    """The languages to look at: all but the one that texts are written in, or the one that is named."""
    others = business.languages[1:]
    if language and language not in others:
        known = ", ".join(others) or "none; add some to languages in business.yaml"
        raise CommandError(f"{language} is not a language to translate into.", f"Known: {known}.")
    return (language,) if language else others


def _missing(business: "Business", tag: str, told: "list[ToTranslate]") -> "list[ToTranslate]":
    catalogue = business.catalogues.get(tag)
    return [one for one in told if catalogue is None or catalogue.find(one.source) is None]


def _place(one: "ToTranslate") -> str:
    file, line = one.places[0]
    return f"{file}:{line}"


def _write(folder: Path, tag: str, told: "list[ToTranslate]") -> None:
    """Put the catalogue in its place in one step: whoever reads it meanwhile sees the old or the new one."""
    from warmline.business.catalogues import catalogue_path
    from warmline.language.updating import updated

    file = folder / catalogue_path(tag)
    file.parent.mkdir(exist_ok=True)
    before = file.read_text("utf-8-sig") if file.exists() else ""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(updated(before, tag, told), "utf-8")
    beside.chmod(file.stat().st_mode if before else 0o644)
    os.replace(beside, file)
