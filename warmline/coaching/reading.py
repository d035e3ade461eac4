"""Reading `signals.yaml`: what a business changes of the rules and the words by which things are noticed."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from warmline.business.codes import canonical_language
from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.business.window import window_microseconds
from warmline.coaching.lexicon import COMMON, PLAIN, WEIGHED, WEIGHTS, Weighed, WordList, built_in, key_of
from warmline.coaching.model import KINDS, Kind
from warmline.coaching.patterns import BadEntry, Pattern
from warmline.coaching.registry import DETECTORS
from warmline.coaching.rules import KindRule, Rules, usual, usual_rules

FILE = "signals.yaml"


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    threshold: int | None = None
    half_life: str = ""
    on: bool = True


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    signals: dict[str, _Kind] = {}
    off: tuple[str, ...] = ()
    pages: tuple[str, ...] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 90
    again_within: str = "3d"
    words: dict[str, WordList] = {}


def _read(folder: Folder, business: Business, report: Report) -> Rules:
    node = folder.yaml(FILE, report)
    if not isinstance(node, Mapping):
        return usual_rules()
    written = decode(node, _Written, report, FILE)
    if written is None:
        return usual_rules()
    for place, code in enumerate(written.off):
        if code not in DETECTORS:
            line = node.line_of("off", place)
            report.problem(FILE, line, f'off: there is no detector "{code}"', suggest(code, DETECTORS))
    usually = usual_rules()
    return Rules(
        kinds=_kinds(written, node, report),
        off=frozenset(written.off),
        words=_words(written, node, report),
        own=frozenset(entry for added in written.words.values() for entry in added.frustration.strong),
        pages=usually.pages if written.pages is None else written.pages,
        limit=written.limit,
        again_within=_length(written.again_within, node, report, "again_within") or usually.again_within,
    )


def _kinds(written: _Written, node: Mapping, report: Report) -> dict[Kind, KindRule]:
    found = usual()
    for name, one in written.signals.items():
        kind = next((known for known in KINDS if known == name), None)
        if kind is None:
            line = node.line_of("signals", name)
            report.problem(FILE, line, f'signals: there is no kind "{name}"', suggest(name, KINDS))
            continue
        threshold = found[kind].threshold if one.threshold is None else one.threshold
        if not 1 <= threshold <= 100:
            line = node.line_of("signals", name, "threshold")
            what = f'signal "{name}": a threshold of {threshold} is never or always reached'
            report.problem(FILE, line, what, "choose 1 to 100; 50 is usual")
        half_life = found[kind].half_life
        if one.half_life:
            half_life = _length(one.half_life, node, report, "signals", name, "half_life") or half_life
        found[kind] = KindRule(threshold=threshold, half_life=half_life, on=one.on)
    return found


def _length(text: str, node: Mapping, report: Report, *path: str) -> int:
    """A length of time in microseconds; 0 after reporting that it is none."""
    try:
        return window_microseconds(text)
    except ValueError as error:
        report.problem(FILE, node.line_of(*path), f"{path[-1]}: {error}", "write it as 10m, 12h or 3d")
        return 0


def _words(written: _Written, node: Mapping, report: Report) -> dict[str, WordList]:
    lists = dict(built_in())
    for language, added in written.words.items():
        line = node.line_of("words", language)
        key = key_of(language)
        if key not in lists and canonical_language(language) != language:
            what = f'words: "{language}" is not a language'
            report.problem(FILE, line, what, "write a tag such as en, zh-Hant or fil")
            continue
        before = lists.get(key) or WordList(classes=lists[COMMON].classes)
        lists[key] = merged = _merged(before, added)
        _check(merged, added, node, report, language)
    return lists


def _merged(before: WordList, added: WordList) -> WordList:
    """A list with what is added."""

    def both(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*first, *second)))

    lists: dict[str, Any] = {}
    for name in WEIGHED:
        old, new = getattr(before, name), getattr(added, name)
        lists[name] = Weighed(**{one: both(getattr(old, one), getattr(new, one)) for one in WEIGHTS})
    for name in PLAIN:
        lists[name] = both(getattr(before, name), getattr(added, name))
    return WordList(classes={**before.classes, **added.classes}, remove=added.remove, **lists)


def _check(merged: WordList, added: WordList, node: Node, report: Report, language: str) -> None:
    """Refuse entries that cannot be read, each with its line."""
    places = [((name,), getattr(added, name)) for name in PLAIN] + [
        ((name, weight), getattr(getattr(added, name), weight)) for name in WEIGHED for weight in WEIGHTS
    ]
    for path, entries in places:
        for place, entry in enumerate(entries):
            try:
                Pattern(entry, merged.classes)
            except BadEntry as error:
                line = node.line_of("words", language, *path, place)
                remedy = "see docs/reference/signals.md for what an entry can hold"
                report.problem(FILE, line, f"words, {language}: {error}", remedy)


SIGNALS = Section("signals", (FILE,), _read)
"""The rules of a business; without a file they are the usual ones."""
