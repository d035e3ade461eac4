"""A field of the profile can be who an event names: what the company's other systems know the customer by."""

from pathlib import Path

import msgspec

from tests.customers.world import BUSINESS, NOW, event, world
from warmline.business.model import Field

FIELD = Field(last={"customer.identified": "identifiers.account", "note": "identifiers.account"}, default="")
WITH_ACCOUNT = msgspec.structs.replace(BUSINESS, fields={**BUSINESS.fields, "number": FIELD})


def test_an_identifier_becomes_the_value_and_stays_where_another_event_names_none(tmp_path: Path) -> None:
    with world(tmp_path, WITH_ACCOUNT) as made:
        made.take(event(1, "customer.identified", ["account:7013550", "user:maria"], occurred=NOW - 2))
        made.take(event(2, "note", ["user:maria"], occurred=NOW - 1))
        assert made.field("user", "maria", "number") == "7013550"


def test_where_no_event_names_one_the_default_holds(tmp_path: Path) -> None:
    with world(tmp_path, WITH_ACCOUNT) as made:
        made.take(event(1, "customer.identified", ["user:maria"]))
        assert made.field("user", "maria", "number") == ""
