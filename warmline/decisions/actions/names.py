"""Names that policies give: of situations, offers, advice."""

import re

from warmline.business.located import Node, Scalar
from warmline.decisions.actions.base import Place

NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
HOW = "begin with a letter; use a-z, 0-9, _ and -, at most 60"


def situation(node: Node, place: Place) -> str | None:
    """The name of a situation; None after reporting why it is none."""
    return named(node, place, "a situation")


def named(node: Node, place: Place, what: str) -> str | None:
    """A name as it is written; None after reporting why it is none."""
    if isinstance(node, Scalar) and NAME.fullmatch(node.text):
        return node.text
    shown = f'"{node.text}"' if isinstance(node, Scalar) else node.kind()
    place.refuse(node, f"{shown} is not a name for {what}", HOW)
    return None
