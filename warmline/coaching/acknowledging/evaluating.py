"""How often the coach judges replies as people do: from a file of examples, per language."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.model import LEVELS, Level
from warmline.coaching.acknowledging.words import known, languages
from warmline.language.detection import detect

COLUMNS = ("customer", "reply", "label")
SPOKEN = ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil")
"""Among these the language of a row is looked for that names none."""
LABELS: Mapping[str, Level] = {"": "none", **{level: level for level in LEVELS}}


class Example(msgspec.Struct, frozen=True):
    """What a customer said, a reply to it, and how people judge it; `line` is where it stands in the file."""

    line: int
    customer: str
    reply: str
    label: Level
    language: str


class BadExamples(ValueError):
    """A file of examples cannot be read: what is wrong, where, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class Result(msgspec.Struct, frozen=True):
    """How replies of one language are judged. `confusion` counts by label, then by what the coach said."""

    examples: int
    right: int
    accuracy: float
    confusion: dict[Level, dict[Level, int]]


class Evaluation(msgspec.Struct, frozen=True):
    """How replies are judged, of all languages together and each."""

    all: Result
    languages: dict[str, Result]
    wrong: list[tuple[Example, Level]]


def examples(lines: Iterable[str]) -> Iterator[Example]:
    """The examples of a CSV file. Raises BadExamples."""
    rows = csv.DictReader(lines, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise BadExamples(
                f"there is no column {missing[0]}",
                "The first line names them: customer,reply,label,language.",
            )
        for row in rows:
            yield _example(rows.line_num, row)
    except csv.Error as error:
        raise BadExamples(f"line {rows.line_num}: {error}", "Put quotes around text with commas.") from None


def _example(line: int, row: Mapping[str, str | None]) -> Example:
    customer, reply = (row["customer"] or "").strip(), (row["reply"] or "").strip()
    written = (row["label"] or "").strip().lower()
    if not customer or not reply:
        raise BadExamples(
            f"line {line}: {'customer' if not customer else 'reply'} is empty", "Each row needs both."
        )
    if written not in LABELS:
        raise BadExamples(f'line {line}: label "{written}" is none of them', f"Use {', '.join(LEVELS)}.")
    language = (row.get("language") or "").strip() or detect(customer, SPOKEN).language
    if not known(language):
        raise BadExamples(
            f'line {line}: the coach has no words of the language "{language}"',
            f"It has those of {', '.join(languages())}.",
        )
    return Example(line, customer, reply, LABELS[written], language)


def evaluated(given: Sequence[Example]) -> Evaluation:
    """Judge every example, and count."""
    judged = [(one, acknowledged([one.customer], one.reply, one.language).level) for one in given]
    tags = dict.fromkeys(one.language for one in given)
    return Evaluation(
        all=_result(judged),
        languages={tag: _result([pair for pair in judged if pair[0].language == tag]) for tag in tags},
        wrong=[(one, level) for one, level in judged if level != one.label],
    )


def _result(judged: Sequence[tuple[Example, Level]]) -> Result:
    counts = Counter((one.label, level) for one, level in judged)
    right = sum(number for (label, level), number in counts.items() if label == level)
    return Result(
        examples=len(judged),
        right=right,
        accuracy=round(right / len(judged), 4) if judged else 0.0,
        confusion={label: {level: counts[label, level] for level in LEVELS} for label in LEVELS},
    )
