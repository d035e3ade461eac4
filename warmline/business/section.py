"""How a room above adds its own files to the business folder.

    POLICIES = Section("policies", ("policies/*.yaml",), read_policies)
    business = load(folder, [POLICIES])
    POLICIES.of(business)               # what read_policies returned

This room knows none of them: whoever wires the rooms together passes the sections in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from warmline.business.folder import Folder
from warmline.business.model import Business
from warmline.business.report import Report

T = TypeVar("T")


@dataclass(frozen=True)
class Section(Generic[T]):
    """Files of one kind, and how they are read.

    `read(folder, business, report)` is called with a business whose own files are sound and that
    holds the sections before this one. It reports what is wrong and returns what it could read,
    always: a problem in the report refuses the folder. It raises nothing for a mistake in a file.
    """

    name: str
    patterns: tuple[str, ...]
    read: Callable[[Folder, Business, Report], T]

    def of(self, business: Business) -> T:
        """What this section read. KeyError if the business was loaded without it."""
        return cast(T, business.sections[self.name])
