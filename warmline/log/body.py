"""Reading the body of a request: within a limit, unpacked, whether it comes in one piece or in many."""

import zlib
from collections.abc import Awaitable, Callable, Mapping

from warmline.log.wire import Disconnected, NotJSON, TooLarge, UnsupportedMedia

Receive = Callable[[], Awaitable[Mapping[str, object]]]
"""The ASGI channel that a request arrives on."""

_GZIP = 16 + zlib.MAX_WBITS


async def read(receive: Receive, encoding: str, limit: int) -> bytes:
    """The whole body as the client meant it, `encoding` (the Content-Encoding header) undone.

    Neither what arrives nor what it unpacks to may have more than `limit` bytes: a gzip bomb is
    given up at the limit, not unpacked first. Raises TooLarge, UnsupportedMedia, NotJSON (broken
    gzip) and Disconnected, each with the bytes received so far.
    """
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise UnsupportedMedia(
            f'The content encoding "{encoding[:40]}" is not spoken here. Send gzip, or none.'
        )
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            so_far = bytes(body) if encoding in ("", "identity") else _unpacked_so_far(bytes(body), limit)
            raise Disconnected("The client closed the connection in the middle of the body.", so_far)
        chunk = message.get("body", b"")
        if isinstance(chunk, bytes):
            body += chunk
        if len(body) > limit:
            raise _too_large(limit, bytes(body[:limit]))
        if not message.get("more_body", False):
            break
    return bytes(body) if encoding in ("", "identity") else gunzip(bytes(body), limit)


def gunzip(packed: bytes, limit: int) -> bytes:
    """What the members of a gzip file hold, at most `limit` bytes. Raises TooLarge and NotJSON."""
    unpacked = bytearray()
    rest = packed
    try:
        while rest:
            member = zlib.decompressobj(_GZIP)
            unpacked += member.decompress(rest, limit - len(unpacked) + 1)
            if len(unpacked) > limit:
                raise _too_large(limit, packed)
            if not member.eof:
                raise NotJSON("The gzip body ends too early.", packed)
            rest = member.unused_data
    except zlib.error as error:
        raise NotJSON(f"The body says that it is gzip, but cannot be unpacked: {error}.", packed) from None
    return bytes(unpacked)


def _unpacked_so_far(packed: bytes, limit: int) -> bytes:
    """The text at the beginning of a gzip file that was cut off: readable, and to be found by an erasure."""
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, limit)
    except zlib.error:
        return b""


def _too_large(limit: int, raw: bytes) -> TooLarge:
    return TooLarge(f"The body has more than {limit:,} bytes. Send smaller batches.", raw)
