"""A small sound business, to be broken by tests."""

from pathlib import Path

FILES = {
    "business.yaml": """\
name: Isla Mobile
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en, fil, zh-Hans]
brands: [isla, lola]
countries: [PH, NO]
hosts: {allow: [hooks.example.com, "*.partner.example", 127.0.0.1:9000]}
""",
    "identifiers.yaml": """\
identifiers:
  account: {priority: 1, format: digits, check: luhn}
  phone: {priority: 2, format: phone, shared: true, blocked: [+0000]}
  browser: {priority: 9, weak: true}
""",
    "profile.yaml": """\
fields:
  plan: {disclosure: recognised, last: {customer.identified: traits.plan}, default: null}
  contacts_7d: {count: [contact.started], window: 7d}
  paid: {type: money, sum: {payment.received: amount}}
  last_invoice: {type: money, last: {invoice.issued: total}, default: 0}
  invoices: {recent: [invoice.issued], keep: 3, with: [invoice, total]}
""",
    "webhooks.yaml": """\
webhooks:
  crm: {url: "https://hooks.example.com/warmline", on: [invoice.issued], secret: CRM_WEBHOOK_SECRET}
""",
}


def put(folder: Path, **files: str | bytes | None) -> None:
    """Write files whose dot is spelt `__`; None removes one."""
    for name, content in files.items():
        place = folder / name.replace("__", ".")
        if content is None:
            place.unlink()
        else:
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
