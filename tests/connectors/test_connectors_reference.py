"""The reference of the business folder names every key of a connector, and its example is sound."""

import re
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.business.sound_business import FILES
from tests.business.test_business_reference import section
from warmline.business.load import load_files
from warmline.connectors import reading
from warmline.connectors.signing import signature
from warmline.connectors.values import WORDS

DOCS = Path(__file__).parents[2] / "docs"
HERE = section("connectors/*.yaml")


@pytest.mark.parametrize("struct", [reading.Written, reading.WrittenOperation])
def test_every_key_and_every_type_is_explained(struct: type[msgspec.Struct]) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(struct)]
    assert [word for word in (*keys, *WORDS) if f"`{word}`" not in HERE] == []


def test_the_example_is_a_sound_connector() -> None:
    files = {name: content.encode() for name, content in FILES.items()}
    files["business.yaml"] = files["business.yaml"].replace(b"127.0.0.1:9000", b"127.0.0.1:8100")
    (example,) = re.findall(r"```yaml\n(.*?)```", HERE, re.DOTALL)
    business = load_files(files | {"connectors/billing.yaml": example.encode()}, [reading.CONNECTORS])
    assert set(reading.CONNECTORS.of(business)) == {"billing.latest_invoice", "billing.pay"}


def test_the_check_in_the_documentation_admits_what_is_signed_and_nothing_else() -> None:
    page = (DOCS / "how-to" / "connect-a-system.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)
    now, target, body = int(time.time()), "/api/a%20b?latest", b'{"a": 1}'
    header = signature("s", now, "POST", target.encode(), body)
    check = known["is_from_warmline"]
    assert check("s", header, "POST", target, body)
    assert not check("x", header, "POST", target, body)
    assert not check("s", header, "PATCH", target, body)
    assert not check("s", header, "POST", target, body + b" ")
    old = signature("s", now - 301, "POST", target.encode(), body)
    assert not check("s", old, "POST", target, body)
    assert not check("s", "", "POST", target, body)
