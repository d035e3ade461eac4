"""Broken files of a business, each with what is to be said: `line: what | how the remedy begins`."""

from .sound_business import FILES

ABOUT = FILES["business.yaml"]


def about(old: str, new: str) -> str:
    """`business.yaml` with something replaced."""
    assert old in ABOUT
    return ABOUT.replace(old, new)


def field(declared: str) -> str:
    return f"fields:\n  f: {declared}\n"


def identifier(declared: str) -> str:
    return f"identifiers:\n  account: {declared}\n"


def webhook(url: str = "https://hooks.example.com/", on: str = "[x]", secret: str = "CRM_SECRET") -> str:
    return f'webhooks:\n  crm:\n    url: "{url}"\n    on: {on}\n    secret: {secret}\n'


BROKEN: list[tuple[str, str, str]] = [
    # business.yaml
    (
        "business.yaml",
        about("region: PH", "regoin: PH"),
        '2: "regoin" is not a key of business.yaml | did you mean region? known',
    ),
    ("business.yaml", about("region: PH\n", ""), '1: business.yaml has no "region" | add region'),
    ("business.yaml", about("region: PH", "region: UK"), '2: "UK" is not a region |'),
    (
        "business.yaml",
        about("region: PH", "region: [PH]"),
        "2: business.yaml, region needs text, not a list |",
    ),
    (
        "business.yaml",
        about("name: Isla Mobile", "name:"),
        "1: business.yaml, name needs text, not nothing |",
    ),
    (
        "business.yaml",
        about("Asia/Manila", "Asia/Manilla"),
        '3: "Asia/Manilla" is not a time zone | did you mean Asia/Manila?',
    ),
    ("business.yaml", about("currency: PHP", "currency: $"), '4: "$" is not a currency | PH pays with PHP'),
    ("business.yaml", about("[en, fil, zh-Hans]", "[]"), "5: languages is empty |"),
    (
        "business.yaml",
        about("zh-Hans", "zh-hans"),
        '5: "zh-hans" is not how this language is written | write zh-Hans',
    ),
    ("business.yaml", about("fil", "filipino"), '5: "filipino" is not a language |'),
    ("business.yaml", about("fil", "en"), '5: languages holds "en" twice | keep one'),
    ("business.yaml", about("NO", "Norway"), '7: "Norway" is not a country |'),
    (
        "business.yaml",
        about("hooks.example.com", "https://hooks.example.com/"),
        '8: "https://hooks.example.com/" is not a host |',
    ),
    ("business.yaml", "- a\n", "1: business.yaml needs a map, not a list | its keys are: name, region"),
    ("business.yaml", "", "1: business.yaml needs a map, not nothing |"),
    # identifiers.yaml
    ("identifiers.yaml", "", '0: has no "identifiers" | begin it with identifiers:'),
    ("identifiers.yaml", "identifiers:\n", "1: no identifier is declared |"),
    (
        "identifiers.yaml",
        "identifers: {}\n",
        '1: "identifers" is not a key of identifiers.yaml | did you mean identifiers?',
    ),
    ("identifiers.yaml", identifier("{}"), '2: identifier "account" has no "priority" |'),
    (
        "identifiers.yaml",
        identifier("{priority: first}"),
        '2: identifier "account", priority needs a number, not "first" |',
    ),
    (
        "identifiers.yaml",
        identifier("{priority: 1.5}"),
        '2: identifier "account", priority needs a whole number, not "1.5" |',
    ),
    (
        "identifiers.yaml",
        identifier("{priority: 1, format: phon}"),
        '2: "phon" is not a format | did you mean phone? known: pho',
    ),
    (
        "identifiers.yaml",
        identifier("{priority: 1, check: lun}"),
        '2: "lun" is not a check-digit algorithm | did you mean luhn?',
    ),
    (
        "identifiers.yaml",
        identifier("{priority: 1, format: email, check: luhn}"),
        "2: format email has no check digits |",
    ),
    ("identifiers.yaml", identifier("{priority: 1, cap: 0}"), "2: cap 0 is out of range |"),
    (
        "identifiers.yaml",
        identifier("{priority: 1, weak: yes}"),
        '2: identifier "account", weak needs true or false, not "yes" |',
    ),
    (
        "identifiers.yaml",
        identifier("{priority: 1, weak: true, shared: true}"),
        '2: identifier "account" is both weak and shared |',
    ),
    (
        "identifiers.yaml",
        identifier('{priority: 1, blocked: ["*"]}'),
        '2: blocked pattern "*" blocks everything |',
    ),
    (
        "identifiers.yaml",
        "identifiers:\n  a: {priority: 1}\n  b:\n    weak: true\n    priority: 1\n",
        '5: identifiers "a" and "b" both have priority 1 |',
    ),
    (
        "identifiers.yaml",
        'identifiers:\n  "a:b": {priority: 1}\n',
        '2: "a:b" is not a name for an identifier |',
    ),
    # profile.yaml
    (
        "profile.yaml",
        field("{}"),
        '2: field "f" does not say how it follows from events | give exactly one of last, firs',
    ),
    (
        "profile.yaml",
        field("{count: [a], last: {a: b}, default: null}"),
        '2: field "f" folds in 2 ways: last, count |',
    ),
    (
        "profile.yaml",
        field("{typ: text, count: [a]}"),
        '2: "typ" is not a key of field "f" | did you mean type? known: type',
    ),
    (
        "profile.yaml",
        field("{type: monny, sum: {a: b}}"),
        '2: "monny" is not a type | did you mean money? known: tex',
    ),
    (
        "profile.yaml",
        field("{count: [a], disclosure: verifed}"),
        '2: "verifed" is not a disclosure level | did you mean verified?',
    ),
    (
        "profile.yaml",
        field("{type: text, count: [a]}"),
        "2: count gives no text | write type: integer or number",
    ),
    ("profile.yaml", field("{sum: {a: b}}"), "2: sum gives no text | write type: number or integer "),
    ("profile.yaml", field("{last: {a: b}}"), '2: field "f" has no default | until an event sets it there i'),
    (
        "profile.yaml",
        field("{type: integer, last: {a: b}, default: none}"),
        "2: default none is not of type integer |",
    ),
    (
        "profile.yaml",
        field("{type: money, last: {a: b}, default: {amount: 1.5, currency: PHP}}"),
        "2: default a map is not of type money |",
    ),
    (
        "profile.yaml",
        field("{type: date, last: {a: b}, default: 2025-02-30}"),
        "2: default 2025-02-30 is not of type date |",
    ),
    (
        "profile.yaml",
        field("{count: [a], window: 7x}"),
        '2: "7x" is not a length of time | write minutes, hours, days or ',
    ),
    ("profile.yaml", field("{count: [a], window: 99999d}"), '2: "99999d" is longer than ten years |'),
    (
        "profile.yaml",
        field("{last: {a: b}, default: null, window: 7d}"),
        "2: last takes no window | only count and sum do",
    ),
    ("profile.yaml", field("{count: [a], keep: 3}"), "2: count takes no keep |"),
    ("profile.yaml", field("{recent: [a], keep: 0}"), "2: keep 0 is out of range |"),
    ("profile.yaml", field("{count: []}"), "2: count names no event type |"),
    (
        "profile.yaml",
        field("{last: {invoice.issued: totl}, default: null}"),
        '2: "totl" is not in invoice.issued | did you mean total?',
    ),
    (
        "profile.yaml",
        field("{last: {invoice.issued: total.amont}, default: null}"),
        '2: "total.amont" is not in invoice.issued | did you mean amount?',
    ),
    (
        "profile.yaml",
        field("{last: {invoice.issued: due.day}, default: null}"),
        '2: "due.day" is not in invoice.issued | it is of type date',
    ),
    (
        "profile.yaml",
        field("{last: {invoice.issued: total}, default: null}"),
        '2: "total" of invoice.issued is of type money, not text | write type: money',
    ),
    (
        "profile.yaml",
        field("{last: {customer.identified: traits.valeu_tier}, default: null}"),
        '2: "traits.valeu_tier" is not in customer.identified | did you mean value_tier?',
    ),
    (
        "profile.yaml",
        field("{type: number, last: {a: =5}, default: null}"),
        '2: the constant "=5" is not of type number |',
    ),
    ("profile.yaml", field("{last: {a: b..c}, default: null}"), '2: "b..c" is not a path into an event |'),
    (
        "profile.yaml",
        field("{recent: [invoice.issued], with: [totl]}"),
        '2: "totl" is not in invoice.issued | did you mean total?',
    ),
    ("profile.yaml", field("{recent: [a], with: [b.x, c.x]}"), '2: the name "x" is taken by b.x |'),
    ("profile.yaml", field("{items: {close: {a: b}}}"), '2: field "f", items has no "set" |'),
    (
        "profile.yaml",
        field("{items: {set: {a: b}, show: opn}}"),
        '2: "opn" is not known for show | did you mean open?',
    ),
    ("profile.yaml", field("{items: {set: {a: b}, close: {a: b}}}"), "2: a both sets and closes an item |"),
    ("profile.yaml", "fields:\n  Plan-Name: {count: [a]}\n", '2: "Plan-Name" is not a name for a field |'),
    ("profile.yaml", "fields:\n  in: {count: [a]}\n", '2: "in" is not a name for a field |'),
    (
        "profile.yaml",
        field("{count: [invoice.isued]}"),
        '2: "invoice.isued" is not an event type Warmline knows | did you mean invoice.issued?',
    ),
    # webhooks.yaml
    (
        "webhooks.yaml",
        webhook(url="http://hooks.example.com/"),
        '3: webhook "crm" would be sent unencrypted | use https://',
    ),
    (
        "webhooks.yaml",
        webhook(url="https://other.example.com/"),
        '3: webhook "crm" goes to other.example.com, which is not on the list of hosts | add it to hosts',
    ),
    ("webhooks.yaml", webhook(url="hooks.example.com"), '3: webhook "crm", url is not a web address |'),
    (
        "webhooks.yaml",
        webhook(url="https://me:pw@hooks.example.com/"),
        '3: webhook "crm", url is not a web address |',
    ),
    ("webhooks.yaml", webhook(on='[""]'), '4: webhook "crm" hears of an event without a type |'),
    (
        "webhooks.yaml",
        webhook(secret="sk-live-9a8f"),
        '5: webhook "crm", secret is not the name of an environment variable |',
    ),
    (
        "webhooks.yaml",
        webhook(secret="A8F39C0011D2E4B7AA55CC01"),
        '5: webhook "crm", secret is not the name of an environment variable |',
    ),
]
