"""Looking for probable duplicates among the customers of this installation."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from warmline.customers import profile as profiles
from warmline.customers.matching.errors import NoUsableColumns
from warmline.customers.matching.kinds import Person
from warmline.customers.model import CustomerError
from warmline.customers.projection import Projection
from warmline.customers.proposals import Proposals
from warmline.language.messages import Message
from warmline.storage.port import Reader, Storage

CUSTOMERS_AT_ONCE = 500

FIELDS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("first_name", "given_name"),
    "surname": ("last_name", "surname", "family_name"),
    "full_name": ("latin_name", "name", "full_name"),
    "birth_date": ("birth_date", "birthday", "date_of_birth"),
    "street": ("street", "address"),
    "city": ("city", "town"),
    "postcode": ("postcode", "postal_code", "zip"),
    "email": ("email", "mail"),
    "phone": ("phone", "mobile"),
}
"""Which fields of a profile say what of a person; the first that is declared and known counts. A field that is
a map, such as an address, says what its parts say."""


async def look(
    storage: Storage,
    projection: Projection,
    proposals: Proposals,
    clock: Callable[[], int],
    progress: Callable[[int, int], None],
) -> dict[str, int]:
    """Propose probable duplicates; how many customers were compared, pairs found, and open proposals then."""
    people: list[dict[str, str]] = []
    after = 0
    total = await storage.read(projection.repository.count)
    while batch := await storage.read(
        lambda reader, after=after: list(_people(reader, projection, clock(), after))  # type: ignore[misc]
    ):
        people += batch
        after = int(batch[-1]["customer_id"])
        progress(len(people), total)
    pairs = await asyncio.to_thread(_pairs, people)
    return {"customers": len(people), "pairs": len(pairs), "open": await proposals.put(pairs)}


def _people(reader: Reader, projection: Projection, now: int, after: int) -> Iterator[dict[str, str]]:
    ids = projection.repository.page(reader, after, CUSTOMERS_AT_ONCE)
    stored = projection.repository.profiles(reader, ids)
    for id in ids:
        person = {"customer_id": str(id)}
        if id in stored:
            profile = profiles.decode(stored[id].body)
            person |= said_of_person(projection.rules.shape.values(profile, now))
        yield person


def said_of_person(values: Mapping[str, Any]) -> dict[str, str]:
    """What the values of a profile say of a person, by the names of `FIELDS`."""
    parts = {
        key: part for value in values.values() if isinstance(value, Mapping) for key, part in value.items()
    }
    plain = {
        name: str(value)
        for name, value in {**parts, **values}.items()
        if isinstance(value, str | int | date) and not isinstance(value, bool) and value != ""
    }
    found = {name: next((plain[f] for f in fields if f in plain), "") for name, fields in FIELDS.items()}
    return {name: text for name, text in found.items() if text}


def _pairs(people: list[dict[str, str]]) -> list[tuple[int, int, float, tuple[Message, ...]]]:
    # It takes a second to load, which a start should not wait for.
    from warmline.customers.matching.service import propose

    try:
        found = list(propose(Person(**person) for person in people))
    except NoUsableColumns as error:
        raise CustomerError(
            "What is known of the customers tells nobody apart.",
            "Declare a name, a birth date, an email, a phone number or an address as fields of the profile.",
        ) from error
    return [(int(one.left), int(one.right), one.probability, one.reasons) for one in found]
