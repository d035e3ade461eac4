"""Addresses with names in them: `/accounts/{account}/invoices?latest`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from warmline.conditions.reading import Misfit

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PLAIN = re.compile(r"/[A-Za-z0-9/_.,~:@!$&'()*+;=?%-]*")
_STEPS = (".", "..")


class BadAddress(ValueError):
    """What is written is no address; the message says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """A path, perhaps with a query; names in braces stand for arguments."""

    written: str

    def __post_init__(self) -> None:
        bare = _NAME.sub("x", self.written)
        if "{" in bare or "}" in bare:
            raise BadAddress("has braces around what is no name")
        if not _PLAIN.fullmatch(bare) or "//" in bare or any(one in _STEPS for one in bare.split("/")):
            raise BadAddress("is no path below the system's address")

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments that are named in it."""
        return tuple(dict.fromkeys(_NAME.findall(self.written)))

    def filled(self, values: Mapping[str, str], query: Mapping[str, str] | None = None) -> str:
        """The address for these values, and `query` behind it. Raises Misfit where a value would change the path."""
        for name in self.names:
            if values[name] in ("", *_STEPS):
                raise Misfit(f"{name} cannot stand in an address")
        target = _NAME.sub(lambda found: quote(values[found[1]], safe=""), self.written)
        if not query:
            return target
        return f"{target}{'&' if '?' in target else '?'}{urlencode(query)}"
