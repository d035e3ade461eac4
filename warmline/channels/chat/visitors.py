"""Who is signed in to the site that a chat stands on."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from warmline.channels.chat.model import Visitor
from warmline.channels.declared import Website
from warmline.events.model import Identifier

LONGEST = 200


def identifier_hash(id: str, secret: str) -> str:
    """What a site signs the id of a visitor with: HMAC-SHA256 in hexadecimal digits."""
    return hmac.new(secret.encode(), id.encode(), sha256).hexdigest()


def identified(visitor: Visitor, website: Website, environment: Mapping[str, str]) -> tuple[Identifier, ...]:
    """The identifier of a visitor whose id is signed rightly; nothing for everybody else.

    Without the secret nobody can be identified: then all stay anonymous, and nothing is taken on trust.
    """
    secret = environment.get(website.visitors, "") if website.visitors else ""
    if not secret or not visitor.id or len(visitor.id) > LONGEST:
        return ()
    expected = identifier_hash(visitor.id, secret)
    if not hmac.compare_digest(expected.encode(), visitor.identifier_hash.strip().lower().encode()):
        return ()
    return (Identifier(website.type, visitor.id, verified=True),)
