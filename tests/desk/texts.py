"""The texts of the desk and of the rooms below it, collected from what says them; brings its catalogues up to date.

python -m tests.desk.texts      puts in what is new, takes out what nobody says any more
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.desk import lower_rooms
from warmline.desk.data_names import of_properties
from warmline.desk.translations import FOLDER, of_scripts
from warmline.language.words import LANGUAGES, SOURCE

DESK = FOLDER.parent
BESIDE = (DESK.parent / "contacts" / "summary.py",)
"""What says its texts by whatever it is given to say them with."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "text": None, "plural": (1, 2)}
PLURAL = re.compile(r"""say\.plural\(\s*"([^"]+)",\s*"([^"]+)\"""")
"""In a template, where only texts within `_()` and `ngettext()` are found otherwise."""
Text = str | tuple[str, str]
"""A text, or one with its plural."""


def collected() -> list[Text]:
    """Every text that the desk says, in a lasting order."""
    found: set[Text] = {*of_scripts(), *of_properties()}
    for _, _, message, _, _ in extract_from_dir(
        DESK,
        method_map=[("templates/**.html", "jinja2.ext:babel_extract")],
        options_map={"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}},
        keywords=KEYWORDS,
        comment_tags=(),
    ):
        found.add((message[0], message[1]) if isinstance(message, tuple) else message)
    for path in sorted(DESK.glob("templates/**/*.html")):
        found |= {(one, other) for one, other in PLURAL.findall(path.read_text("utf-8"))}
    for path in (*sorted(DESK.rglob("*.py")), *BESIDE):
        found |= set(_in_a_module(ast.parse(path.read_text("utf-8"))))
    for _, module in lower_rooms.modules():
        found |= set(lower_rooms.patterns(module))
    found.discard("")
    twice = {one[0] for one in found if isinstance(one, tuple)}
    return sorted(
        (one for one in found if one not in twice), key=lambda one: one if isinstance(one, str) else one[0]
    )


def _in_a_module(module: ast.Module) -> Iterator[Text]:
    """What is said at once (`text`, `plural`), what is called `text` for it, what is handed to `marked`, or to a
    function of the module's own.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and [getattr(one, "id", "") for one in node.targets] == ["text"]:
            yield from _texts(node.value)
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("marked", "text"):
            yield from _texts(node.args[0])
        elif name == "Entry":
            yield from _texts(node.args[1])
        elif name.startswith("_") and isinstance(node.func, ast.Name):
            yield from (
                text
                for argument in node.args
                for text in _texts(argument)
                if " " in text or text[:1].isupper()
            )
        elif name == "plural":
            one, other = (getattr(argument, "value", "") for argument in node.args[:2])
            if isinstance(one, str) and isinstance(other, str):
                yield one, other


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts within what was marked: values of dictionaries, and not their keys; what functions are given."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case ast.Starred(value=value):
            yield from _texts(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _texts(part)
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one)
            yield from _texts(other)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language.replace("-", "_"), fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def written(language: str, filled: Catalog) -> None:
    """Write a catalogue with the head that readers of such files need, and no more: no dates, no names."""
    body = BytesIO()
    write_po(body, filled, omit_header=True, width=0)
    head = [
        f"# What the desk says, in the language {language}. `python -m tests.desk.texts` brings it up to date.",
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        f'"Plural-Forms: {filled.plural_forms}\\n"',
    ]
    (FOLDER / f"{language}.po").write_text("\n".join(head) + "\n\n" + body.getvalue().decode(), "utf-8")


def brought_up_to_date(language: str) -> tuple[int, int]:
    """Write the catalogue with exactly the texts that are said; how many were put in, how many taken out."""
    old = catalogue(language)
    texts = collected()
    new = Catalog(locale=old.locale, fuzzy=False)
    for text in texts:
        key = text[0] if isinstance(text, tuple) else text
        known = old.get(key)
        said: Any = known.string if known is not None else ""
        if isinstance(text, tuple) and not isinstance(said, tuple | list):
            said = (said,) * new.num_plurals
        new.add(text, said, flags=())
    before = {one.id if isinstance(one.id, str) else one.id[0] for one in old if one.id}
    after = {text if isinstance(text, str) else text[0] for text in texts}
    written(language, new)
    return len(after - before), len(before - after)


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != SOURCE:
            put_in, taken_out = brought_up_to_date(language)
            print(f"{Path(FOLDER / f'{language}.po').name}: {put_in} new, {taken_out} gone")
