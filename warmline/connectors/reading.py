"""Reading connectors: a YAML file below `connectors/` declares one system with its operations."""

import re
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from warmline.business.check import check_url, is_secret_name
from warmline.business.decode import decode, expect_map
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node
from warmline.business.model import Business, Disclosure
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.conditions.errors import EvaluationError
from warmline.conditions.times import read_duration
from warmline.conditions.types import INT, STRING, is_scalar
from warmline.connectors.addresses import Address, BadAddress
from warmline.connectors.model import Connector, Method, Operation
from warmline.connectors.shapes import Shapes
from warmline.connectors.values import Fields, Kinds

PATTERN = "connectors/*.yaml"
TIMEOUT, LONGEST_TIMEOUT = 2.0, 30.0
"""Seconds for one request: as a rule, and at most; a customer waits meanwhile."""
TIMEOUT_TO_CHANGE = 5.0
PATIENCE, LONGEST_PATIENCE = 15.0, 120.0
METHODS: dict[str, Method] = {"get": "GET", "post": "POST", "patch": "PATCH"}
LEVELS = tuple(level.name.lower() for level in Disclosure)
HOW = "begin with a letter; use a-z, 0-9 and _, at most 40"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """What a file holds."""

    connector: str
    url: str
    operations: dict[str, Any]
    secret: str = ""
    outcome: str = ""
    patience: str = ""


class WrittenOperation(msgspec.Struct, forbid_unknown_fields=True):
    """What stands under the name of an operation."""

    get: str = ""
    post: str = ""
    patch: str = ""
    takes: Any = None
    gives: Any = None
    always: Any = None
    disclosure: str = "verified"
    timeout: str = ""
    refuses: dict[str, str] = {}


class _Place(NamedTuple):
    """Where an operation stands, and what it is called in messages."""

    node: Mapping
    report: Report
    called: str

    def refuse(self, key: str, what: str, remedy: str) -> None:
        self.report.problem(self.node.file, self.node.line_of(key), f"{self.called}: {what}", remedy)


def read_connectors(folder: Folder, business: Business, report: Report) -> dict[str, Operation]:
    """All operations of all systems by name: `billing.pay`."""
    kinds = Kinds(business.currency, ZoneInfo(business.timezone))
    found: dict[str, Operation] = {}
    places: dict[str, str] = {}
    for path in folder.matching(PATTERN):
        node = folder.yaml(path, report)
        if node is None:
            continue
        written = decode(node, Written, report, "a connector")
        if written is None or not isinstance(node, Mapping):
            continue
        connector = _connector(written, node, business, report)
        if written.connector in places:
            what = f'connector "{written.connector}" stands twice'
            report.problem(
                path, node.line_of("connector"), what, f"the other is in {places[written.connector]}"
            )
        places[written.connector] = path
        operations = expect_map(node.items["operations"], report, "operations")
        if connector is None or operations is None:
            continue
        for name, value in operations.items.items():
            line = operations.lines[name]
            operation = _read_operation(name, value, line, connector, kinds, report)
            if operation is not None:
                found[operation.name] = operation
    return found


def _connector(written: Written, node: Mapping, business: Business, report: Report) -> Connector | None:
    called = f'connector "{written.connector}"'
    before = report.refused
    place = _Place(node, report, called)
    if not _NAME.fullmatch(written.connector):
        place.refuse("connector", "this is not a name for a connector", HOW)
    check_url(called, written.url, business.hosts, node.file, node.line_of("url"), report)
    if "?" in written.url:
        place.refuse("url", "the address has a query", "put it into the operations")
    if written.secret and not is_secret_name(written.secret):
        remedy = "write its name, such as BILLING_SECRET, never the secret itself"
        place.refuse("secret", "this is not the name of an environment variable", remedy)
    outcome = _address(written.outcome, "outcome", place) if written.outcome else None
    if outcome is not None and outcome.names != ("key",):
        place.refuse(
            "outcome", "the address does not name the key, and it alone", "write it as /operations/{key}"
        )
    patience = _seconds(written.patience, "patience", PATIENCE, LONGEST_PATIENCE, place)
    if report.refused > before:
        return None
    return Connector(
        name=written.connector,
        url=written.url.rstrip("/"),
        secret=written.secret,
        outcome=outcome,
        patience=patience,
        place=f"{node.file}:{node.line_of('connector')}",
    )


