"""What must hold for a business, its identifiers and its webhooks, beyond having the right shape."""

import re
from collections.abc import Mapping as MappingOf

import msgspec

from warmline.business.codes import (
    CHECKS,
    canonical_language,
    currencies,
    currency_of,
    regions,
    timezones,
)
from warmline.business.hosts import is_host_entry, is_loopback, may_call, split_url
from warmline.business.located import Node
from warmline.business.model import Field, Hosts, IdentifierType, RecogniseBy, Webhook
from warmline.business.report import Report
from warmline.business.suggest import nearest, suggest

FORMATS = ("phone", "email", "handle", "digits", "text")
MOST_IDENTIFIERS = 1_000

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_SECRET_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", re.ASCII)
_LONGEST_NAME = 64


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `business.yaml` holds."""

    name: str
    region: str
    timezone: str
    currency: str
    languages: tuple[str, ...]
    brands: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    hosts: Hosts = Hosts()
    recognise_by: RecogniseBy | None = None


def check_about(about: About, node: Node, report: Report) -> None:
    """Codes are codes that exist, lists hold nothing twice, hosts are hosts."""

    def refuse(what: str, remedy: str, *path: str | int) -> None:
        report.problem(node.file, node.line_of(*path), what, remedy)

    if not about.name.strip():
        refuse("name is empty", "write what your customers call you", "name")
    if about.region not in regions():
        refuse(
            f'"{about.region}" is not a region',
            _code(about.region, regions(), "ISO 3166: PH, TH, US"),
            "region",
        )
    if about.currency not in currencies():
        usual = currency_of(about.region)
        remedy = (
            f"{about.region} pays with {usual}"
            if usual
            else _code(about.currency, currencies(), "ISO 4217: EUR")
        )
        refuse(f'"{about.currency}" is not a currency', remedy, "currency")
    if not timezones():
        refuse("timezone cannot be checked: this machine has no time zones", "install tzdata", "timezone")
    elif about.timezone not in timezones():
        remedy = _code(about.timezone, timezones(), "names are like Asia/Manila")
        refuse(f'"{about.timezone}" is not a time zone', remedy, "timezone")
    if not about.languages:
        refuse("languages is empty", "list at least one, the default first: [en]", "languages")
    for index, tag in enumerate(about.languages):
        canonical = canonical_language(tag)
        if not canonical:
            refuse(f'"{tag}" is not a language', "BCP 47: en, fil, zh-Hans, pt-BR", "languages", index)
        elif canonical != tag:
            refuse(f'"{tag}" is not how this language is written', f"write {canonical}", "languages", index)
    for index, code in enumerate(about.countries):
        if code not in regions():
            remedy = _code(code, regions(), "ISO 3166: PH, TH, US")
            refuse(f'"{code}" is not a country', remedy, "countries", index)
    for index, host in enumerate(about.hosts.allow):
        if not is_host_entry(host):
            remedy = "write api.example.com, *.example.com or 127.0.0.1:9000, in lower case"
            refuse(f'"{host}" is not a host', remedy, "hosts", "allow", index)
    for key in ("languages", "brands", "countries", "partners"):
        _check_list(key, getattr(about, key), node, report)


def check_identifiers(types: MappingOf[str, IdentifierType], node: Node, report: Report) -> None:
    """Each identifier type by itself, and that no two have the same priority. `node`: their map."""
    if not types:
        report.problem(node.file, node.line, "no identifier is declared", "add one: account: {priority: 1}")
    priorities: dict[int, str] = {}
    for name, kind in sorted(types.items(), key=lambda item: node.line_of(item[0])):
        if kind.priority in priorities:
            what = (
                f'identifiers "{priorities[kind.priority]}" and "{name}" both have priority {kind.priority}'
            )
            remedy = "give each its own; the lower, the more it says who somebody is"
            report.problem(node.file, node.line_of(name, "priority"), what, remedy)
        priorities.setdefault(kind.priority, name)
        _check_identifier(name, kind, node, report)


def check_recognise_by(
    by: RecogniseBy,
    fields: MappingOf[str, Field],
    identifiers: MappingOf[str, IdentifierType],
    node: Node,
    report: Report,
) -> None:
    """Each names a field that holds one value of the right type, or a type of identifiers that says who somebody is."""

    def refuse(what: str, remedy: str, *path: str | int) -> None:
        report.problem(node.file, node.line_of("recognise_by", *path), f"recognise_by: {what}", remedy)

    def check(name: str, type: str, *path: str | int) -> None:
        field = fields.get(name)
        if field is None:
            refuse(f'profile.yaml has no field "{name}"', suggest(name, fields), *path)
        elif field.type != type or (field.last is None and field.first is None):
            refuse(
                f'field "{name}" is no {type} that one event gives', f"use a {type} with last or first", *path
            )

    check(by.postcode, "text", "postcode")
    check(by.birth_date, "date", "birth_date")
    for index, name in enumerate(by.name):
        check(name, "text", "name", index)
    if not by.name:
        refuse("name is empty", "list fields that hold names: [name]", "name")
    for index, name in enumerate(by.number):
        if name not in identifiers:
            refuse(f'identifiers.yaml has no "{name}"', suggest(name, identifiers), "number", index)
        elif identifiers[name].weak:
            refuse(f'"{name}" is weak: it does not say who somebody is', "name another", "number", index)


def check_webhooks(
    webhooks: MappingOf[str, Webhook], hosts: tuple[str, ...], node: Node, report: Report
) -> None:
    """Addresses are safe and allowed, and secrets are named, not told. `node`: the map of webhooks."""
    for name, webhook in webhooks.items():
        check_name("webhook", name, node, report)
        check_url(f'webhook "{name}"', webhook.url, hosts, node.file, node.line_of(name, "url"), report)
        if "" in webhook.on:
            line = node.line_of(name, "on")
            report.problem(
                node.file,
                line,
                f'webhook "{name}" hears of an event without a type',
                "list types: [invoice.issued]",
            )
        if not is_secret_name(webhook.secret):
            what = f'webhook "{name}", secret is not the name of an environment variable'
            remedy = "write its name, such as CRM_WEBHOOK_SECRET, never the secret itself"
            report.problem(node.file, node.line_of(name, "secret"), what, remedy)


def check_name(kind: str, name: str, node: Node, report: Report) -> None:
    """Names of identifiers and webhooks are short, lower-case words."""
    if not _NAME.fullmatch(name):
        remedy = "begin with a letter; use a-z, 0-9, _ and -, at most 40"
        report.problem(node.file, node.line_of(name), f'"{name}" is not a name for {kind}', remedy)


def _check_identifier(name: str, kind: IdentifierType, node: Node, report: Report) -> None:
    def refuse(what: str, remedy: str, *path: str | int) -> None:
        report.problem(node.file, node.line_of(name, *path), what, remedy)

    check_name("an identifier", name, node, report)
    if kind.format not in FORMATS:
        refuse(f'"{kind.format}" is not a format', suggest(kind.format, FORMATS), "format")
    if kind.check and kind.check not in CHECKS:
        refuse(f'"{kind.check}" is not a check-digit algorithm', suggest(kind.check, CHECKS), "check")
    if kind.check and kind.format in ("phone", "email", "handle"):
        refuse(
            f"format {kind.format} has no check digits",
            "remove check, or use format: digits or text",
            "check",
        )
    if not 0 <= kind.priority <= 1_000_000:
        refuse(f"priority {kind.priority} is out of range", "use 0 to 1,000,000", "priority")
    if not 1 <= kind.cap <= MOST_IDENTIFIERS:
        refuse(f"cap {kind.cap} is out of range", f"use 1 to {MOST_IDENTIFIERS:,}", "cap")
    if kind.weak and kind.shared:
        refuse(
            f'identifier "{name}" is both weak and shared',
            "weak joins customers, shared keeps them apart",
            "shared",
        )
    for index, pattern in enumerate(kind.blocked):
        if not pattern.strip("*? "):
            refuse(
                f'blocked pattern "{pattern}" blocks everything',
                "name what to block: unknown@*",
                "blocked",
                index,
            )


def check_url(called: str, url: str, hosts: tuple[str, ...], file: str, line: int, report: Report) -> None:
    """An address is one, encrypted where it leaves the machine, and of a host that may be called."""
    parts = split_url(url)
    host = parts.hostname if parts else None
    if parts is None or host is None:
        remedy = "write https://host/path, without user or password"
        report.problem(file, line, f"{called}, url is not a web address", remedy)
        return
    if parts.scheme != "https" and not is_loopback(host):
        report.problem(file, line, f"{called} would be sent unencrypted", "use https://")
    if not may_call(url, hosts):
        what = f"{called} goes to {host}, which is not on the list of hosts"
        report.problem(file, line, what, f"add it to hosts: {{allow: [{host}]}} in business.yaml")


def is_secret_name(text: str) -> bool:
    """A name has words; a long run of letters and digits is more likely the secret itself."""
    if len(text) > _LONGEST_NAME or not _SECRET_NAME.fullmatch(text):
        return False
    return not any(len(word) > 20 and any(char.isdigit() for char in word) for word in text.split("_"))


def _check_list(key: str, values: tuple[str, ...], node: Node, report: Report) -> None:
    for index, value in enumerate(values):
        line = node.line_of(key, index)
        if not value.strip():
            report.problem(node.file, line, f"{key} holds an empty text", "remove it")
        elif value in values[:index]:
            report.problem(node.file, line, f'{key} holds "{value}" twice', "keep one")


def _code(word: str, known: frozenset[str], example: str) -> str:
    guess = nearest(word, sorted(known), 0.6)
    return f"did you mean {guess}? {example}" if guess else example
