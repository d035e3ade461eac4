"""Who may ask: whoever knows the secret, as a bearer or by signing the request with it."""

import hmac
from hashlib import sha256

from backoffice.errors import Refused

SIGNATURE = "x-signature"
HOOK_SIGNATURE = "x-warmline-signature"
MOST_SECONDS = 300
"""How old a signature may be."""


def sign(secret: str, seconds: int, method: str, target: str, body: bytes) -> str:
    """The value of X-Signature: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.METHOD.target." + body>`."""
    message = f"{seconds}.{method}.{target}.".encode() + body
    return f"t={seconds},v1={hmac.new(secret.encode(), message, sha256).hexdigest()}"


def admit(secret: str, headers: dict[str, str], method: str, target: str, body: bytes, seconds: int) -> None:
    """Let a request in, or raise Refused. `target` is the path with its query; without a secret all may."""
    if not secret:
        return
    bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
    if hmac.compare_digest(bearer.encode(), secret.encode()):
        return
    signature = headers.get(SIGNATURE, "")
    signed = signature.partition(",")[0].removeprefix("t=")
    if signed.isdecimal() and abs(seconds - int(signed)) <= MOST_SECONDS:
        right = sign(secret, int(signed), method, target, body)
        if hmac.compare_digest(signature.encode(), right.encode()):
            return
    raise Refused(
        401, "not_admitted", "The request is neither signed nor does it carry the secret.", "See README.md."
    )


def admit_call(secret: str, headers: dict[str, str], body: bytes) -> None:
    """Let a call in that has something done, or raise Refused: never without a secret, unlike one that only tells."""
    if not secret:
        raise Refused(
            401,
            "no_secret",
            "Nobody may have messages sent: there is no secret to sign with.",
            "Start the back office and Warmline with the same MESSAGES_WEBHOOK_SECRET.",
        )
    admit_hook(secret, headers, body)


def admit_hook(secret: str, headers: dict[str, str], body: bytes) -> None:
    """Let one of Warmline's webhooks in, which signs the body alone, or raise Refused."""
    right = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    if secret and not hmac.compare_digest(headers.get(HOOK_SIGNATURE, "").encode(), right.encode()):
        raise Refused(
            401, "not_signed", "The webhook is not signed with the secret.", "Give both sides the same."
        )
