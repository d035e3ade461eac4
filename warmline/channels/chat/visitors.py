"""Who is signed in to the site that a chat stands on."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from warmline.channels.chat.model import Visitor
from warmline.channels.declared import Website
from warmline.events.model import Identifier

LONGEST = 200
OLDEST = 24 * 3600
"""Seconds that a signature with its time is good for, where the website does not say."""
AHEAD = 300
"""Seconds that the clock of a site may be ahead of ours."""


def identifier_hash(id: str, secret: str, signed_at: int = 0) -> str:
    """What a site signs the id of a visitor with: HMAC-SHA256 in hexadecimal digits.

    The time, if it is signed, stands on a line before the id.
    """
    text = f"{signed_at}\n{id}" if signed_at else id
    return hmac.new(secret.encode(), text.encode("utf-8", "replace"), sha256).hexdigest()


def identified(
    visitor: Visitor, website: Website, environment: Mapping[str, str], now: float
) -> tuple[Identifier, ...]:
    """The identifier of a visitor whose id is signed rightly; nothing for everybody else.

    Without the secret nobody can be identified: then all stay anonymous, and nothing is taken on trust. No id has
    several lines, so that none reads as another one with a time. `now` is in seconds since 1970.
    """
    secret = environment.get(website.visitors, "") if website.visitors else ""
    if not secret or not visitor.id or len(visitor.id) > LONGEST or "\n" in visitor.id:
        return ()
    longest = website.seconds_signed_for
    if longest and not visitor.signed_at:
        return ()
    if visitor.signed_at and not now - (longest or OLDEST) <= visitor.signed_at <= now + AHEAD:
        return ()
    expected = identifier_hash(visitor.id, secret, visitor.signed_at)
    if not hmac.compare_digest(expected.encode(), visitor.identifier_hash.strip().lower().encode()):
        return ()
    return (Identifier(website.type, visitor.id, verified=True),)
