"""What routes take and show: structs whose fields are checked on the way in, and copied on the way out."""

from typing import Any, TypeVar

import msgspec

View = TypeVar("View", bound=msgspec.Struct)


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is sent here: an unknown field is a mistake."""


def shown(view: type[View], *things: msgspec.Struct, **more: Any) -> View:
    """A view of `things`: each of its fields from the first of them that has it, unless `more` says it."""
    fields = {
        name: getattr(thing, name)
        for thing in reversed(things)
        for name in thing.__struct_fields__
        if name in view.__struct_fields__
    }
    return view(**(fields | more))
