"""Trying other policies on one customer, before they go live: nothing is put on record."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from warmline.business.folder import Folder
from warmline.business.load import load_files
from warmline.business.model import Business, BusinessError
from warmline.business.section import Section
from warmline.conditions.facts import of_profile
from warmline.customers.profile import Shape
from warmline.customers.service import Customers
from warmline.decisions.answers import Decision
from warmline.decisions.asking import Asked, answer, as_decision, note_of
from warmline.decisions.errors import NotLoaded
from warmline.decisions.heading import heading
from warmline.decisions.health import Health
from warmline.decisions.reading.section import DECISIONS
from warmline.language.formats import Formats
from warmline.storage.port import Reader, Storage
from warmline.web.principal import Principal


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided now, and what would be with other policies; `note` says if those answer nothing about it."""

    heading: list[str]
    now: Decision
    then: Decision
    note: str = ""


class Trying:
    """Other policies beside those in use. `files` gives the files of the business in use, by path."""

    def __init__(
        self,
        storage: Storage,
        customers: Customers,
        health: Health,
        files: Callable[[], Mapping[str, bytes]],
        sections: Sequence[Section[Any]],
        clock: Callable[[], int],
    ) -> None:
        self._storage = storage
        self._customers = customers
        self._health = health
        self._files = files
        self._sections = sections
        self._clock = clock
        self._loading = asyncio.Lock()

    def with_files(self, files: Mapping[str, str]) -> Business:
        """The business in use with other files: policies instead of its policies, offers instead of its offers …

        Of what is not given at all the business's own stays. A whole business may be given as well.
        Raises NotLoaded.
        """
        own = dict(self._files())
        given = {path: text.encode() for path, text in files.items()}
        kinds = {_kind(path) for path in given}
        for path in Folder(own).matching(*DECISIONS.patterns):
            if _kind(path) in kinds:
                del own[path]
        try:
            return load_files({**own, **given}, self._sections)
        except BusinessError as error:
            raise NotLoaded(error.problems) from error

    async def loaded(self, files: Mapping[str, str]) -> Business:
        """The same beside what the server does meanwhile, one at a time: thousands of policies take seconds."""
        async with self._loading:
            return await asyncio.to_thread(self.with_files, files)

    async def compare(self, by: Principal, customer: str, asked: Asked, other: Business) -> Compared:
        """What a customer is answered now, and what they would be. Raises UnknownCustomer."""
        return await self._storage.read(lambda reader: self._compare(reader, by, customer, asked, other))

    def _compare(
        self, reader: Reader, by: Principal, customer: str, asked: Asked, other: Business
    ) -> Compared:
        opened = self._customers.open(reader, by, customer)
        now, own = self._clock(), opened.rules.business
        decided = {}
        for business in (own, other):
            # Fields that only the other business has are empty: folding all of the log anew would take too long.
            shape = opened.rules.shape if business is own else Shape(business)
            profile = {name: state for name, state in opened.profile.items() if _alike(business, own, name)}
            found, tier = answer(business, asked, opened.id, profile, shape, now, self._health.digests)
            decided[business is own] = as_decision(
                found, tier, asked, id="", business=business.version, at=now, customer=opened.id, by=by.id
            )
        formats = Formats(own.languages[0], own.timezone, now)
        find = of_profile(opened.rules.shape, opened.profile, now)
        lines = heading(opened.name, decided[True].tier, find, formats)
        note = note_of(other, asked.situation)
        return Compared(heading=lines, now=decided[True], then=decided[False], note=note)


def _kind(path: str) -> str:
    """What a file is part of: its folder at the top, or itself."""
    return path.partition("/")[0]


def _alike(business: Business, own: Business, field: str) -> bool:
    """Whether a field folds in both as it does in the one in use."""
    return business is own or (field in business.fields and business.fields[field] == own.fields[field])
