"""Files of events, read in chunks of lines at bounded memory: NDJSON, CSV, Parquet."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from warmline.cli.errors import CommandError
from warmline.cli.mapping import BadRow, Mapping, Rows
from warmline.log.native import MAX_EVENT

LINES = 2_000
BYTES = 1_000_000
ROWS = 50_000
KEPT = 64 * 1024
"""Of a line that is too long, so much is kept with its reason; the whole of it is in the file."""
FORMATS = {".ndjson": "ndjson", ".jsonl": "ndjson", ".json": "ndjson", ".csv": "csv", ".tsv": "csv"}
FORMATS |= {".txt": "csv", ".parquet": "parquet", ".pq": "parquet"}
_DELIMITERS = ",;\t|"


class Unread(msgspec.Struct, frozen=True):
    """A line that is no event: its number, its bytes, why."""

    line: int
    raw: bytes
    reason: str


class Chunk:
    """Consecutive lines from `first` on, as the import takes them; empty ones are nothing."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.lines: list[str] = []
        self.unread: list[Unread] = []
        self.done = 0
        """Bytes of the file (rows, of Parquet) read up to here."""
        self._bytes = 0

    @property
    def next(self) -> int:
        """The number of the line behind it."""
        return self.first + len(self.lines)

    @property
    def full(self) -> bool:
        """Whether it should be sent."""
        return len(self.lines) >= LINES or self._bytes >= BYTES

    def add(self, text: str, lines: int = 1) -> None:
        """Take an event that stands on so many lines of the file."""
        self.lines += [text, *[""] * (lines - 1)]
        self._bytes += len(text)

    def refuse(self, raw: bytes, reason: str, lines: int = 1) -> None:
        """Take what is no event."""
        if len(raw) > KEPT:
            raw, reason = raw[:KEPT], f"{reason} Its first {KEPT:,} bytes are kept here."
        self.unread.append(Unread(self.next, raw, reason))
        self._bytes += len(raw)
        self.add("", lines)


def format_of(path: Path, given: str | None) -> str:
    """The format of a file, by its ending unless given. Raises CommandError."""
    known = sorted(set(FORMATS.values()))
    if given is not None:
        if given not in known:
            raise CommandError(f"{given!r} is no format.", f"Use one of {', '.join(known)}.", 2)
        return given
    if path.suffix.lower() not in FORMATS:
        raise CommandError(
            f"What {path.name} holds cannot be told from its ending.", "Say --format ndjson, csv or parquet."
        )
    return FORMATS[path.suffix.lower()]


def chunks(path: Path, format: str, mapping: Mapping | None, skip: int) -> Iterator[Chunk]:
    """The chunks of a file behind its first `skip` lines. Raises CommandError."""
    if format == "parquet":
        return _parquet(path, mapping, skip)
    return _csv(path, mapping, skip) if format == "csv" else _ndjson(path, skip)


def size(path: Path, format: str) -> int:
    """What `Chunk.done` comes to at the end."""
    return _rows(path) if format == "parquet" else path.stat().st_size


# -- NDJSON


def _ndjson(path: Path, skip: int) -> Iterator[Chunk]:
    with path.open("rb", buffering=1 << 20) as file:
        chunk = Chunk(1)
        for number, (raw, length) in enumerate(_lines(file), 1):
            if number <= skip:
                chunk.first = number + 1
                chunk.done += length
                continue
            _take(chunk, raw, length)
            chunk.done += length
            if chunk.full:
                yield chunk
                done = chunk.done
                chunk = Chunk(chunk.next)
                chunk.done = done
        yield chunk


