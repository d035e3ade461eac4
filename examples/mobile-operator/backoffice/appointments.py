"""Appointments: which times are free, booking one, moving it, giving it up."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from backoffice.accounts import account_of
from backoffice.errors import Refused
from backoffice.model import Account, Appointment, shown
from backoffice.requests import Book, ChangeAppointment
from backoffice.storage import Transaction
from backoffice.times import day, iso, local
from warmline.simulate.places import AREAS, SHOPS
from warmline.simulate.rhythm import HOUR

HOURS = range(9, 17)
TEAMS = 3
"""How many can be visited, or served, at the same time in an area or a shop."""
DAYS_AHEAD = 30
SOONEST = 2 * HOUR
"""So much time lies at least before a time that is offered: somebody has to come home, or a technician to set out."""
PLACES = {area.area for area in AREAS} | set(SHOPS)


def slots(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """Free times in an area or a shop: from now or `from`, over `days` days, Sundays excepted; at most `most`.

    None of them is so soon that nobody could be there.
    """
    where = query.get("area") or query.get("place") or ""
    if where not in PLACES:
        raise Refused(
            400, "no_place", f"There is no area or shop {where!r}.", "?area=cebu-north or ?place=cebu-mall"
        )
    try:
        start = date.fromisoformat(query.get("from", day(tx.now)))
        days = min(int(query.get("days", "7")), DAYS_AHEAD)
        most = int(query.get("most", "0"))
    except ValueError:
        raise Refused(
            400, "bad_query", "`from` is a day such as 2025-11-14, `days` and `most` are numbers.", ""
        ) from None
    soonest = iso(tx.now + SOONEST)
    found = [at for at in free(tx, where, start, days) if at >= soonest]
    return {"place": where, "slots": one_a_day(found)[:most] if most > 0 else found}


def one_a_day(slots: list[str]) -> list[str]:
    """One time of each day, early and late in turns: what can be read out to somebody."""
    days: dict[str, list[str]] = {}
    for at in slots:
        days.setdefault(at[:10], []).append(at)
    return [times[-(number % 2)] for number, times in enumerate(days.values())]


def free(tx: Transaction, where: str, start: date, days: int) -> list[str]:
    """The free times of some days, in order."""
    taken: dict[str, int] = {}
    for one in tx.within(where, Appointment):
        if one.status == "booked":
            taken[one.at[:13]] = taken.get(one.at[:13], 0) + 1
    now = iso(tx.now)
    return [
        at
        for number in range(days)
        for at in _hours(start + timedelta(days=number))
        if at > now and taken.get(at[:13], 0) + _others(where, at) < TEAMS
    ]


def appointment(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """One appointment."""
    return shown(tx.known(Appointment, path["appointment"]))


def appointments(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The appointments of an account, the newest first; with `booked` only those ahead."""
    found = tx.of(account_of(tx, query.get("account", "")).account, Appointment)
    return {"appointments": [shown(one) for one in found if one.status == "booked" or "booked" not in query]}


def book(tx: Transaction, path: dict[str, str], body: Book) -> tuple[int, dict[str, Any]]:
    """Book a free time at home or in a shop."""
    account = account_of(tx, body.account)
    booked = Appointment(
        appointment=tx.new_id("a"),
        account=account.account,
        kind=body.kind,
        at=_take(tx, account, body.place, body.at),
        place=body.place,
        area=account.area,
    )
    return 201, _keep(tx, booked)


def change(tx: Transaction, path: dict[str, str], body: ChangeAppointment) -> tuple[int, dict[str, Any]]:
    """Move an appointment that is ahead, or say what became of it: given up, kept, missed by one side."""
    found = tx.known(Appointment, path["appointment"])
    if found.status != "booked":
        raise Refused(409, "over", f"The appointment is {found.status}.", "Book another.")
    if (body.at is None) == (body.status is None):
        raise Refused(
            409,
            "one_thing",
            "Say when it is to be, or what became of it.",
            '{"at": …} or {"status": "cancelled"}, "kept", "missed"',
        )
    if body.at is not None:
        account = account_of(tx, found.account)
        return 200, _keep(tx, replace(found, at=_take(tx, account, found.place, body.at)))
    assert body.status is not None, "one of the two is given"
    found = replace(found, status=body.status)
    tx.put(found)
    by = {"cancelled": "customer", "missed": body.by, "kept": None}[body.status]
    told = {"appointment": found.appointment, "by": by}
    if body.status != "cancelled":
        told["kind"] = found.kind
    tx.tell(f"appointment.{body.status}", [found.account], iso(tx.now), **told)
    return 200, shown(found)


def _take(tx: Transaction, account: Account, place: str, at: datetime) -> str:
    """A free time as it is written. Raises Refused, with times that are free."""
    where = account.area if place == "home" else place
    if where not in PLACES:
        raise Refused(409, "no_place", f"There is no shop {place!r}.", f"home, {', '.join(SHOPS)}")
    wanted = local(at)
    around = free(tx, where, date.fromisoformat(wanted[:10]), 1)
    if wanted not in around:
        ahead = around or free(tx, where, date.fromisoformat(day(tx.now)), 7)
        raise Refused(409, "not_free", f"{wanted} is not free.", "Choose one of `free`.", free=ahead[:5])
    return wanted


def _hours(day: date) -> list[str]:
    return [] if day.weekday() == 6 else [f"{day.isoformat()}T{hour:02d}:00:00+08:00" for hour in HOURS]


def _others(where: str, at: str) -> int:
    """How many teams are busy with work that is not in here: always the same for a place and a time."""
    return Random(f"{where}:{at}").choice((0, 0, 1, 1, 2, 3))  # noqa: S311


def _keep(tx: Transaction, found: Appointment) -> dict[str, Any]:
    tx.put(found)
    told = {"appointment": found.appointment, "at": found.at, "kind": found.kind, "place": found.place}
    tx.tell("appointment.booked", [found.account], iso(tx.now), **told, area=found.area)
    return shown(found)
