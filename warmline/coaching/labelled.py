"""Reading labelled conversations from CSV: `text,label`, or `contact,turn,party,text,label`."""

import csv
import io
from collections.abc import Iterator, Sequence

import msgspec

from warmline.coaching.model import KINDS
from warmline.coaching.transcripts import PARTIES, Conversation, Line
from warmline.language.detection import detect
from warmline.language.words import LANGUAGES

NONE = frozenset({"", "none", "neutral", "calm", "0", "-"})
"""Labels that say that there is nothing to notice."""
ALSO = {
    "frustrated": "frustration",
    "upset": "frustration",
    "angry": "frustration",
    "churn_risk": "churn",
    "leaving": "churn",
    "buying_signal": "buying",
    "vulnerability": "vulnerable",
    "repeated": "said_again",
}
"""Other names of kinds."""
CALLED = {
    "agent": "agent",
    "staff": "agent",
    "bot": "flow",
    "flow": "flow",
    "system": "flow",
    "customer": "customer",
}
_TEXT, _CONVERSATION = ("text", "label"), ("contact", "turn", "party", "text", "label")


class BadFile(ValueError):
    """A file that cannot be judged: what is wrong, and where."""


class _Row(msgspec.Struct, frozen=True):
    contact: str
    line: Line
    language: str


def read(content: bytes, name: str) -> list[Conversation]:
    """The conversations of a file. Raises BadFile, with the line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{name} is not UTF-8 text: byte {error.start} is no character") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [one.strip().lower() for one in next(rows, [])]
        wanted = _wanted(header, name)
        found = [
            _row(header, row, wanted, f"{name}, line {rows.line_num}", rows.line_num) for row in rows if row
        ]
    except csv.Error as error:
        raise BadFile(f"{name}, line {rows.line_num}: it is not CSV ({error})") from None
    if not found:
        raise BadFile(f"{name} has no rows below its header")
    return [*_conversations(found, name)]


def _wanted(header: Sequence[str], name: str) -> Sequence[str]:
    wanted = _CONVERSATION if "contact" in header or "party" in header else _TEXT
    missing = [column for column in wanted if column not in header]
    if missing:
        columns = ", ".join(header) or "nothing"
        raise BadFile(f"{name} has no column {', '.join(missing)}: its first line names {columns}")
    return wanted


def _row(header: Sequence[str], row: Sequence[str], wanted: Sequence[str], where: str, number: int) -> _Row:
    if len(row) != len(header):
        raise BadFile(
            f"{where}: {len(row)} values under {len(header)} columns; a text with commas needs quotes"
        )
    values = {column: value.strip() for column, value in zip(header, row, strict=True)}
    labels = _labels(values["label"], where)
    language = values.get("language", "")
    if wanted is _TEXT:
        line = Line(turn=1, party="customer", text=values["text"], labels=labels)
        return _Row(f"line {number}", line, language)
    party = CALLED.get(values["party"].lower())
    if party is None:
        raise BadFile(f"{where}: the party is {values['party']!r}; known are {', '.join(PARTIES)}")
    if not values["turn"].isdecimal():
        raise BadFile(f"{where}: the turn is {values['turn']!r}, and should be a whole number")
    if labels and party != "customer":
        raise BadFile(f"{where}: a turn of the {party} has a label; only those of customers can")
    line = Line(turn=int(values["turn"]), party=party, text=values["text"], labels=labels)
    return _Row(values["contact"], line, language)


def _labels(text: str, where: str) -> frozenset[str]:
    """What a person said of a turn; several are separated by semicolons."""
    found = set()
    for part in text.lower().replace("|", ";").split(";"):
        label = ALSO.get(part.strip().replace(" ", "_"), part.strip())
        if label in NONE:
            continue
        if label not in KINDS:
            raise BadFile(f"{where}: there is no signal {part.strip()!r}; known are {', '.join(KINDS)}, none")
        found.add(label)
    return frozenset(found)


def _conversations(rows: Sequence[_Row], name: str) -> Iterator[Conversation]:
    by_contact: dict[str, list[_Row]] = {}
    for row in rows:
        by_contact.setdefault(row.contact, []).append(row)
    for contact, some in by_contact.items():
        lines = sorted((row.line for row in some), key=lambda line: line.turn)
        turns = [line.turn for line in lines]
        twice = next((turn for turn in turns if turns.count(turn) > 1), None)
        if twice is not None:
            raise BadFile(f"{name}: contact {contact} has turn {twice} twice")
        language = next((row.language for row in some if row.language), "") or _language(lines)
        yield Conversation(contact=contact, language=language, lines=tuple(lines))


def _language(lines: Sequence[Line]) -> str:
    said = " ".join(line.text for line in lines if line.party == "customer")
    return detect(said, LANGUAGES).language
