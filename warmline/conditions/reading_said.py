"""Reading a text for customers, with its translations: each of its languages is checked like the source."""

from typing import TYPE_CHECKING

import msgspec

from warmline.business.catalogues import catalogue_path
from warmline.business.decode import decode
from warmline.business.located import Mapping, Node, Scalar
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.said import COUNT, Counted, Said, Spoken, Wording, source_index, with_count
from warmline.conditions.texts import Text
from warmline.conditions.types import INT

if TYPE_CHECKING:
    from warmline.conditions.checked import Checked


class _Plural(msgspec.Struct, forbid_unknown_fields=True):
    """`{one: "One bill is open.", other: "{count} bills are open.", count: size(customer.open_invoices)}`"""

    one: str
    other: str
    count: str


def read_said(
    node: Node, environment: Environment, checked: "Checked", about: str, given: Condition | None
) -> Said | None:
    """What a value of the business folder says to customers; None after reporting what is wrong with it."""
    if isinstance(node, Mapping):
        written = decode(node, _Plural, checked.report, about or "a text")
        return None if written is None else _plural(node, written, environment, checked, about, given)
    if not isinstance(node, Scalar) or node.value is None or not node.text.strip():
        what = f"{about or 'a text'} needs text, not {node.kind() if node.height > 1 else 'nothing'}"
        checked.problem(node.file, node.line, what, 'write it in "quotes", or {one: …, other: …, count: …}')
        return None
    source = checked.text(node.text, environment, node.file, node.line, given)
    if source is None:
        return None
    texts: dict[str, Spoken] = {}
    for tag, catalogue in checked.business.catalogues.items():
        entry = catalogue.find(node.text)
        if entry is not None:
            text = checked.text(entry.forms[0], environment, catalogue_path(tag), entry.line, given)
            if text is not None:
                texts[tag] = text
    return Said(Wording(node.text, node.file, node.line, about=about), source, texts)


def _plural(
    node: Mapping,
    written: _Plural,
    environment: Environment,
    checked: "Checked",
    about: str,
    given: Condition | None,
) -> Said | None:
    count = checked.expression(written.count, environment, node.file, node.line_of(COUNT), INT)
    if count is None:
        return None
    counting = with_count(environment)
    one = checked.text(written.one, counting, node.file, node.line_of("one"), given)
    other = checked.text(written.other, counting, node.file, node.line_of("other"), given)
    if one is None or other is None:
        return None
    texts: dict[str, Spoken] = {}
    for tag, catalogue in checked.business.catalogues.items():
        entry = catalogue.find(written.one)
        if entry is None:
            continue
        forms = _forms(checked, counting, catalogue_path(tag), entry.line, entry.forms, given)
        if forms:
            texts[tag] = Counted(forms, count, environment, catalogue.plural_of)
    source = Counted((one, other), count, environment, source_index)
    return Said(Wording(written.one, node.file, node.line, written.other, about), source, texts)


def _forms(
    checked: "Checked",
    environment: Environment,
    file: str,
    line: int,
    forms: tuple[str, ...],
    given: Condition | None,
) -> tuple[Text, ...]:
    """All plural forms of one language; none after reporting what is wrong with one."""
    read = [checked.text(form, environment, file, line, given) for form in forms]
    return tuple(text for text in read if text is not None) if all(read) else ()
