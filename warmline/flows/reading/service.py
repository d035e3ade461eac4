"""Reading `service.yaml`."""

import re
from collections.abc import Collection
from typing import Any

import msgspec

from warmline.business.decode import decode
from warmline.business.located import Mapping, Node, Scalar
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked
from warmline.conditions.said import Said
from warmline.flows.costs import Costs
from warmline.flows.reading.costs import Written as CostsWritten
from warmline.flows.reading.costs import read_costs
from warmline.flows.reading.hours import read_hours
from warmline.flows.service import DAY, MINUTE, SILENCE, LockOut, Queue, Sampling, Service

FILE = "service.yaml"
LONGEST_HOLD = 240
"""Minutes; nobody waits for longer."""
CHANNELS = ("chat", "phone", "kiosk", "text")
_SECONDS = re.compile(r"([1-9][0-9]{0,6})(s|m|h|d)", re.ASCII)
_SKILL = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,7}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_UNIT = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class QueueWritten(msgspec.Struct, forbid_unknown_fields=True):
    """A queue as it is written."""

    title: Any
    hours: Any = "always"
    call_back_after: int | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class PersonWritten(msgspec.Struct, forbid_unknown_fields=True):
    """What is said when a person is on the way."""

    greet: Any = None


class LockOutWritten(msgspec.Struct, forbid_unknown_fields=True):
    """Failures, in what time, locked for how long."""

    failures: int = 5
    in_: str = msgspec.field(name="in", default="15m")
    for_: str = msgspec.field(name="for", default="30m")


