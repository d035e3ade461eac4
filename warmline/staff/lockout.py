"""How long a sign-in name or an address has to wait after failed attempts."""

from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from warmline.staff import repository
from warmline.staff.model import DAY, HOUR, SECOND
from warmline.storage.port import Reader, Transaction

FREE = 5
"""Failures without a wait."""
FIRST_WAIT = 30 * SECOND
LONGEST_WAIT = HOUR
FORGET = DAY
"""After so long without a failure, all are forgotten."""


def wait_after(failures: int) -> int:
    """Microseconds to wait after so many failures: 30 s after the fifth, doubled after each more."""
    return 0 if failures < FREE else min(LONGEST_WAIT, FIRST_WAIT << min(failures - FREE, 20))


def for_name(email: str) -> str:
    """What failures of a sign-in name are counted under. A hash: some type their password there."""
    return "name:" + sha256(email.encode()).hexdigest()


def for_code(account: str) -> str:
    """What wrong codes of the second step of an account are counted under."""
    return f"code:{account}"


def for_address(address: str) -> str:
    """What failures from an address are counted under: one IPv4 address, or one IPv6 network (/64)."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return f"address:{address[:100]}"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return f"address:{ip.ipv4_mapped}"
        return f"address:{ip_address(int(ip) >> 64 << 64)}/64"
    return f"address:{ip}"


def seconds_locked(reader: Reader, now: int, *subjects: str) -> int:
    """Seconds until none of the subjects is locked, 0 if none is."""
    found = [failure for subject in subjects if (failure := repository.failure(reader, subject))]
    # The bound holds when the clock was set back meanwhile.
    wait = max((min(until - now, LONGEST_WAIT) for _, _, until in found), default=0)
    return max(0, -(-wait // SECOND))


def count_failure(tx: Transaction, now: int, subject: str) -> None:
    """Count one failure, and lock the subject if it was one too many."""
    known = repository.failure(tx, subject)
    failures = 1 if known is None or now - known[1] > FORGET else known[0] + 1
    tx.run(repository.PUT_FAILURE, (subject, failures, now, now + wait_after(failures)))


def forget(tx: Transaction, now: int, *subjects: str) -> None:
    """Start these from nothing again, and drop what is too old to matter."""
    for subject in subjects:
        tx.run(repository.FORGET_FAILURE, (subject,))
    tx.run(repository.FORGET_OLD_FAILURES, (now - FORGET,))
