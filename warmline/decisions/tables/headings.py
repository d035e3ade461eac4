"""The headers of a table: columns with a name of their own, columns of actions, and columns that ask something."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from warmline.business.suggest import nearest, suggest
from warmline.conditions.checked import Checked
from warmline.decisions.tables.cells import ANYTHING
from warmline.decisions.tables.sheet import Row, Sheet, letter

_DO = re.compile(r"do\s*:\s*([a-z_]+)(?:\s+([A-Za-z0-9_.-]+))?", re.IGNORECASE)
_COLON = re.compile(r"\s*:\s*")
_WORDS = re.compile(r"[A-Za-z]+(?:[\s:_-]+[A-Za-z]+)*:?")
_SLIP = 0.75
"""How much a word must resemble the name of a column to be taken for a slip."""
_VARIABLES = ("event", "customer", "contact", "now", "situations")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: where it is, and what stands at its top."""

    column: int
    text: str

    def shown(self) -> str:
        """What it is called in messages."""
        short = " ".join(self.text.split())
        return f'column "{short if len(short) <= 60 else short[:59] + "…"}"'


@dataclass(frozen=True, slots=True)
class Doing:
    """A column of actions: `do: remember`, or `do: remember for` for one value of it."""

    heading: Heading
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Headings:
    """All columns of a table. Those whose header begins with # are remarks, and in none of these."""

    named: dict[str, Heading]
    doing: tuple[Doing, ...]
    asking: tuple[Heading, ...]

    def cell(self, row: Row, name: str) -> str:
        """What a row says in a named column; "" where there is none, or it says nothing (-)."""
        heading = self.named.get(name)
        text = row.cells[heading.column] if heading else ""
        return "" if text in ANYTHING else text


def read_headings(sheet: Sheet, names: Collection[str], checked: Checked) -> Headings | None:
    """The columns of a sheet whose own names are `names`; None after reporting why not."""
    report = checked.report
    named: dict[str, Heading] = {}
    doing: list[Doing] = []
    asking: list[Heading] = []
    seen: dict[str, int] = {}
    before = report.refused

    def refuse(what: str, remedy: str) -> None:
        report.problem(sheet.file, sheet.header.line, what, remedy)

    for column, text in enumerate(sheet.header.cells):
        heading = Heading(column, text)
        plain = " ".join(text.split())
        folded = _COLON.sub(": ", plain.casefold())
        if plain.startswith("#"):
            continue
        if not plain:
            if any(row.cells[column] for row in sheet.rows):
                refuse(f"column {letter(column)} has no header", "write what it asks, or # above remarks")
            continue
        if plain in seen or folded in named:
            other = seen[plain] if plain in seen else named[folded].column
            what = f"{heading.shown()} stands twice: in {letter(other)} and in {letter(column)}"
            refuse(what, "keep one; for two comparisons in one cell write >= 5 & < 10")
            continue
        seen[plain] = column
        done = _DO.fullmatch(plain) if "do" in names else None
        if folded in names and folded != "do":
            named[folded] = heading
        elif done:
            doing.append(Doing(heading, done[1].casefold(), done[2] or ""))
        elif folded in ("do", "do:") and "do" in names:
            refuse("a column do names no action", "write it into the header: do: remember")
        elif _WORDS.fullmatch(plain) and folded not in _VARIABLES:
            refuse(f'"{plain}" is not a column', _remedy(plain, names, checked.business.fields))
        else:
            asking.append(heading)
    return Headings(named, tuple(doing), tuple(asking)) if report.refused == before else None


def _remedy(plain: str, names: Collection[str], fields: Collection[str]) -> str:
    """What to write instead of a word that names no column."""
    known = [name for name in names if name != "do"]
    if plain in fields:
        return f"did you mean customer.{plain}?"
    if re.match(r"do\b", plain, re.IGNORECASE) and "do" in names:
        return "write do: and the kind of action, such as do: remember"
    if nearest(plain, known, _SLIP):
        return suggest(plain, known)
    return f"known: {', '.join(known)}; what a column asks is an expression, such as customer.{next(iter(fields))}"
