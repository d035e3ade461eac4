"""Loading a business folder: files in, a valid `Business` or every problem out."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from warmline.business.built_in import BUILT_IN
from warmline.business.catalogues import read_catalogues
from warmline.business.check import About, check_about, check_identifiers, check_recognise_by, check_webhooks
from warmline.business.check_fields import TYPES_OF, FieldCheck, fold_of
from warmline.business.decode import decode, expect_map
from warmline.business.folder import Folder, read_folder
from warmline.business.located import Mapping, Node
from warmline.business.model import Business, BusinessError, Field, IdentifierType, Webhook
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import nearest, suggest
from warmline.events.catalogue import CATALOGUE

T = TypeVar("T")

ABOUT, IDENTIFIERS, PROFILE, WEBHOOKS = "business.yaml", "identifiers.yaml", "profile.yaml", "webhooks.yaml"
FILES = (ABOUT, IDENTIFIERS, PROFILE, WEBHOOKS)
REFERENCE = "docs/reference/business-folder.md"


def load(folder: Path, sections: Sequence[Section[Any]] = ()) -> Business:
    """The business in `folder`, with what `sections` read from it.

    Raises BusinessError with all problems and warnings, sorted by file and line. Sections are asked
    only once the business's own files are sound, so that one mistake is not reported many times over;
    YAML of theirs that cannot be read is reported in any case.
    """
    report = Report()
    return load_folder(read_folder(folder, report), sections, report)


def load_files(files: MappingOf[str, bytes], sections: Sequence[Section[Any]] = ()) -> Business:
    """The business that a stored snapshot holds (paths and contents); raises BusinessError like `load`."""
    return load_folder(Folder(files), sections, Report())


def load_folder(folder: Folder, sections: Sequence[Section[Any]], report: Report) -> Business:
    """The business that already read files hold; what was found while reading them is in `report`."""
    business = _read_own(folder, report)
    _warn_of_near_names(folder, sections, report)
    for section in sections:
        for path in folder.matching(*section.patterns):
            if path.endswith(".yaml"):
                folder.yaml(path, report)
    if business is None or report.refused:
        raise BusinessError(report.sorted())
    for section in sections:
        read = section.read(folder, business, report)
        business = msgspec.structs.replace(business, sections={**business.sections, section.name: read})
    if report.refused:
        raise BusinessError(report.sorted())
    return msgspec.structs.replace(business, warnings=tuple(report.sorted()))


def _read_own(folder: Folder, report: Report) -> Business | None:
    """The business's own four files; None if the first of them does not say what business it is."""
    first = _required(folder, ABOUT, report)
    about = decode(first, About, report, ABOUT) if first else None
    if about and first:
        check_about(about, first, report)
    identifiers, node = _read_map(folder, IDENTIFIERS, "identifiers", IdentifierType, report)
    if node and len(identifiers) == len(node.items):
        check_identifiers(identifiers, node, report)
    fields, node = _read_map(folder, PROFILE, "fields", Field, report)
    if node:
        fields = _read_fields(fields, node, about.currency if about else "", report)
    if about and about.recognise_by and first and fields and identifiers:
        check_recognise_by(about.recognise_by, fields, identifiers, first, report)
    webhooks, node = _read_map(folder, WEBHOOKS, "webhooks", Webhook, report)
    if node and about:
        check_webhooks(webhooks, about.hosts.allow, node, report)
    if about is None:
        return None
    shared = {name: getattr(about, name) for name in About.__struct_fields__ if name != "hosts"}
    return Business(
        version=folder.version,
        hosts=about.hosts.allow,
        identifiers=identifiers,
        fields={**fields, **BUILT_IN},
        webhooks=webhooks,
        catalogues=read_catalogues(folder, about.languages, report) if about.languages else {},
        **shared,
    )


def _required(folder: Folder, path: str, report: Report) -> Node | None:
    if path not in folder.files:
        report.problem(path, 0, "is missing", f"every business has one; see {REFERENCE}")
    return folder.yaml(path, report)


def _read_map(
    folder: Folder, path: str, key: str, kind: type[T], report: Report
) -> tuple[dict[str, T], Mapping | None]:
    """What a file with one map under `key` holds, entry by entry, and the node of that map."""
    node = folder.yaml(path, report) if path == WEBHOOKS else _required(folder, path, report)
    if node is None:
        return {}, None
    top = expect_map(node, report, path)
    if top is None:
        return {}, None
    for other in top.items:
        if other != key:
            report.problem(path, top.lines[other], f'"{other}" is not a key of {path}', suggest(other, [key]))
    if key not in top.items:
        report.problem(path, 0, f'has no "{key}"', f"begin it with {key}:")
        return {}, None
    entries = expect_map(top.items[key], report, key)
    if entries is None:
        return {}, None
    noun = kind.__name__.removesuffix("Type").lower()
    read: dict[str, T] = {}
    for name, value in entries.items.items():
        decoded = decode(value, kind, report, f'{noun} "{name}"')
        if decoded is not None:
            read[name] = decoded
    return read, entries


def _read_fields(fields: dict[str, Field], node: Mapping, currency: str, report: Report) -> dict[str, Field]:
    """Checked fields, with what follows from the rest filled in."""
    known = {name: event_type.properties for name, event_type in CATALOGUE.items()}
    check = FieldCheck(known, report)
    completed = {name: _complete(field, node.items[name], currency) for name, field in fields.items()}
    for name, field in completed.items():
        check.check(name, field, node)
    return completed


def _complete(field: Field, node: Node, currency: str) -> Field:
    """The type that a fold gives where none is written, and amounts of money with their currency."""
    fold = fold_of(field)
    written = node.items if isinstance(node, Mapping) else {}
    if "type" not in written and fold in ("count", "recent", "items"):
        field = msgspec.structs.replace(field, type=TYPES_OF[fold][0])
    if field.type == "money" and currency:
        default = 0 if fold == "sum" and field.default is None else field.default
        if isinstance(default, int) and not isinstance(default, bool):
            field = msgspec.structs.replace(field, default={"amount": default, "currency": currency})
    return field


def _warn_of_near_names(folder: Folder, sections: Sequence[Section[Any]], report: Report) -> None:
    """`identifier.yaml` or `business.yml` would be passed over without a word."""
    patterns = [pattern for section in sections for pattern in section.patterns]
    known = [*FILES, *(pattern for pattern in patterns if "*" not in pattern)]
    read = set(folder.matching(*known, *patterns))
    for path in folder.files:
        if path in read or not path.endswith((".yaml", ".yml")):
            continue
        guess = nearest(path, known, 0.85)
        if path.endswith(".yml") and not guess:
            guess = next(iter(Folder({f"{path[:-4]}.yaml": b""}).matching(*patterns)), "")
        if guess and guess not in folder.files:
            report.warning(path, 0, "is not a file that Warmline reads", f"did you mean {guess}?")
