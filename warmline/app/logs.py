"""Structured logs of the server: one line a record, without anything personal in it.

What an exception says may quote what a customer sent, so a trace shows where and of which kind it is, and its words
only where they are about the machine. Mail addresses and long numbers are masked wherever they stand.
"""

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

_EMAIL = re.compile(r"[^\s@<>\"'(),;:=/]+(?:@|%40)[^\s@<>\"'(),;]+\.\w+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.:-])(?:(?:\+|%2B)\d(?:[ ()-]{0,2}\d){5,}|\d(?:[ ()-]{0,2}\d){8,})(?![\w:])", re.IGNORECASE
)
_ABOUT_THE_MACHINE = (OSError, sqlite3.Error, ImportError, AttributeError, NameError, MemoryError)
_NOT_TEXT_OF_OTHERS = ("timestamp", "level", "logger")


def masked(text: str) -> str:
    """A text without mail addresses, and without numbers long enough to call or to bill somebody."""
    return _NUMBER.sub("‹number›", _EMAIL.sub("‹address›", text))


def trace(exc_info: structlog.typing.ExcInfo) -> str:
    """Where an exception came from and of which kind it is, its causes first."""
    return "\n".join(_traced(exc_info[1]))


def _traced(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _traced(before)
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    yield f"{kind}: {error}" if isinstance(error, _ABOUT_THE_MACHINE) else kind
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _traced(inner)


def _mask(logger: Any, method: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in record.items():
        if isinstance(value, str) and key not in _NOT_TEXT_OF_OTHERS:
            record[key] = masked(value)
    return record


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(trace),
    _mask,
]


def configure(level: str, form: str) -> None:
    """Send every log record, ours and those of libraries, to standard error as `json` or `text`.

    uvicorn's access log is off: its lines hold whole addresses, and addresses name customers.
    """
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel("WARNING")
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
    for name in ("httpx", "httpcore", "watchfiles"):
        logging.getLogger(name).setLevel("WARNING")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
