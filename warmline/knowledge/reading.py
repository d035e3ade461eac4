"""Reading articles: `knowledge/<name>.<language>.md`, Markdown with a few lines of YAML before it."""

import re
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from warmline.business.codes import canonical_language
from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Scalar, read_yaml
from warmline.business.model import Business, Disclosure
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.knowledge.markdown import passages
from warmline.knowledge.model import Article, Library

PATTERN = "knowledge/**/*.md"
FLOWS = "flows/*.yaml"
MOST_BYTES = 100_000
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
_FENCE = "---"


class _FrontMatter(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    flow: str = ""
    disclosure: Literal["anonymous", "recognised", "verified", "staff"] = "anonymous"


def _read(folder: Folder, business: Business, report: Report) -> Library:
    found: dict[tuple[str, str], Article] = {}
    places: dict[tuple[str, str], str] = {}
    for path in folder.matching(PATTERN):
        key = _name_and_language(path, business, report)
        if key is None:
            continue
        if key in places:
            what = f'article "{key[0]}" stands twice in {key[1]}'
            report.problem(path, 0, what, f"the other is {places[key]}: keep one, or rename it")
            continue
        places[key] = path
        text = folder.text(path, report, MOST_BYTES)
        article = None if text is None else _read_article(*key, text, path, report)
        if article is not None:
            found[key] = article
    _check_flows(found, places, folder, report)
    _warn_of_missing(places, business, report)
    return Library(languages=business.languages, articles=tuple(found.values()))


def _name_and_language(path: str, business: Business, report: Report) -> tuple[str, str] | None:
    """What the file name says; None after reporting what it does not."""
    name, dot, language = PurePosixPath(path).stem.rpartition(".")
    if not dot:
        remedy = f"call it {language}.{business.languages[0]}.md"
        report.problem(path, 0, "does not say its language in its name", remedy)
        return None
    if language not in business.languages:
        meant = canonical_language(language)
        remedy = (
            f"write .{meant}.md" if meant in business.languages else suggest(language, business.languages)
        )
        report.problem(path, 0, f'"{language}" is not a language of this business', remedy)
        return None
    if not _NAME.fullmatch(name):
        remedy = "begin with a letter; use a-z, 0-9, _ and -, at most 60"
        report.problem(path, 0, f'"{name}" is not a name for an article', remedy)
        return None
    return name, language


def _read_article(name: str, language: str, text: str, path: str, report: Report) -> Article | None:
    split = _split(text)
    if split is None:
        report.problem(
            path, 1, "has no title before the text", "begin with a line ---, a line title: …, and a line ---"
        )
        return None
    head, body = split
    # An empty line stands for the first fence, so that lines count as in the file.
    node = read_yaml(f"\n{head}".encode(), path, report)
    front = decode(node, _FrontMatter, report, f'article "{name}"') if node is not None else None
    if node is None or front is None:
        return None
    if not front.title.strip():
        report.problem(path, node.line_of("title"), "the title is empty", "write what the article answers")
    if front.flow and not _NAME.fullmatch(front.flow):
        what = f'"{front.flow}" is not a name of a flow'
        report.problem(
            path, node.line_of("flow"), what, "write the name of a file in flows/, without its ending"
        )
    for index, ask in enumerate(front.asks):
        if not ask.strip():
            report.problem(path, node.line_of("asks", index), "asks holds an empty question", "remove it")
    paragraphs = passages(body)
    if not paragraphs:
        report.problem(path, head.count("\n") + 3, "has no text", "write the answer below the second ---")
        return None
    return Article(
        name=name,
        language=language,
        title=front.title.strip(),
        text=body.strip(),
        summary=front.summary.strip() or paragraphs[0],
        topics=front.topics,
        asks=front.asks,
        flow=front.flow,
        disclosure=Disclosure[front.disclosure.upper()],
    )


def _check_flows(
    found: dict[tuple[str, str], Article], places: dict[tuple[str, str], str], folder: Folder, report: Report
) -> None:
    """Refuse articles that would lead to a flow that is not there."""
    named = {key: article.flow for key, article in found.items() if article.flow}
    if not named:
        return
    files = [folder.yaml(path, report) for path in folder.matching(FLOWS)]
    written = [node.items.get("flow") for node in files if isinstance(node, Mapping)]
    known = [node.text for node in written if isinstance(node, Scalar)]
    for key, flow in named.items():
        if flow not in known and _NAME.fullmatch(flow):
            what = f'article "{key[0]}" leads to flow "{flow}", which is not there'
            report.problem(places[key], 0, what, suggest(flow, known))


def _split(text: str) -> tuple[str, str] | None:
    """What stands between the two fences, and what stands below; None where there are no fences."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        return None
    return "\n".join(lines[1 : fences[1]]), "\n".join(lines[fences[1] + 1 :])


def _warn_of_missing(places: dict[tuple[str, str], str], business: Business, report: Report) -> None:
    """An article that some customers cannot read is given to them in a language that is not theirs."""
    by_name: dict[str, dict[str, str]] = {}
    for (name, language), path in places.items():
        by_name.setdefault(name, {})[language] = path
    for name, paths in by_name.items():
        missing = [language for language in business.languages if language not in paths]
        if missing:
            remedy = f"add {name}.{missing[0]}.md"
            what = f'article "{name}" is not there in {", ".join(missing)}'
            report.warning(next(iter(paths.values())), 0, what, remedy)


KNOWLEDGE = Section("knowledge", (PATTERN,), _read)
"""Ask it for the articles of a business: `KNOWLEDGE.of(business)`."""
