"""Works out what every struct of Warmline looks like, before several threads decode one for the first time."""

from collections.abc import Iterator
from contextlib import suppress

import msgspec


def work_out() -> None:
    """To be called while there is one thread.

    msgspec works the fields of a struct out when it is first decoded, and puts them in place before they are complete:
    a second thread that decodes the same struct meanwhile brings the process down (seen with 0.22).
    """
    for one in _structs(msgspec.Struct):
        with suppress(TypeError):  # it holds what cannot be decoded, and never is
            msgspec.msgpack.Decoder(one)


def _structs(above: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in above.__subclasses__():
        yield one
        yield from _structs(one)
