"""A walk for scopes: of a customer whom somebody may not see, no route shows them anything, and none changes it."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.advised import asked
from tests.server import SAMPLE
from warmline.app.reference import routes_of, shown
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.coaching.advising import repository as advice
from warmline.events.model import Event, Identifier
from warmline.flows.inputs import Asked, Said
from warmline.language.messages import message
from warmline.log import outbox
from warmline.log import repository as log
from warmline.log.model import Decoded, Rejected
from warmline.storage.port import Transaction
from warmline.web.access import ANYONE, WRITE_KEY, Role
from warmline.web.principal import LOCAL

NOW = 1_790_000_000_000_000
INSIDE = {"brand": "isla", "country": "PH", "partner": "north"}
"""The one value of each dimension that the restricted may see; the other customer has others."""
MARKS = ("zebulon", "zebu-secret", "z-outsider", "+66812345678", "812345678")
"""What names the customer out of scope, or was said by them."""

NOTHING_OF_A_CUSTOMER = {
    "GET /me": "who asks",
    "POST /me/look": "who asks",
    "POST /me/password": "who asks",
    "POST /me/second-step": "who asks",
    "POST /experts/{who}/second-step": "staff",
    "DELETE /api/staff/{account}/second-step": "staff",
    "POST /sign-out": "who asks",
    "DELETE /api/session": "who asks",
    "GET /api/staff/me": "who asks",
    "POST /api/staff/me/password": "who asks",
    "GET /me/state": "who asks",
    "POST /me/state": "who asks",
    "GET /experts": "staff, and counts",
    "WebSocket /experts/live": "staff, and counts",
    "GET /experts/{who}": "staff, and counts",
    "POST /experts/{who}": "staff",
    "GET /business": "the business folder",
    "GET /policies": "the business folder, and counts",
    "POST /policies/{name}": "the business folder",
    "GET /offers": "the business folder, and counts",
    "GET /flows": "the business folder, and counts",
    "GET /flows/{name}": "the business folder, and counts",
    "GET /api/business": "the business folder",
    "GET /api/offers": "the business folder, and counts",
    "GET /api/policies": "the business folder, and counts",
    "GET /api/policies/{policy}": "the business folder, and counts",
    "POST /api/policies/{policy}/enable": "the business folder",
    "POST /api/subscriptions/{name}/done": "a place in the log",
}
"""Routes without a case below, each with what it shows instead."""

CASES: dict[str, list[str]] = {
    "GET /": ["", "?customer={out}", "?customer=user:z-outsider", "?before={after_all}", "?type=invoice.*"],
    "GET /events/{id}": ["{out_event}", "{in_event}", "{both_event}", "{linked_event}", "{caused_event}"],
    "GET /customers": [
        "",
        "?q=zebulon",
        "?q=user:z-outsider",
        "?q=z-outsider",
        "?q={out}",
        "?q=+66812345678",
    ],
    "GET /customers/{id}": ["{out}", "user:z-outsider", "phone:+66812345678", "{in}", "{near}"],
    "GET /customers/{id}/timeline": ["{out}/timeline", "{in}/timeline", "{in}/timeline?group=billing"],
    "POST /customers/{id}/decisions": [
        "{out}/decisions situation=bill_shock",
        "user:z-outsider/decisions situation=",
        "{in}/decisions situation=bill_shock",
    ],
    "GET /customers/{id}/decisions/{decision}": [
        "{out}/decisions/{out_decision}",
        "{in}/decisions/{out_decision}",
        "{in}/decisions/{out_event}",
    ],
    "POST /customers/{id}/decisions/{decision}": [
        "{out}/decisions/{out_decision} offer=payment-plan&outcome=accepted",
        "{in}/decisions/{out_decision} offer=payment-plan&outcome=declined&reason=zebulon",
    ],
    "GET /policies/{name}": ["speak-slowly", "bill-shock"],
    "GET /customers/{id}/join": [
        "{out}/join",
        "{in}/join?with=zebulon",
        "{in}/join?other={out}",
        "{in}/join",
    ],
    "POST /customers/{id}/join": [
        "{in}/join other={out}",
        "{out}/join other={in}",
        "{in}/join other=user:z-outsider",
    ],
    "GET /customers/{id}/separate": ["{out}/separate", "{in}/separate?split=user:z-outsider"],
    "POST /customers/{id}/separate": [
        "{out}/separate split=user:z-outsider",
        "{in}/separate split=user:z-outsider",
    ],
    "GET /matches": [""],
    "POST /matches": [" a={in}&b={out}&decision=accept", " a={near}&b={out}&decision=decline"],
    "GET /audit": ["", "?customer={out}", "?customer={in}", "?staff=local"],
    "GET /system": [""],
    "GET /notices": ["", "?before={after_all}"],
    "POST /notices": [" take={out_notice}"],
    "GET /notices/count": [""],
    "WebSocket /notices/live": [""],
    "GET /api/notices": ["", "?state=taken", "?limit=200"],
    "POST /api/notices/{number}/take": ["{out_notice}/take"],
    "WebSocket /live": ["", "?customer={out}", "?type=invoice.*"],
    "GET /contacts": ["", "?show=waiting", "?show=mine", "?q=zebulon", "?scope=country:TH", "?language=en"],
    "POST /contacts": [" take={out_contact}"],
    "GET /contacts/waiting": [""],
    "POST /contacts/views": [" name=Zebulon&language=en&q=zebulon"],
    "WebSocket /contacts/live": ["", "?channel=chat&language=en"],
    "GET /contacts/watch": ["?c={out_contact}", "?c={in_contact}&c={out_contact}"],
    "WebSocket /contacts/watch/live": ["?c={out_contact}&c={in_contact}"],
    "GET /contacts/{contact}/peek": ["{out_contact}/peek", "{in_contact}/peek"],
    "GET /contacts/{contact}": ["{out_contact}", "{in_contact}"],
    "GET /contacts/{contact}/who": ["{out_contact}/who", "{in_contact}/who"],
    "WebSocket /contacts/{contact}/live": ["{out_contact}/live", "{in_contact}/live"],
    "POST /contacts/{contact}/take": ["{out_contact}/take version=0"],
    "POST /contacts/{contact}/say": ["{out_contact}/say text=hello&key=k-1"],
    "POST /contacts/{contact}/hint": ["{out_contact}/hint text=hello"],
    "POST /contacts/{contact}/hint/dismiss": ["{out_contact}/hint/dismiss turn=1"],
    "POST /contacts/{contact}/give-back": ["{out_contact}/give-back flow="],
    "POST /contacts/{contact}/put-back": ["{out_contact}/put-back queue=general"],
    "POST /contacts/{contact}/close": ["{out_contact}/close reason=bill&solved=on"],
    "POST /contacts/{contact}/note": ["{out_contact}/note text=zebulon&key=n-1"],
    "POST /contacts/{contact}/wrap-up": ["{out_contact}/wrap-up reason=bill&solved=on&note=hers"],
    "GET /contacts/{contact}/reasons": ["{out_contact}/reasons", "{in_contact}/reasons"],
    "GET /contacts/{contact}/knowledge": [
        "{out_contact}/knowledge",
        "{out_contact}/knowledge?q=bill",
        "{in_contact}/knowledge",
    ],
    "GET /contacts/{contact}/knowledge/{name}": ["{out_contact}/knowledge/bill-higher"],
    "POST /contacts/{contact}/files": ["{out_contact}/files file=hello"],
    "GET /contacts/{contact}/files/{file}": ["{out_contact}/files/f-1", "{in_contact}/files/f-1"],
    "POST /contacts/{contact}/signals/{number}/wrong": ["{out_contact}/signals/1/wrong wrong=yes"],
    "GET /signals": ["", "?kind=frustration", "?days=7"],
    "POST /contacts/{contact}/actions": [
        "{out_contact}/actions do=ask/",
        "{out_contact}/actions do=done/goodwill-credit&decision=d-1",
        "{out_contact}/actions do=approve/goodwill-credit&decision=d-1",
    ],
    "GET /contacts/{contact}/replies": ["{out_contact}/replies", "{in_contact}/replies"],
    "GET /contacts/{contact}/replies/drafted": [
        "{out_contact}/replies/drafted",
        "{in_contact}/replies/drafted",
    ],
    "GET /contacts/{contact}/summary": ["{out_contact}/summary", "{in_contact}/summary"],
    "GET /approvals": [""],
    "POST /approvals": [" do=given/1", " do=refused/1"],
    "GET /approvals/count": [""],
    "WebSocket /approvals/live": [""],
    "POST /contacts/{contact}/case": ["{out_contact}/case what=bill&summary=hers"],
    "WebSocket /contacts/asked": [""],
    "GET /contacts/{contact}/handing": ["{out_contact}/handing", "{in_contact}/handing"],
    "POST /contacts/{contact}/ask": ["{out_contact}/ask to=staff:local&words=hello"],
    "POST /contacts/{contact}/bring-in": ["{out_contact}/bring-in to=staff:local&summary=hello"],
    "POST /contacts/{contact}/hand-on": ["{out_contact}/hand-on to=queue:general&summary=hello"],
    "POST /contacts/{contact}/answer": ["{out_contact}/answer accept=1", "{in_contact}/answer accept=1"],
    "POST /contacts/{contact}/aside": ["{out_contact}/aside text=hello"],
    "POST /contacts/{contact}/leave": ["{out_contact}/leave"],
    "POST /contacts/{contact}/whisper": ["{out_contact}/whisper text=hello"],
    "GET /me/day": [""],
    "GET /callbacks": [""],
    "POST /callbacks": [" promise={out_promise}"],
    "GET /cases/{case}": ["{out_case}", "{in_case}"],
    "GET /rejects": ["", "?state=dismissed"],
    "GET /rejects/{number}": ["1"],
    "POST /rejects/{number}": ["1 do=dismiss"],
    "GET /api/customers": ["", "?q=zebulon", "?q=user:z-outsider", "?q=z-outsider", "?q={out}", "?limit=200"],
    "GET /api/customers/{customer}": ["{out}", "user:z-outsider", "{in}", "{near}"],
    "GET /api/customers/{customer}/timeline": ["{out}/timeline", "{in}/timeline?limit=200"],
    "POST /api/customers/{customer}/page": ["{out}/page", "user:z-outsider/page", "{in}/page"],
    "POST /api/customers/{customer}/join": [
        '{in}/join {"other": "{out}"}',
        '{out}/join {"other": "{in}"}',
        '{in}/join {"other": "email:zebulon@outside.example"}',
    ],
    "POST /api/customers/{customer}/separate": [
        '{out}/separate {"split": ["user:z-outsider"]}',
        '{in}/separate {"split": ["user:z-outsider"]}',
    ],
    "GET /api/matches": ["", "?state=declined", "?state=accepted"],
    "POST /api/matches/accept": [' {"a": {in}, "b": {out}}', ' {"a": {near}, "b": {out}}'],
    "POST /api/matches/decline": [' {"a": {near}, "b": {out}}'],
    "POST /api/decide": [
        ' {"customer": "{out}"}',
        ' {"customer": "user:z-outsider"}',
        ' {"customer": "{in}"}',
    ],
    "POST /api/decide/as-if": [' {"customer": "{out}", "files": {}}', ' {"customer": "{in}", "files": {}}'],
    "POST /api/decisions/{decision}/outcomes": [
        '{out_decision}/outcomes {"offer": "x", "outcome": "accepted"}',
        '{out_event}/outcomes {"offer": "x", "outcome": "accepted"}',
    ],
    "GET /api/audit": ["", "?customer={out}", "?staff=local"],
    "GET /api/log": [
        "",
        "?after=0&limit=1000",
        "?type=invoice.issued",
        "?before={after_all}",
        "?source=desk",
    ],
    "GET /api/log/export": ["?limit=5000", "?type=invoice.issued"],
    "GET /api/events/{id}/consequences": [
        f"{{{which}_event}}/consequences" for which in ("out", "in", "both", "linked", "caused")
    ],
    "GET /api/subscriptions": [""],
    "GET /api/subscriptions/{name}/events": ["walk/events?from_start=true&limit=1000"],
    "GET /api/deliveries": ["", "?state=dead"],
    "GET /api/rejects": ["", "?job=files", "?state=dismissed"],
    "GET /api/rejects/{number}": ["1"],
    "POST /api/rejects/{number}/dismiss": ["1/dismiss"],
}
"""By route, what is asked: the rest of the path, and what is sent behind a space."""


def event(number: int, who: str, properties: dict[str, Any], *more: Identifier, **rest: Any) -> Event:
    rest = {"type": "invoice.issued", "source": "backend"} | rest
    return Event(
        message_id=f"w-{number}",
        occurred=NOW + number,
        identifiers=(Identifier("user", who, True), *more) if who else more,
        properties=properties,
        **rest,
    )


def person(name: str, brand: str, country: str, partner: str, **more: Any) -> dict[str, Any]:
    named = {"name": name, "brand": brand, "partner": partner, "address": {"country": country}}
    return {"traits": named | more}


def bill(text: str) -> dict[str, Any]:
    return {"invoice": text, "total": {"amount": 100, "currency": "PHP"}, "due": "2026-12-01"}


def notice(number: int, who: str, text: str, **rest: Any) -> Event:
    said = {"notice": f"n-{number}", "text": text, "policy": "p", "role": "agent"}
    return event(number, who, said, type="staff.notified", source="decisions", **rest)


@dataclass
class Walk:
    """An app with somebody in everybody's scopes (`in`, `near`), and somebody in nobody's (`out`)."""

    client: TestClient[Litestar]
    runtime: Runtime
    names: dict[str, str]
    local: dict[str, str]
    numbers: Iterator[int] = field(default_factory=lambda: count(2000))

    def fill(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: self.names.get(found[1], found[0]), text)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """As somebody who sees everybody."""
        answer = self.client.request(method, path, json=body, headers=self.local)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def contact(self) -> tuple[int, str, str]:
        """Where the chat of the one out of scope stands."""
        found = await self.runtime.talking.talks.contact(self.names["out_contact"])
        return found.version, str(found.owner), found.state

    def join_and_separate(self) -> None:
        """What puts both on one record."""
        self.ask("POST", "/api/customers/user:inga/join", {"other": "user:z-outsider"})
        theirs = ["user:z-outsider", "email:zebulon@outside.example", "phone:+66812345678"]
        self.ask("POST", "/api/customers/user:inga/separate", {"split": theirs})

    def bearer(self, role: Role, dimension: str) -> dict[str, str]:
        body = {"name": f"{role} {dimension}", "role": role, "scopes": {dimension: [INSIDE[dimension]]}}
        answer = self.client.post("/api/tokens", json=body, headers=self.local)
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['secret']}"}

    def everything(self) -> Any:
        """What is stored of the one out of scope, without when it was asked."""
        found = self.client.get(f"/api/customers/{self.names['out']}/export", headers=self.local)
        assert found.status_code == 200, found.text
        pairs = [
            self.client.get("/api/matches", params={"state": state}, headers=self.local).json()
            for state in ("open", "declined", "accepted")
        ]
        taken = self.client.get("/api/notices?state=taken&limit=200", headers=self.local).json()["items"]
        return (
            [one["number"] for one in taken if str(one["customer"]) == self.names["out"]],
            found.json()["customer"]["identifiers"],
            len(found.json()["events"]),
            found.json()["rejected"],
            pairs,
            self.client.blocking_portal.call(self.contact),
        )


def opened(number: int, who: str, case: str, summary: str) -> Event:
    """A problem of theirs that is not solved."""
    return event(number, who, {"case": case, "what": "bill", "summary": summary}, type="case.opened")


async def _talk(runtime: Runtime, user: str, *given: Asked | Said) -> str:
    """A chat in which somebody says or asks something."""
    talks = runtime.talking.talks
    known = (Identifier("user", user, True),)
    begun = await talks.begin("chat", identifiers=known, language="en")
    for number, one in enumerate(given):
        await talks.take(begun.contact.name, one, f"{user}-{number}")
    return begun.contact.name


async def _pass_on(runtime: Runtime, contact: str, summary: str) -> None:
    """Somebody has a contact, says something about it to colleagues, and wants whoever is first to have it."""
    await runtime.talking.takeover.take_over(LOCAL, contact)
    await runtime.talking.transfers.aside(LOCAL, contact, f"{summary}, between us", "k")
    await runtime.talking.transfers.hand_on(LOCAL, contact, summary, queue="general")


async def _approval_asked(runtime: Runtime, contact: str, title: str) -> None:
    """A lead is asked to approve something in a contact."""
    waits = asked(contact, title=title, by="somebody", name="Somebody", why=f"because of {title}", asked=NOW)
    await runtime.storage.run(lambda tx: advice.ask(tx, waits))


async def _fill(runtime: Runtime) -> dict[str, str]:
    """The past: they shared a phone, were joined and separated, were proposed as one, caused what the other did."""
    phone = Identifier("phone", "+639175550001", True)
    filler = [event(n, "filler", {"n": n}, type="thing.happened") for n in range(600)]
    first = [
        event(1000, "inga", person("Inga Inside", *INSIDE.values()), phone, type="customer.identified"),
        event(1001, "near", person("Nea Near", *INSIDE.values()), type="customer.identified"),
        event(
            1002,
            "z-outsider",
            person("Zebulon Outsider", "other", "TH", "south", accessibility=["slow_speech"]),
            Identifier("email", "zebulon@outside.example", True),
            Identifier("phone", "+66812345678", True),
            phone,
            type="customer.identified",
        ),
    ]
    of_out = event(1003, "z-outsider", bill("zebu-secret-1"))
    of_in = event(1004, "inga", bill("i-1"), cause=of_out.id)
    caused = event(1005, "z-outsider", bill("zebu-secret-2"), cause=of_in.id)
    cases = [opened(1007, "z-outsider", "k-out", "zebu-secret-4"), opened(1008, "inga", "k-in", "i-4")]
    both = event(1006, "inga", bill("i-2"), Identifier("email", "zebulon@outside.example", False))
    rejected = [
        Rejected(
            raw=b'{"userId": "z-outsider", "traits": {"name": "Zebulon"}}', reason="zebulon", where="line 1"
        )
    ]
    command = runtime.ingest.command(
        "backend", Decoded(events=[*filler, *first, of_out, of_in, caused, both, *cases])
    )
    await runtime.storage.run(command)
    await runtime.storage.run(runtime.ingest.command("backend", Decoded(rejected=rejected)))

    def given_up(tx: Transaction) -> None:
        outbox.put(tx, key="k", kind="webhook", target="erp", body=b"zebulon", seq=604, due=NOW)
        tx.run("UPDATE delivery SET state = 'dead', error = 'it answered 500'")

    await runtime.storage.run(given_up)
    notices = [
        notice(1010, "z-outsider", "zebu-secret: zebulon should be called", cause=of_in.id),
        notice(1011, "inga", "call her", cause=of_out.id),
        notice(1012, "z-outsider", "zebu-secret: somebody has called zebulon"),
    ]

    def notify(tx: Transaction) -> list[int]:
        runtime.ingest.append(tx, notices, NOW)
        return [stored.seq for one in notices if (stored := log.find(tx, one.id))]

    out_notice, _, taken = await runtime.storage.run(notify)
    await runtime.notices.take(LOCAL, taken)
    return {
        "out_notice": str(out_notice),
        "out_event": of_out.id,
        "in_event": of_in.id,
        "caused_event": caused.id,
        "both_event": both.id,
    }


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    settings = Settings(
        data=tmp_path_factory.mktemp("scopes"), business=SAMPLE, cache_mb=8, owner_gone=24 * 3600
    )
    runtime = Runtime(settings)
    names = asyncio.run(_fill(runtime))
    local = {"authorization": "Bearer local-token"}
    with TestClient(create_app(runtime, "local-token"), base_url="https://warmline.test") as client:
        made = Walk(client, runtime, names, local)

        for name, user in (("in", "inga"), ("near", "near"), ("out", "z-outsider")):
            names[name] = str(made.ask("GET", f"/api/customers/user:{user}")["id"])
        out, inside, near = (int(names[name]) for name in ("out", "in", "near"))
        reasons = [message("same %(field)s", field="name Zebulon")]
        client.blocking_portal.call(
            runtime.proposals.put,
            [(inside, out, 0.9, reasons), (near, out, 0.8, reasons), (inside, near, 0.7, [message("x")])],
        )
        made.ask("POST", "/api/matches/decline", {"a": inside, "b": out})
        names["out_decision"] = made.ask("POST", "/api/decide", {"customer": str(out)})["decision"]["id"]
        talk = partial(client.blocking_portal.call, _talk, runtime)
        called = talk(
            "z-outsider", Asked(what="person"), Said(text="yes")
        )  # nobody is there: a call is promised
        promised = client.blocking_portal.call(runtime.talking.casework.callbacks, LOCAL)
        names["out_promise"] = next(one.promise for one in promised if one.contact == called)
        names["out_contact"] = talk(
            "z-outsider", Said(text="zebu-secret-5"), Said(text="THIS IS RIDICULOUS!!! 😡")
        )
        client.blocking_portal.call(_approval_asked, runtime, names["out_contact"], "zebu-secret-7")
        names["in_contact"] = talk("inga", Said(text="i-5"))
        pass_on = partial(client.blocking_portal.call, _pass_on, runtime)
        pass_on(talk("z-outsider", Said(text="zebu-secret-7")), "zebu-secret-8")
        pass_on(talk("inga", Said(text="i-7")), "i-8")
        names |= {"out_case": "k-out", "in_case": "k-in"}
        made.join_and_separate()
        linked = made.ask("GET", "/api/log?type=customer.linked")["events"][0]
        names |= {"linked_event": linked["id"], "after_all": str(linked["seq"] + 10)}
        yield made


def restricted(app: Litestar) -> dict[str, tuple[Role, ...]]:
    """Routes that somebody may use who can be restricted, with the roles that can be."""
    found: dict[str, tuple[Role, ...]] = {}
    for method, path, handler in routes_of(app):
        access = handler.opt.get("access")
        if access not in (ANYONE, WRITE_KEY) and isinstance(access, frozenset):
            roles = tuple(role for role in Role if role in access and role is not Role.ADMINISTRATOR)
            if roles:
                found[f"{method} {shown(path)}"] = roles
    return found


def test_every_route_has_its_case(walk: Walk) -> None:
    assert sorted(restricted(walk.client.app)) == sorted([*CASES, *NOTHING_OF_A_CUSTOMER])


def test_administrators_cannot_be_restricted(walk: Walk) -> None:
    """So that the routes of theirs alone need no case."""
    body = {"name": "a", "role": "administrator", "scopes": {"brand": ["isla"]}}
    assert walk.client.post("/api/tokens", json=body, headers=walk.local).status_code == 400
    body["email"] = "a@example.com"
    assert walk.client.post("/api/staff", json=body, headers=walk.local).status_code == 400


def test_the_walk_would_notice(walk: Walk) -> None:
    """The same questions, asked by somebody who sees everybody, bring all the marks to light."""
    said = "".join(
        walk.client.get(
            walk.fill(f"{route.split()[1].partition('{')[0]}{case}"), headers=walk.local
        ).text.lower()
        for route, cases in CASES.items()
        for case in cases
        if route.startswith("GET")
    )
    assert [mark for mark in MARKS if mark not in said] == []
    page = walk.client.get("/policies/speak-slowly", headers=walk.local | {"accept": "text/html"}).text
    assert "Zebulon" in page, "the policy had a part in a decision about them"


@pytest.mark.parametrize("dimension", INSIDE)
@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.ANALYST])
def test_nothing_of_who_is_out_of_scope(walk: Walk, role: Role, dimension: str) -> None:
    walk.join_and_separate()
    headers = walk.bearer(role, dimension)
    found = []
    for route, roles in restricted(walk.client.app).items():
        if role not in roles or route not in CASES:
            continue
        method, path = route.split()
        for case in CASES[route]:
            rest, _, sent = walk.fill(case).partition(" ")
            asked = path.partition("{")[0] + rest
            before = walk.everything() if method == "POST" else None
            said = (
                pushed(walk, asked, headers)
                if method == "WebSocket"
                else answered(walk, method, asked, sent, headers)
            )
            named = f"{asked} {sent}".lower()
            marks = [mark for mark in MARKS if mark in said.lower() and mark not in named]
            if re.search(rf"\b{walk.names['out']}\b", said) and walk.names["out"] not in named:
                marks.append("the id")
            if marks:
                found.append((route, case, marks, said[:2000]))
            if method == "POST":
                assert walk.everything() == before, f"{route} {case} changed something"
    assert [(route, case, marks) for route, case, marks, _ in found] == [], found[0][3]


def answered(walk: Walk, method: str, path: str, sent: str, headers: dict[str, str]) -> str:
    """All of an answer; what the question itself said is no news."""
    is_json = path.startswith("/api/")
    typed = {"content-type": "application/json" if is_json else "application/x-www-form-urlencoded"}
    more: dict[str, Any] = {"content": sent} if sent else {}
    wanted = headers | {"accept": "application/json" if is_json else "text/html"} | (typed if sent else {})
    answer = walk.client.request(method, path, headers=wanted, follow_redirects=False, **more)
    assert answer.status_code < 500, f"{method} {path}: {answer.text}"
    return f"{answer.text} {dict(answer.headers)}"


def pushed(walk: Walk, path: str, headers: dict[str, str]) -> str:
    """What a page is pushed at first, and when something happens to both."""
    said = []
    listening = (
        "customer=" not in path and walk.names["out_contact"] not in path
    )  # of whom may not be seen, nothing is ever pushed
    with walk.client.websocket_connect(path, headers=headers) as socket:
        socket.send_text(json.dumps({"shown": []}))
        if listening:
            said.append(socket.receive_text(timeout=20))
        for who, text in (("z-outsider", "zebu-secret-3"), ("near", "near-3")):
            number = next(walk.numbers)
            happened = [event(number, who, bill(text)), notice(next(walk.numbers), who, text)]
            command = partial(walk.runtime.ingest.append, events=happened, now=NOW)
            walk.runtime.storage.submit(command).result()
        call, number = walk.client.blocking_portal.call, next(walk.numbers)
        for who, text in (("z-outsider", "zebu-secret-6"), ("inga", "i-6")):
            passed_on = call(_talk, walk.runtime, who, Said(text=text))
            if path == "/contacts/asked":
                call(_pass_on, walk.runtime, passed_on, text)
        for contact, title in (("out_contact", "zebu-secret-7"), ("in_contact", "i-7")):
            call(_approval_asked, walk.runtime, walk.names[contact], title)
            call(
                walk.runtime.talking.talks.take, walk.names[contact], Asked(what="repeat"), f"again-{number}"
            )
        if listening:
            said.append(socket.receive_text(timeout=20))
    return "".join(said)
