"""Reading `contact-policy.yaml`: how often customers are offered something, when not, and what comes first."""

import re
from typing import Any

import msgspec

from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node, Scalar
from warmline.conditions.checked import Checked
from warmline.conditions.types import STRING
from warmline.decisions.model import DAY, Bar, ContactPolicy, QuietHours
from warmline.decisions.reading.offers import read_limit

FILE = "contact-policy.yaml"
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    offers: Any = None
    reach: Any = None
    rest: str = "30d"
    quiet: Any = None
    service_first: tuple[dict[str, str], ...] = ()


class _Quiet(msgspec.Struct, forbid_unknown_fields=True):
    from_: str = msgspec.field(name="from")
    to: str
    time_zone: str = ""


class _Bar(msgspec.Struct, forbid_unknown_fields=True):
    when: str
    why: str


def read_contact_policy(folder: Folder, checked: Checked) -> ContactPolicy:
    """The contact policy; without a file nothing is limited."""
    node = folder.yaml(FILE, checked.report)
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ContactPolicy()
    written = decode(node, _Written, checked.report, FILE)
    if written is None or not isinstance(node, Mapping):
        return ContactPolicy()
    bars = node.items.get("service_first")
    return ContactPolicy(
        offers=read_limit(node.items.get("offers"), "offers", checked),
        reach=read_limit(node.items.get("reach"), "reach", checked),
        rest=checked.length(written.rest, FILE, node.line_of("rest")) or 30 * DAY,
        quiet=_quiet(node.items.get("quiet"), checked),
        service_first=tuple(
            bar
            for one in getattr(bars, "items", ())
            if isinstance(one, Node) and (bar := _bar(one, checked)) is not None
        ),
    )


def _bar(node: Node, checked: Checked) -> Bar | None:
    written = decode(node, _Bar, checked.report, "service_first")
    if written is None:
        return None
    when = checked.condition(written.when, checked.environment(), FILE, node.line_of("when"))
    return None if when is None else Bar(when=when, why=written.why)


def _quiet(node: Node | None, checked: Checked) -> QuietHours | None:
    if node is None:
        return None
    written = decode(node, _Quiet, checked.report, "quiet")
    if written is None:
        return None
    begin = _minutes(written.from_, node.line_of("from"), checked)
    end = _minutes(written.to, node.line_of("to"), checked)
    zone = None
    if written.time_zone:
        line = node.line_of("time_zone")
        zone = checked.expression(written.time_zone, checked.environment(), FILE, line, STRING)
    return None if begin is None or end is None else QuietHours(begin=begin, end=end, zone=zone)


def _minutes(text: str, line: int, checked: Checked) -> int | None:
    """Minutes of the day that a clock time such as 21:00 names."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        checked.problem(FILE, line, f'"{text}" is not a time of day', 'write it as "21:00"')
        return None
    return int(found[1]) * 60 + int(found[2])
