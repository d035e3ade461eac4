"""The reference of the business folder names every key of a connector, and its example is sound."""

import re

import msgspec
import pytest

from tests.business.sound_business import FILES
from tests.business.test_business_reference import section
from warmline.business.load import load_files
from warmline.connectors import reading
from warmline.connectors.values import WORDS

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
