"""What a condition about the level makes sure of."""

import pytest

from warmline.business.model import Disclosure
from warmline.flows.checks.levels import when_held, when_not_held

ANYBODY, RECOGNISED, VERIFIED = Disclosure.ANONYMOUS, Disclosure.RECOGNISED, Disclosure.VERIFIED


@pytest.mark.parametrize(
    ("condition", "held", "not_held"),
    [
        ('contact.level == "verified"', VERIFIED, ANYBODY),
        ("contact.level == 'recognised'", RECOGNISED, ANYBODY),
        ('contact.level != "anonymous"', RECOGNISED, ANYBODY),
        ('contact.level != "verified"', ANYBODY, VERIFIED),
        ('contact.level == "anonymous"', ANYBODY, RECOGNISED),
        ('contact.level == "verified" && size(customer.orders) > 0', VERIFIED, ANYBODY),
        ('contact.level == "verified" || size(customer.orders) > 0', ANYBODY, ANYBODY),
        ('!(contact.level == "verified")', ANYBODY, ANYBODY),
        ('(contact.level == "verified" ? 1 : 2) == 1', ANYBODY, ANYBODY),
        ('customer.name == "contact.level"', ANYBODY, ANYBODY),
        ('customer.orders.exists(one, contact.level == "verified")', ANYBODY, ANYBODY),
        ("", ANYBODY, ANYBODY),
    ],
)
def test_what_is_sure(condition: str, held: Disclosure, not_held: Disclosure) -> None:
    assert when_held(condition) is held
    assert when_not_held(condition) is not_held
