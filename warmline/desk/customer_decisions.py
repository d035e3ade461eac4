"""What decisions have left with a customer: what is kept in mind, what was offered, when we wrote of our own accord."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from warmline.customers.deciding import Evidence, evidence, first_side
from warmline.decisions.model import Offer
from warmline.desk.gist_care import sentence
from warmline.desk.policy_words import spoken

Entry = Mapping[str, Any]
OUTCOMES = {"offer.accepted": "accepted", "offer.declined": "declined", "offer.ignored": "ignored"}


class Kept(NamedTuple):
    """A situation that is kept in mind: until when (a moment as text, "" for good), why, and which policy says so."""

    situation: str
    name: str
    until: str
    why: str
    policy: str


class Offered(NamedTuple):
    """An offer: when it was made (0 if only the outcome is known), what became of it and when, by which decision."""

    title: str
    offer: str
    decision: str
    made: int
    outcome: str = ""
    settled: int = 0

    @property
    def latest(self) -> int:
        """When something happened to it last."""
        return max(self.made, self.settled)


class Reached(NamedTuple):
    """One time that we wrote of our own accord."""

    policy: str
    through: str
    occurred: int


def kept_in_mind(entries: Iterable[Entry]) -> list[Kept]:
    """The field `situations` of a profile, those that end last in front."""
    found = [
        Kept(
            situation=spoken(one["id"]),
            name=one["id"],
            until=one.get("until") or "",
            why=one.get("why") or "",
            policy=one.get("policy") or "",
        )
        for one in entries
    ]
    return sorted(found, key=lambda kept: kept.until or "~", reverse=True)


def offered(entries: Sequence[Entry], offers: Mapping[str, Offer]) -> list[Offered]:
    """The field `offers` of a profile, newest first: each offer in one line with what became of it."""
    settled = {_which(one): one for one in reversed(entries) if one["type"] in OUTCOMES}
    made = {_which(one): one for one in reversed(entries) if one["type"] == "offer.made"}
    found = []
    for which in {**settled, **made}:
        outcome, name = settled.get(which), which[1]
        found.append(
            Offered(
                title=offers[name].title if name in offers else sentence(spoken(name)),
                offer=name,
                decision=which[0],
                made=made[which]["occurred"] if which in made else 0,
                outcome=OUTCOMES[outcome["type"]] if outcome else "",
                settled=outcome["occurred"] if outcome else 0,
            )
        )
    return sorted(found, key=lambda one: one.latest, reverse=True)


def decides_by(entries: Sequence[Entry]) -> tuple[str, list[Evidence]]:
    """The field `decides` of a profile: the side that is shown first, and all that speaks for one."""
    return first_side(entries), evidence(entries)


def reached(entries: Iterable[Entry]) -> list[Reached]:
    """The field `reaches` of a profile, newest first."""
    return [Reached(one.get("policy") or "", one.get("through") or "", one["occurred"]) for one in entries]


def _which(entry: Entry) -> tuple[str, str]:
    return entry.get("decision") or "", entry.get("offer") or ""
