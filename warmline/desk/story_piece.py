"""One piece of the story of a contact on a screen: something said or done, or a panel beside it."""

from hashlib import blake2b
from typing import Any

from warmline.desk.pushed import Shown
from warmline.desk.templates import render

HEAD, POSITION, COLLEAGUES, ALERT, NOTES = -1, -2, -3, -4, -6
"""The places of the panels; what was said has the numbers of its events."""


def piece(place: int, customer: int, template: str, **values: Any) -> Shown:
    """A piece at its place, as it is in the page and in what is pushed."""
    inner = render(template, **values)
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("contacts/piece.html", place=place, mark=mark, inner=inner)
    return Shown(seq=place, mark=mark, html=html, customer=customer)
