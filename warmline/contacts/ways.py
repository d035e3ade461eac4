"""How many customers went which way through the flows, and what people did who stepped in: counted by day."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from warmline.events.model import Event
from warmline.flows.drawing.traffic import Traffic
from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE flow_way (
        day INTEGER NOT NULL,
        flow TEXT NOT NULL,
        step TEXT NOT NULL,
        kind TEXT NOT NULL,
        what TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (day, flow, step, kind, what)
    ) WITHOUT ROWID;
    """,
)
DAY = 86_400_000_000
KEPT_DAYS = 400
STEP, CHOICE, PERSON = "step", "choice", "person"
LONGEST = 100

ADD = """INSERT INTO flow_way (day, flow, step, kind, what, number) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET number = number + excluded.number"""
FORGET = "DELETE FROM flow_way WHERE day < ?"
# What happened in one flow since a day; the primary key leads to each of these days.
OF_FLOW = """SELECT step, kind, what, sum(number) FROM flow_way WHERE day >= ? AND flow = ?
             GROUP BY step, kind, what"""
COMES = (
    """SELECT flow, sum(number) FROM flow_way WHERE day >= ? AND kind = 'step' AND what = '' GROUP BY flow"""
)


class Way(NamedTuple):
    """One thing to count: a step that was come to from another ("" where the flow began), an option chosen, or what a
    person did who had stepped in there."""

    day: int
    flow: str
    step: str
    kind: str
    what: str


class Ways:
    """The stage of ingest that counts; what it keeps names no customer."""

    def __init__(self) -> None:
        self._day = 0

    def read(self, event: Event, live: bool = True) -> Way | None:
        """What there is to count of an event."""
        if event.type == "contact.step":
            kind, what = STEP, event.properties.get("came_from")
        elif event.type == "contact.choice":
            kind, what = CHOICE, event.properties.get("choice")
        elif event.type == "contact.person_did":
            kind, what = PERSON, event.properties.get("did")
        else:
            return None
        flow, step = event.properties.get("flow"), event.properties.get("step")
        if not flow or not step:
            return None
        return Way(event.occurred // DAY, *(str(one or "")[:LONGEST] for one in (flow, step, kind, what)))

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Add what was read of some events."""
        counted = Counter(way for way in readings if way is not None)
        if not counted:
            return
        tx.run_many(ADD, [(*way, number) for way, number in counted.items()])
        latest = max(way.day for way in counted)
        if latest > self._day:
            self._day = latest
            tx.run(FORGET, (latest - KEPT_DAYS,))


def traffic(reader: Reader, flow: str, since: int) -> Traffic:
    """What happened in a flow since a moment (microseconds), whole days."""
    steps: Counter[str] = Counter()
    moves: dict[tuple[str, str], int] = {}
    choices: dict[tuple[str, str], int] = {}
    for step, kind, what, number in reader.all(OF_FLOW, (since // DAY, flow)):
        if kind == CHOICE:
            choices[step, what] = number
            continue
        if kind != STEP:
            continue
        steps[step] += number
        if what:
            moves[what, step] = number
    return Traffic(steps=steps, moves=moves, choices=choices)


def begun(reader: Reader, since: int) -> dict[str, int]:
    """How often each flow was begun since a moment, whole days."""
    return dict(reader.all(COMES, (since // DAY,)))


def people_did(reader: Reader, flow: str, since: int) -> dict[str, dict[str, int]]:
    """What people did who had stepped in at each step of a flow since a moment, whole days: how often which."""
    found: dict[str, dict[str, int]] = {}
    for step, kind, what, number in reader.all(OF_FLOW, (since // DAY, flow)):
        if kind == PERSON:
            found.setdefault(step, {})[what] = number
    return found
