"""Which hosts Warmline may call for a business: one rule, for the check and for whoever calls.

An entry of `hosts: {allow: […]}` is a host (`hooks.example.com`), a host with a port
(`127.0.0.1:9000`), or all hosts below a domain (`*.example.com`). Nothing else is allowed.
"""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_ENTRY = re.compile(
    rf"(\*\.)?({_LABEL}\.)*{_LABEL}(:[0-9]{{1,5}})?|\[[0-9a-f:.]+\](:[0-9]{{1,5}})?", re.ASCII
)
_PORTS = {"https": 443, "http": 80}


def is_host_entry(text: str) -> bool:
    """Whether this can stand in the list: lower case, no scheme, no path."""
    return len(text) <= 253 and _ENTRY.fullmatch(text) is not None


def split_url(url: str) -> SplitResult | None:
    """The parts of an absolute http(s) address without user, password or fragment; None otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or "@" in parts.netloc or "#" in url:
        return None
    return None if any(char.isspace() or not char.isprintable() or char == "\\" for char in url) else parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, where http is good enough."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def may_call(url: str, allowed: Iterable[str]) -> bool:
    """Whether the business lets Warmline call this address. A host without a port allows every port."""
    parts = split_url(url)
    if parts is None or parts.hostname is None:
        return False
    name = parts.hostname.rstrip(".")
    host = f"[{name}]" if ":" in name else name
    port = parts.port or _PORTS[parts.scheme]
    return any(
        entry in (host, f"{host}:{port}") or (entry.startswith("*.") and _below(host, port, entry[1:]))
        for entry in allowed
    )


def elsewhere(url: str, addresses: Mapping[str, str]) -> str:
    """An address as it is called here: `addresses` leads a host with its port, as it is written, to another one.

    >>> elsewhere("http://127.0.0.1:8100/credits", {"127.0.0.1:8100": "127.0.0.1:46613"})
    'http://127.0.0.1:46613/credits'
    """
    parts = urlsplit(url)
    other = addresses.get(parts.netloc)
    return parts._replace(netloc=other).geturl() if other else url


def _below(host: str, port: int, domain: str) -> bool:
    return host.endswith(domain) or f"{host}:{port}".endswith(domain)
