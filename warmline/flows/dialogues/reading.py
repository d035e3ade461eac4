"""Reading `dialogues/*.yaml` of a business folder, with a problem for each thing that does not fit."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from warmline.business.decode import decode, expect_map
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.suggest import suggest
from warmline.business.window import window_microseconds
from warmline.flows.dialogues.given import PATTERN, event_of
from warmline.flows.dialogues.model import Dialogue, Person, Turn, Written
from warmline.flows.dialogues.turns import TURNS
from warmline.language.formats import moment_of

FILES = "dialogues/*.yaml"
PEOPLE = "dialogues/people.yaml"
ALL = "all"
AT = "2026-03-16T10:00:00"
"""When dialogues take place that do not say it: a Monday morning, where the business is."""
SOON = "2m"
"""How long somebody waits for a person in those that do not say it."""
MINUTE = 60_000_000


def read_dialogues(
    folder: Folder, business: Business, flows: MappingOf[str, Any], report: Report
) -> list[Dialogue]:
    """All dialogues of a folder, in the order of files and lines. `flows` are those that one can begin with."""
    people = _people(folder, business, report)
    found: list[Dialogue] = []
    for path in folder.matching(FILES):
        if path == PEOPLE or (top := folder.yaml(path, report)) is None:
            continue
        for node in top.items if isinstance(top, Sequence) else (top,):
            written = decode(node, Written, report, "a dialogue")
            if written is not None and isinstance(node, Mapping):
                found.append(_Reader(business, people, flows, report, node, written).dialogue())
    return found


def _people(folder: Folder, business: Business, report: Report) -> dict[str, Person]:
    top = folder.yaml(PEOPLE, report)
    if top is None or (entries := expect_map(top, report, PEOPLE)) is None:
        return {}
    found = {}
    for name, node in entries.items.items():
        person = decode(node, Person, report, f'person "{name}"')
        if person is not None:
            found[name] = person
            for index, event in enumerate(person.events):
                _check_event(event, node, ("events", index), report)
            _check_profile(person.profile, node, ("profile",), business, report)
    return found


class _Reader:
    """Reads one dialogue; goes on after each problem."""

    def __init__(
        self,
        business: Business,
        people: MappingOf[str, Person],
        flows: MappingOf[str, Any],
        report: Report,
        node: Mapping,
        written: Written,
    ) -> None:
        self._business = business
        self._people = people
        self._flows = flows
        self._report = report
        self._node = node
        self._written = written

    def dialogue(self) -> Dialogue:
        """What is written, checked."""
        written, person = self._written, self._person()
        if written.flow and written.flow not in self._flows:
            self._refuse(f'there is no flow "{written.flow}"', suggest(written.flow, self._flows), "flow")
        for name in written.suggested:
            if name not in self._flows:
                self._refuse(f'there is no flow "{name}"', suggest(name, self._flows), "suggested")
        for index, event in enumerate(written.given):
            _check_event(event, self._node, ("given", index), self._report)
        _check_profile(written.profile, self._node, ("profile",), self._business, self._report)
        return Dialogue(
            name=written.dialogue,
            file=self._node.file,
            line=self._node.line,
            who=written.as_,
            languages=self._languages(),
            now=self._now(),
            flow=written.flow,
            code=written.code,
            closed=written.closed,
            suggested=written.suggested,
            wait=self._wait(),
            turns=tuple(self._turns()),
            profile={**person.profile, **written.profile},
            events=(*person.events, *written.given),
            answers={**person.answers, **written.answers},
            decisions=written.decisions,
            articles=None if written.articles is None else tuple(written.articles),
        )

    def _person(self) -> Person:
        name = self._written.as_.customer
        if not name:
            return Person()
        if name not in self._people:
            remedy = suggest(name, self._people) if self._people else f"describe them in {PEOPLE}"
            self._refuse(f'there is no person "{name}"', remedy, "as", "customer")
        return self._people.get(name, Person())

    def _languages(self) -> tuple[str, ...]:
        spoken, wanted = self._business.languages, self._written.languages
        if wanted == (ALL,):
            return spoken
        own = self._written.as_.language
        for tag in (*wanted, own):
            if tag and tag not in spoken:
                self._refuse(f'the business does not speak "{tag}"', suggest(tag, spoken), "languages")
        return wanted or ((own,) if own else spoken[:1])

    def _now(self) -> int:
        text = self._written.at or AT
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self._refuse(f'"{text}" is no time', f"write one such as {AT}", "at")
            return self._now_of(datetime.fromisoformat(AT))
        return self._now_of(moment)

    def _wait(self) -> int:
        text = self._written.wait or SOON
        try:
            minutes = -(-window_microseconds(text) // MINUTE)
        except ValueError:
            self._refuse(f'"{text}" is no time to wait', "write one such as 12m", "wait")
            return 0
        return minutes

    def _now_of(self, moment: datetime) -> int:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(self._business.timezone))
        return moment_of(moment.isoformat()) or 0

    def _turns(self) -> Iterator[Turn]:
        turns = self._node.items.get("turns")
        for index, entry in enumerate(self._written.turns):
            line = self._node.line_of("turns", index)
            kind, *others = entry or [""]
            if others:
                remedy = f"write a line of its own for {others[0]}"
                self._refuse(f"a turn is one thing, and this is {1 + len(others)}", remedy, "turns", index)
            elif kind not in TURNS:
                self._refuse(f'"{kind}" is no turn of a dialogue', suggest(kind, TURNS), "turns", index)
            elif not isinstance(entry[kind], TURNS[kind]):
                wanted = " or ".join(one.__name__ for one in TURNS[kind])
                self._refuse(f"{kind} cannot be {entry[kind]!r}", f"write a {wanted}", "turns", index)
            else:
                yield Turn(kind, _as_written(turns, index, kind, entry[kind]), line)

    def _refuse(self, what: str, remedy: str, *path: str | int) -> None:
        self._report.problem(self._node.file, self._node.line_of(*path), what, remedy)


def _as_written(turns: Node | None, index: int, kind: str, value: Any) -> Any:
    """Keys and words as they stand there: `keys: 0` is the key 0, not a number."""
    if isinstance(turns, Sequence) and isinstance(turn := turns.items[index], Mapping):
        node = turn.items.get(kind)
        if isinstance(node, Scalar) and isinstance(value, int | float) and not isinstance(value, bool):
            return node.text
    return value


def _check_event(event: dict[str, Any], node: Node, path: tuple[str | int, ...], report: Report) -> None:
    if event_of(event) is None:
        what = "an event is one type with its properties, and how long ago it was"
        remedy = "write {invoice.issued: {total: 1290}, ago: 2d}"
        report.problem(node.file, node.line_of(*path), what, remedy)
    elif "ago" in event and not PATTERN.fullmatch(str(event["ago"])):
        report.problem(
            node.file, node.line_of(*path), f'"{event["ago"]}" is no time', "write 40m, 3h, 2d or 1w"
        )


def _check_profile(
    profile: dict[str, Any], node: Node, path: tuple[str | int, ...], business: Business, report: Report
) -> None:
    for name in profile:
        if name not in business.fields:
            remedy = suggest(name, business.fields)
            report.problem(node.file, node.line_of(*path, name), f'the profile has no field "{name}"', remedy)