def _read_operation(
    name: str, node: Node, line: int, connector: Connector, kinds: Kinds, report: Report
) -> Operation | None:
    full = f"{connector.name}.{name}"
    called = f'operation "{full}"'
    written = decode(node, WrittenOperation, report, called)
    if written is None or not isinstance(node, Mapping):
        return None
    before = report.refused
    place = _Place(node, report, called)
    if not _NAME.fullmatch(name):
        report.problem(node.file, line, f"{called}: this is not a name for an operation", HOW)
    ways = [key for key in METHODS if key in node.items]
    if len(ways) != 1:
        what = "says in several ways how it is called" if ways else "does not say how it is called"
        remedy = "give one of get (it looks something up), post or patch (it does something)"
        place.refuse(ways[1] if ways else "", what, remedy)
        return None
    way = ways[0]
    address = _address(getattr(written, way), way, place)
    takes = Shapes(kinds, report, "to").fields(node.items.get("takes"), full, f"{called}, takes")
    gives = Shapes(kinds, report, "from").fields(node.items.get("gives"), name, f"{called}, gives")
    if written.disclosure not in LEVELS:
        place.refuse(
            "disclosure",
            f'"{written.disclosure}" is not a disclosure level',
            suggest(written.disclosure, LEVELS),
        )
    usual = TIMEOUT if way == "get" else TIMEOUT_TO_CHANGE
    timeout = _seconds(written.timeout, "timeout", usual, LONGEST_TIMEOUT, place)
    always = _always(node.items.get("always"), way, place)
    for code in written.refuses:
        if not _CODE.fullmatch(code):
            place.refuse(
                "refuses",
                f'"{code}" is not a code',
                "use the code that the system answers, in a-z, 0-9, _ and -",
            )
    if address is not None and takes is not None:
        _check_address(address, takes, way, place)
    if report.refused > before or address is None or takes is None or gives is None:
        return None
    return Operation(
        name=full,
        connector=connector,
        method=METHODS[way],
        address=address,
        takes=takes,
        gives=gives,
        disclosure=Disclosure[written.disclosure.upper()],
        timeout=timeout,
        place=f"{node.file}:{line}",
        always=always,
        refuses=written.refuses,
    )


def _check_address(address: Address, takes: Fields, way: str, place: _Place) -> None:
    """Arguments in an address are single values that are always there; so is the rest of a query."""
    for name in address.names:
        part = takes.parts.get(name)
        if part is None:
            place.refuse(way, f"the address names {name}, which is not taken", suggest(name, takes.parts))
        elif part.optional or part.kind.type not in (STRING, INT):
            place.refuse(
                "takes",
                f"{name} stands in the address, so it is a text or an integer that is never absent",
                "write text or integer",
            )
    for name, part in takes.parts.items():
        if way == "get" and not is_scalar(part.kind.type):
            place.refuse("takes", f"{name} cannot stand in a query", "use single values, or post")


def _always(node: Node | None, way: str, place: _Place) -> dict[str, Any]:
    if node is None:
        return {}
    if way == "get":
        place.refuse("always", "a look-up sends nothing", "write it into the address: /plans?all")
        return {}
    found = expect_map(node, place.report, f"{place.called}, always")
    return {} if found is None else found.plain()


def _address(written: str, key: str, place: _Place) -> Address | None:
    try:
        return Address(written)
    except BadAddress as error:
        place.refuse(key, f'"{written}" {error}', "write it as /accounts/{account}/invoices?latest")
        return None


def _seconds(written: str, key: str, usual: float, longest: float, place: _Place) -> float:
    if not written:
        return usual
    try:
        seconds = read_duration(written) / 1e9
    except EvaluationError:
        seconds = 0.0
    if not 0 < seconds <= longest:
        place.refuse(key, f'"{written}" is no time to wait', f"write up to {longest:g} seconds: 500ms, 2s")
        return usual
    return seconds


CONNECTORS = Section("connectors", (PATTERN,), read_connectors)
"""Ask it for the operations of a business: `CONNECTORS.of(business)["billing.pay"]`."""
