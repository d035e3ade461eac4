"""Whether a request comes from the gateway: it shows the secret, or signs with it."""

import base64
import binascii
import hmac
from collections.abc import Mapping

from warmline.connectors.signing import signature

MOST_SECONDS = 300
"""How far the time of a signature may be from now."""


def is_admitted(
    secret: str, headers: Mapping[str, str], method: str, target: bytes, body: bytes, seconds: int
) -> bool:
    """Whether a request may come in. `target` is the path with its query as it was sent; `seconds` is now, since 1970.

    Headers are read by their lower-case names.
    """
    shown = _shown(headers.get("authorization", ""))
    if shown and hmac.compare_digest(shown.encode("utf-8", "replace"), secret.encode()):
        return True
    signed = headers.get("x-signature", "")
    time = signed.partition(",")[0].removeprefix("t=")
    if not (time.isascii() and time.isdecimal() and len(time) <= 12):
        return False
    if abs(seconds - int(time)) > MOST_SECONDS:
        return False
    right = signature(secret, int(time), method, target, body)
    return hmac.compare_digest(signed.encode("utf-8", "replace"), right.encode())


def _shown(authorization: str) -> str:
    """The secret that a header carries: as a bearer, or as the user name of Basic authentication."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return ""
