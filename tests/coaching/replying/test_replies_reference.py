"""The reference of facts in replies: every key is in it, its example is sound."""

import re

import msgspec
import pytest

from tests.coaching.replying.test_telling import SECTIONS, files
from tests.server import ROOT
from warmline.business.load import load_files
from warmline.coaching.replying import reading
from warmline.coaching.replying.reading import REPLIES

REFERENCE = (ROOT / "docs" / "reference" / "business-folder.md").read_text("utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "tell-facts-in-replies.md").read_text("utf-8")
SECTION = REFERENCE.split("\n## replies.yaml\n")[1].split("\n## ")[0]
CONNECTOR = """
connector: billing
url: http://127.0.0.1:8100
operations:
  open_invoices: {get: "/o/{account}", takes: {account: text}, gives: {count: integer, total: money}}
"""
PROFILE = """
fields:
  account: {disclosure: staff, default: "", last: {customer.identified: traits.account}}
  plan: {disclosure: verified, default: "", last: {customer.identified: traits.plan}}
  contract_ends: {type: date, disclosure: verified, default: null, last: {service.activated: ends}}
"""
ARTICLES = "---\ntitle: About {0}\ntopics: [{0}]\n---\nSomething about it.\n"


def test_every_key_is_explained() -> None:
    keys = {field.encode_name for field in msgspec.structs.fields(reading._Written)}
    keys |= {field.encode_name for field in msgspec.structs.fields(reading._Way)}
    told = set(re.findall(r"\b(\w+)\b", " ".join(re.findall(r"`([^`\n]+)`", SECTION))))
    assert keys - told == set()


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", SECTION + HOW_TO, re.DOTALL))
def test_an_example_is_sound(example: str) -> None:
    more = {"connectors/billing.yaml": CONNECTOR, "profile.yaml": PROFILE}
    more |= {f"knowledge/{topic}.en.md": ARTICLES.format(topic) for topic in ("plan", "roaming", "pay")}
    written = files(example) | {path: text.encode() for path, text in more.items()}
    assert len(REPLIES.of(load_files(written, SECTIONS)).facts) == 1
