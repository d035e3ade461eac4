"""Random secrets that are handed out once and stored as their hash."""

from base64 import urlsafe_b64encode
from hashlib import sha256

TOKEN_PREFIX = "wlt_"
"""How every API token begins, so that secret scanners find one that was committed by mistake."""


def secret_text(raw: bytes) -> str:
    """Random bytes as letters that are safe in cookies and headers."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def secret_hash(secret: str) -> str:
    """What is stored of a secret. Plain SHA-256 is enough for 256 random bits."""
    return sha256(secret.encode()).hexdigest()
