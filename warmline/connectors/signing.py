"""Signing requests, so that a system lets in who knows its secret."""

import hmac
from hashlib import sha256

SIGNATURE = "X-Signature"


def signature(secret: str, seconds: int, method: str, target: bytes, body: bytes) -> str:
    """The value of X-Signature: `t=<seconds since 1970>,v1=<hex>`.

    The HMAC-SHA256 of `<seconds>.<METHOD>.<path with query, as it is sent>.` and the body behind it.
    """
    signed = b"%d.%s.%s.%s" % (seconds, method.encode(), target, body)
    return f"t={seconds},v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}"