class SurveyWritten(msgspec.Struct, forbid_unknown_fields=True):
    """How many are asked, and how long they are left alone then."""

    sample: float = 0.3
    rest: str = "90d"


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of the file."""

    start: Any
    recognise: str = ""
    queues: dict[str, QueueWritten] = {}
    hand_over: str = ""
    call_back_after: int | None = None
    person: PersonWritten = msgspec.field(default_factory=PersonWritten)
    resume: str = "7d"
    lock_out: LockOutWritten = msgspec.field(default_factory=LockOutWritten)
    silence: dict[str, str] = {}
    survey: SurveyWritten = msgspec.field(default_factory=SurveyWritten)
    costs: CostsWritten | None = None


def read_service(
    node: Node | None, flows: Collection[str], operations: Collection[str], checked: Checked
) -> Service:
    """What the file says; what is wrong with it is reported."""
    written = decode(node, Written, checked.report, FILE) if node is not None else None
    if written is None or not isinstance(node, Mapping):
        return Service()
    reader = _Reader(node, flows, checked)
    after = reader.minutes(written.call_back_after, "call_back_after")
    queues = {name: reader.queue(name, one, after) for name, one in written.queues.items()}
    if not queues:
        reader.refuse(("queues",), "there is no queue", "write queues: {general: {title: Customer service}}")
    hand_over = written.hand_over or next(iter(queues), "")
    if hand_over not in queues and queues:
        reader.refuse(("hand_over",), f'there is no queue "{hand_over}"', suggest(hand_over, queues))
    return Service(
        start=reader.start(),
        recognise=reader.flow(written.recognise, "recognise") if written.recognise else "",
        queues={name: queue for name, queue in queues.items() if queue is not None},
        hand_over=hand_over,
        greet=reader.said("person", "greet"),
        resume=reader.length(written.resume, "resume") or 7 * DAY,
        lock_out=LockOut(
            written.lock_out.failures,
            reader.length(written.lock_out.in_, "lock_out", "in") or 15 * MINUTE,
            reader.length(written.lock_out.for_, "lock_out", "for") or 30 * MINUTE,
        ),
        silence=reader.silence(written.silence),
        survey=Sampling(
            reader.share(written.survey.sample), reader.length(written.survey.rest, "survey", "rest") or 0
        ),
        costs=reader.costs(written.costs, operations),
    )


class _Reader:
    """The parts of the file, each with its problems."""

    def __init__(self, node: Mapping, flows: Collection[str], checked: Checked) -> None:
        self._node = node
        self._flows = flows
        self._checked = checked

    def refuse(self, path: tuple[str | int, ...], what: str, remedy: str) -> None:
        """Report what is wrong at a path."""
        self._checked.problem(self._node.file, self._node.line_of(*path), what, remedy)

    def flow(self, name: str, *path: str | int) -> str:
        """The name of a flow."""
        if name not in self._flows:
            self.refuse(path, f'there is no flow "{name}"', suggest(name, self._flows))
            return ""
        return name

    def start(self) -> dict[str, str]:
        """The flow to begin with, for all channels or by channel."""
        node = self._node.items["start"]
        if isinstance(node, Scalar):
            return {"": self.flow(node.text, "start")}
        found = {}
        for channel, value in node.items.items() if isinstance(node, Mapping) else ():
            if channel not in (*CHANNELS, "other"):
                self.refuse(
                    ("start", channel),
                    f'there is no channel "{channel}"',
                    suggest(channel, [*CHANNELS, "other"]),
                )
            elif isinstance(value, Scalar):
                found["" if channel == "other" else channel] = self.flow(value.text, "start", channel)
        if found and "" not in found:
            found[""] = next(iter(found.values()))
        if not found:
            self.refuse(("start",), "it does not say where a contact begins", "write start: main")
        return found

    def queue(self, name: str, written: QueueWritten, after: int | None) -> Queue | None:
        """A queue, its title and its hours; callbacks are offered in it `after` so many minutes, or as it says."""
        title = self.said("queues", name, "title")
        hours = read_hours(written.hours)
        if isinstance(hours, str):
            remedy = 'write always, or {mon-fri: "08:00-20:00", sat: "09:00-17:00"}'
            self.refuse(("queues", name, "hours"), f'queue "{name}": {hours}', remedy)
            hours = None
        own = self.minutes(written.call_back_after, "queues", name, "call_back_after")
        after = after if own is None else own
        skills = self.names(_SKILL, written.skills, "queues", name, "skills")
        languages = self.names(_LANGUAGE, written.languages, "queues", name, "languages")
        return None if title is None else Queue(name, title, hours, after, skills, languages)

    def names(self, pattern: re.Pattern[str], names: tuple[str, ...], *path: str) -> tuple[str, ...]:
        """What those who serve a queue must know or speak."""
        for at, name in enumerate(names):
            if not pattern.fullmatch(name):
                remedy = (
                    "write names in small letters: [roaming-abroad], and languages as tags: [en, zh-Hant]"
                )
                self.refuse((*path, at), f'"{name}" does not belong into {path[-1]}', remedy)
        return names

    def minutes(self, minutes: int | None, *path: str) -> int | None:
        """How long somebody may wait without being offered a callback."""
        if minutes is not None and not 0 <= minutes <= LONGEST_HOLD:
            self.refuse(path, f"{minutes} is not a wait", f"write minutes from 0 to {LONGEST_HOLD}: 3")
            return None
        return minutes

    def said(self, *path: str) -> Said | None:
        """A text for customers at a path; None where there is none."""
        node: Node = self._node
        for part in path:
            if not isinstance(node, Mapping) or part not in node.items:
                return None
            node = node.items[part]
        return self._checked.said(node, self._checked.environment(), ", ".join(path))

    def length(self, written: str, *path: str) -> int | None:
        """A length of time in microseconds."""
        return self._checked.length(written, self._node.file, self._node.line_of(*path))

    def silence(self, written: dict[str, str]) -> dict[str, int]:
        """Seconds by channel."""
        found = dict(SILENCE)
        for channel, text in written.items():
            length = _SECONDS.fullmatch(text)
            if channel not in CHANNELS:
                self.refuse(
                    ("silence", channel), f'there is no channel "{channel}"', suggest(channel, CHANNELS)
                )
            elif length is None:
                self.refuse(("silence", channel), f'"{text}" is not a length of time', "write 8s, 30m, 24h")
            else:
                found[channel] = int(length[1]) * _UNIT[length[2]]
        return found

    def costs(self, written: CostsWritten | None, operations: Collection[str]) -> Costs:
        """What things cost; nothing is known where nothing is written."""
        if written is None:
            return Costs()
        currency = self._checked.business.currency
        return read_costs(written, currency, CHANNELS, operations, self.refuse)

    def share(self, share: float) -> float:
        """A share from 0 to 1."""
        if not 0 <= share <= 1:
            self.refuse(("survey", "sample"), f"{share} is not a share", "write a number from 0 to 1: 0.3")
        return share
