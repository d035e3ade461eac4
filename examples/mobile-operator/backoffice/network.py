"""Lines and the network: plans, blocked SIMs, outages, faults that customers report."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from backoffice import watching
from backoffice.accounts import account_of
from backoffice.errors import Refused
from backoffice.model import Account, Fault, Money, Outage, Service, shown
from backoffice.requests import BlockSim, ChangePlan, Nothing, ReportFault, StartOutage
from backoffice.storage import Transaction
from backoffice.times import iso
from warmline.simulate.places import AREAS, PLANS
from warmline.simulate.rhythm import MINUTE, micros

BY_NAME = {plan.plan: plan for plan in PLANS}


def plans(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The plans there are, by brand."""
    return {
        "plans": [
            {"plan": one.plan, "name": one.name, "brand": one.brand, "price": shown(Money(one.price))}
            for one in PLANS
        ]
    }


def change_plan(tx: Transaction, path: dict[str, str], body: ChangePlan) -> tuple[int, dict[str, Any]]:
    """Put a line under another plan of its brand, from now on."""
    account, service = _line(tx, body.account, body.service)
    plan, own = BY_NAME.get(body.plan), BY_NAME[service.plan]
    if plan is None or plan.brand != own.brand:
        known = ", ".join(one.plan for one in PLANS if one.brand == own.brand)
        raise Refused(
            409, "no_plan", f"There is no plan {body.plan!r} for this line.", f"Choose from {known}."
        )
    if plan is own or service.status == "blocked":
        why = f"has {own.name} already" if plan is own else "is blocked"
        raise Refused(409, "no_change", f"The line {why}.", "")
    changed = replace(service, plan=plan.plan, name=plan.name, price=Money(plan.price))
    tx.put(changed)
    told = {"service": service.service, "kind": "mobile", "plan": plan.plan, "name": plan.name}
    tx.tell(
        "service.activated",
        [account.account],
        iso(tx.now),
        **told,
        price=changed.price,
        ends=changed.contract_ends,
    )
    view = shown(changed)
    return 201, {**view, "before": {"plan": own.plan, "name": own.name, "price": shown(Money(own.price))}}


def block_sim(tx: Transaction, path: dict[str, str], body: BlockSim) -> tuple[int, dict[str, Any]]:
    """Block a line."""
    account, service = _line(tx, body.account, body.service)
    if service.status == "blocked":
        raise Refused(409, "blocked_already", "The line is blocked already.", "")
    changed = replace(service, status="blocked")
    tx.put(changed)
    tx.tell("sim.blocked", [account.account], iso(tx.now), service=service.service, reason=body.reason)
    view = shown(changed)
    return 201, view


def outages(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """The outages there are now, all or in `area`; with `all` those that are over as well."""
    area = query.get("area", "")
    found = tx.within(area, Outage) if area else tx.all(Outage)
    return {"outages": [shown(one) for one in found if not one.ended or "all" in query]}


def start_outage(tx: Transaction, path: dict[str, str], body: StartOutage) -> tuple[int, dict[str, Any]]:
    """Let the network fail in an area; everybody who lives there is reached."""
    if body.area not in {area.area for area in AREAS}:
        raise Refused(
            409, "no_area", f"There is no area {body.area!r}.", ", ".join(area.area for area in AREAS)
        )
    outage = Outage(
        outage=tx.new_id("out"),
        area=body.area,
        service=body.service,
        cause=body.cause,
        started=iso(tx.now),
        expected_end=iso(tx.now + body.minutes * MINUTE),
    )
    tx.put(outage)
    told = {"outage": outage.outage, "area": outage.area, "service": outage.service}
    began = tx.tell(
        "outage.started", [""], outage.started, **told, cause=body.cause, expected_end=outage.expected_end
    )
    reached = _living(tx, body.area)
    tx.tell("service.disturbed", reached, outage.started, began, **told, expected_end=outage.expected_end)
    return 201, shown(outage)


def end_outage(tx: Transaction, path: dict[str, str], body: Nothing) -> tuple[int, dict[str, Any]]:
    """Let the network work again."""
    found = tx.known(Outage, path["outage"])
    if found.ended:
        raise Refused(409, "over", "This outage is over.", "")
    found = replace(found, ended=iso(tx.now))
    tx.put(found)
    minutes = (tx.now - micros(datetime.fromisoformat(found.started))) // MINUTE
    told = {"outage": found.outage, "area": found.area, "service": found.service, "minutes": minutes}
    over = tx.tell("outage.ended", [""], found.ended, **told)
    tx.tell("service.restored", _living(tx, found.area), found.ended, over, **told)
    watching.tell(tx, found)
    return 200, shown(found)


def report_fault(tx: Transaction, path: dict[str, str], body: ReportFault) -> tuple[int, dict[str, Any]]:
    """Take down a fault; an outage in the area that explains it is named in the answer."""
    account, service = _line(tx, body.account, body.service)
    known = next((one for one in tx.within(account.area, Outage) if not one.ended), None)
    fault = Fault(
        fault=tx.new_id("f"),
        account=account.account,
        service=service.service,
        what=body.what,
        area=account.area,
        outage=known.outage if known else "",
        expected_end=known.expected_end if known else "",
    )
    tx.put(fault)
    told = {
        "fault": fault.fault,
        "service": fault.service,
        "what": fault.what,
        "outage": fault.outage or None,
    }
    tx.tell("fault.reported", [account.account], iso(tx.now), **told)
    return 201, shown(fault)


def _line(tx: Transaction, number: str, id: str) -> tuple[Account, Service]:
    account = account_of(tx, number)
    service = tx.known(Service, id, account.account)
    return account, service


def _living(tx: Transaction, area: str) -> list[str]:
    return [account.account for account in tx.within(area, Account)]
