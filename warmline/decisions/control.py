"""Control groups: customers who are not offered something, so that one can see what offering it does."""

from hashlib import blake2b


def is_control(offer: str, customer: int | None, share: float) -> bool:
    """Whether a customer is in the control group of an offer: always the same answer, `share` (0 to 1) of all."""
    if not share or customer is None:
        return False
    drawn = int.from_bytes(blake2b(f"{offer}\0{customer}".encode(), digest_size=8).digest())
    return drawn < share * 2**64
