"""Reading offers: a YAML file below `offers/` holds one, or a list of them."""

from typing import Any

import msgspec

from warmline.business.built_in import MOST_REACHES
from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node, Scalar
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked, line_of_text
from warmline.conditions.types import DOUBLE, INT
from warmline.customers.deciding import SIDES
from warmline.decisions import consents
from warmline.decisions.actions.names import HOW, NAME
from warmline.decisions.model import DAY, Limit, Lookup, Offer, Quantity
from warmline.decisions.reading.operations import read_doing
from warmline.decisions.reading.policies import each

PATTERN = "offers/**/*.yaml"


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    offer: str
    title: str
    value: Any
    say: Any = None
    price: Any = None
    advice: Any = None
    others: Any = None
    eligible: str = ""
    propensity: Any = None
    context: Any = None
    lever: Any = None
    cost: Any = None
    sells: bool = True
    purpose: str = ""
    valid: str = "14d"
    limit: Any = None
    rest: str = ""
    control: float = 0.0
    group: str = ""
    do: str = ""
    with_: dict[str, str] = msgspec.field(name="with", default_factory=dict)
    receipt: Any = None


class WrittenLimit(msgspec.Struct, forbid_unknown_fields=True):
    """`{times: 2, in: 30d}`"""

    times: int
    in_: str = msgspec.field(name="in")


def read_offers(folder: Folder, checked: Checked, lookups: dict[str, Lookup]) -> dict[str, Offer]:
    """All offers, by name."""
    found: dict[str, Offer] = {}
    for path in folder.matching(PATTERN):
        for node in each(folder.yaml(path, checked.report)):
            offer = _read(node, checked, lookups)
            if offer is None:
                continue
            if offer.name in found:
                what = f'offer "{offer.name}" stands twice'
                checked.problem(node.file, node.line, what, f"the other is at {found[offer.name].place}")
            found[offer.name] = offer
    return found


def read_limit(node: Node | None, where: str, checked: Checked) -> Limit | None:
    """`{times: 2, in: 30d}`; None where there is none, or after reporting why not."""
    if node is None:
        return None
    written = decode(node, WrittenLimit, checked.report, where)
    if written is None:
        return None
    within = checked.length(written.in_, node.file, node.line_of("in"))
    if written.times < 1:
        checked.problem(node.file, node.line_of("times"), "times is less than 1", "leave the limit out")
    if written.times > MOST_REACHES:
        what = f"times is more than {MOST_REACHES}, and so many of a customer are not kept"
        checked.problem(node.file, node.line_of("times"), what, "count within a shorter time")
    return None if within is None else Limit(times=written.times, within=within)


def _read(node: Node, checked: Checked, lookups: dict[str, Lookup]) -> Offer | None:
    name = node.items["offer"] if isinstance(node, Mapping) and "offer" in node.items else None
    called = f'offer "{name.text}"' if isinstance(name, Scalar) else "an offer"
    written = decode(node, _Written, checked.report, called)
    if written is None or not isinstance(node, Mapping):
        return None
    asked = checked.environment()

    def refuse(key: str, what: str, remedy: str) -> None:
        checked.problem(node.file, node.line_of(key), f"{called}: {what}", remedy)

    def length(key: str, text: str) -> int | None:
        return checked.length(text, node.file, node.line_of(key)) if text else None

    if not NAME.fullmatch(written.offer):
        refuse("offer", "this is not a name for an offer", HOW)
    if not 0 <= written.control <= 0.5:
        refuse("control", "a control group is a share of customers, 0 to 0.5", "write 0.05 for one in twenty")
    if undeclared := consents.undeclared(written.purpose, checked.business):
        refuse("purpose", undeclared, consents.REMEDY)
    quantities = {
        key: _quantity(node, key, called, default, checked, lookups)
        for key, default in (
            ("value", None),
            ("propensity", 1.0),
            ("context", 1.0),
            ("lever", 1.0),
            ("cost", 0.0),
        )
    }
    eligible = None
    if written.eligible:
        line = line_of_text(node.items["eligible"])
        eligible = checked.condition(written.eligible, asked, node.file, line)
    title = checked.said(node.items["title"], asked, f"{called}, title", eligible)
    say = None
    if written.say:
        say = checked.said(node.items["say"], asked, f"{called}, say", eligible)
    sides = []
    for key in node.items:
        if key in SIDES:
            side = checked.said(node.items[key], asked, f"{called}, {key}", eligible)
            sides += [(key, side)] if side is not None else []
    doing = read_doing(node, called, checked, refuse, eligible)
    limit = read_limit(node.items.get("limit"), f"{called}, limit", checked)
    valid, rest = length("valid", written.valid), length("rest", written.rest)
    sound = {key: quantity for key, quantity in quantities.items() if quantity is not None}
    if len(sound) < len(quantities) or title is None:
        return None
    return Offer(
        name=written.offer,
        title=written.title,
        called=title,
        place=f"{node.file}:{node.line}",
        say=say,
        eligible=eligible,
        sells=written.sells,
        purpose=written.purpose,
        valid=valid or 14 * DAY,
        limit=limit,
        rest=rest,
        control=written.control,
        group=written.group,
        sides=tuple(sides),
        doing=doing,
        **sound,
    )


def _quantity(
    node: Mapping,
    key: str,
    called: str,
    default: float | None,
    checked: Checked,
    lookups: dict[str, Lookup],
) -> Quantity | None:
    """A number: written, calculated, or `{table: name}`."""
    value = node.items.get(key)
    line = node.line_of(key)
    if isinstance(value, Mapping):
        table = value.items.get("table")
        name = table.text if isinstance(table, Scalar) and len(value.items) == 1 else ""
        if name not in lookups:
            what = (
                f"{called}: {key} names no table that is there"
                if name
                else f"{called}: {key} is not a number"
            )
            remedy = suggest(name, lookups) if name else "write a number, an expression, or {table: name}"
            checked.problem(node.file, line, what, remedy)
            return None
        return Quantity(by=lookups[name], source=f"table {name}")
    if value is None and default is None:
        return None
    text = value.text if isinstance(value, Scalar) else repr(default)
    by = checked.expression(text, checked.environment(), node.file, line, DOUBLE, INT)
    return None if by is None else Quantity(by=by, source="declared" if value is not None else "by default")