def _lines(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Lines without their ends, at most a byte more of each than may be, and their whole lengths."""
    first = True
    while raw := file.readline(MAX_EVENT + 2):
        length = len(raw)
        kept = raw
        while not raw.endswith(b"\n"):
            raw = file.readline(1 << 20)
            if not raw:
                break
            length += len(raw)
        if first and kept.startswith(b"\xef\xbb\xbf"):
            kept = kept[3:]
        first = False
        yield kept.rstrip(b"\r\n"), length


def _take(chunk: Chunk, raw: bytes, length: int) -> None:
    if len(raw) > MAX_EVENT:
        chunk.refuse(raw, f"The line has {length:,} bytes; {MAX_EVENT:,} are allowed.")
        return
    try:
        chunk.add(raw.decode())
    except UnicodeDecodeError as error:
        chunk.refuse(raw, f"It is not UTF-8: byte {error.start} is {raw[error.start]:#04x}.")


# -- CSV


class _Physical:
    """The lines of a CSV file for `csv.reader`, remembering those of the record at hand."""

    def __init__(self, file: IO[bytes]) -> None:
        self._lines = _lines(file)
        self.record: list[bytes] = []
        self.number = 0
        self.done = 0

    def __iter__(self) -> "_Physical":
        return self

    def __next__(self) -> str:
        raw, length = next(self._lines)
        self.record.append(raw)
        self.number += 1
        self.done += length
        return raw.decode(errors="surrogateescape") + "\n"


def _csv(path: Path, mapping: Mapping | None, skip: int) -> Iterator[Chunk]:
    csv.field_size_limit(MAX_EVENT)
    with path.open("rb", buffering=1 << 20) as file:
        lines = _Physical(file)
        header = next(lines, "")
        if not header.strip():
            raise CommandError(
                f"{path} has no header line.", "The first line of a CSV file names its columns."
            )
        delimiter = (mapping.delimiter if mapping else "") or max(_DELIMITERS, key=header.count)
        headers = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
        rows = Rows(headers, mapping, path.name)
        reader = csv.reader(lines, delimiter=delimiter)
        chunk = Chunk(1)
        chunk.add("")  # the header
        while True:
            before = lines.number
            lines.record.clear()
            values: list[str] | None = None
            reason = ""
            try:
                values = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                reason = f"It is not CSV: {error}."
            if lines.number <= skip:
                chunk = Chunk(lines.number + 1)
            elif values:
                _row(chunk, rows, values, lines, before)
            elif reason:
                chunk.refuse(b"\n".join(lines.record), reason, lines.number - before)
            else:
                chunk.add("", lines.number - before)
            chunk.done = lines.done
            if chunk.full:
                yield chunk
                chunk = Chunk(chunk.next)
                chunk.done = lines.done
        yield chunk


def _row(chunk: Chunk, rows: Rows, values: list[str], lines: _Physical, before: int) -> None:
    raw = b"\n".join(lines.record)
    taken = lines.number - before
    try:
        raw.decode()
        chunk.add(rows.event(values).decode(), taken)
    except UnicodeDecodeError as error:
        chunk.refuse(raw, f"It is not UTF-8: byte {error.start} is {raw[error.start]:#04x}.", taken)
    except BadRow as error:
        chunk.refuse(raw, str(error), taken)


# -- Parquet


def _parquet(path: Path, mapping: Mapping | None, skip: int) -> Iterator[Chunk]:
    total = _rows(path)
    with _database(path) as connection:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        rows = Rows([name for name, *_ in described], mapping, path.name)
        chunk = Chunk(skip + 1)
        for start in range(skip, total, ROWS):
            page = connection.execute(
                "SELECT * EXCLUDE (file_row_number) FROM read_parquet(?, file_row_number = true) "
                "WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number",
                [str(path), start, start + ROWS],
            ).fetchall()
            for values in page:
                try:
                    chunk.add(rows.event(values).decode())
                except BadRow as error:
                    chunk.refuse(msgspec.json.encode([str(value) for value in values]), str(error))
                chunk.done = chunk.next - 1
                if chunk.full:
                    yield chunk
                    chunk = Chunk(chunk.next)
        yield chunk


def _rows(path: Path) -> int:
    with _database(path) as connection:
        return int(connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall()[0][0])


class _database:
    """A DuckDB for one file, whose errors say which file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Any:
        import duckdb  # takes a moment to load, which other commands should not wait for

        self._error = duckdb.Error
        self._connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "512MB"})
        self._connection.execute("SET TimeZone = 'UTC'")
        return self._connection

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._connection.close()
        if isinstance(error, self._error):
            raise CommandError(
                f"{self._path} cannot be read as Parquet: {str(error).splitlines()[0]}"
            ) from error
