"""What simulated customers enter where something is asked for: they know who they are."""

from datetime import UTC, datetime, timedelta
from random import Random

from warmline.flows.prompts import Field
from warmline.simulate.people import Customer
from warmline.simulate.talking.slips import swapped

CARD = "4242424242424242"
"""The card of all simulated customers; it exists nowhere."""
DAYS_AHEAD = 9
"""When somebody pays who pays later, and when gifts arrive."""
WRONG_NUMBER = 0.06
"""How often somebody mistypes their account number."""


def entered(field: Field, who: Customer, random: Random, today: float, *, is_ahead: bool) -> str:
    """What is typed into a field; "" where it is in no record of the customer.

    `is_ahead` tells a day that is agreed on from the birth date. `today` is seconds since 1970.
    """
    match field.kind:
        case "account":
            return swapped(random, who.account) if random.random() < WRONG_NUMBER else who.account
        case "date" if is_ahead:
            return (datetime.fromtimestamp(today, UTC) + timedelta(days=DAYS_AHEAD)).date().isoformat()
        case "date":
            return who.birth_date
        case "phone":
            return who.phone
        case "postcode":
            return who.postcode
        case "email":
            return who.email
        case "name":
            return who.latin_name if random.random() < 0.5 else who.name
        case "digits" if field.secret or field.length == len(CARD):
            return CARD
        case "digits":
            return who.account
        case "amount":
            return "100"
    return ""
