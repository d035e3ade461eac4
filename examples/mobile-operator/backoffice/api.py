"""The HTTP side: every route, what it reads or does, and how a request becomes an answer."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from litestar import Litestar, Request, Response, route
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from backoffice import (
    accounts,
    appointments,
    billing,
    hooks,
    network,
    once,
    orders,
    phone,
    tell,
    texting,
    watching,
)
from backoffice import requests as bodies
from backoffice.admit import admit, admit_call, admit_hook
from backoffice.errors import Refused
from backoffice.faults import Faults, Misbehaviour
from backoffice.gateway import Gateway
from backoffice.storage import Database, Transaction

AnyRequest = Request[Any, Any, Any]
LookUp = Callable[[Transaction, dict[str, str], dict[str, str]], dict[str, Any]]

LOOK_UPS: dict[str, LookUp] = {
    "/accounts/{account:str}": accounts.account,
    "/accounts/{account:str}/invoices": billing.invoices,
    "/accounts/{account:str}/latest-invoice": billing.latest,
    "/accounts/{account:str}/open-invoices": billing.still_open,
    "/accounts/{account:str}/orders": orders.orders,
    "/invoices/{invoice:str}": billing.invoice,
    "/orders/{order:str}": orders.order,
    "/products": orders.products,
    "/plans": network.plans,
    "/appointments": appointments.appointments,
    "/appointments/slots": appointments.slots,
    "/appointments/{appointment:str}": appointments.appointment,
    "/network/outages": network.outages,
    "/messages": accounts.messages,
    "/hooks": hooks.heard,
}
"""What can be looked up: GET."""


HOOK, TEXT = "/hooks/warmline", "/hooks/messages"
OPEN = ("/healthz", HOOK, TEXT)
"""Routes without the secret: for those who look whether it is alive, and for those who sign otherwise."""


class Operation(NamedTuple):
    """Something that is done: once for each idempotency key."""

    method: HttpMethod
    path: str
    body: type[bodies.Body]
    do: Callable[[Transaction, dict[str, str], Any], tuple[int, dict[str, Any]]]


POST, PATCH = HttpMethod.POST, HttpMethod.PATCH
OPERATIONS = (
    Operation(POST, "/accounts/{account:str}/invoices", bodies.Issue, billing.issue),
    Operation(POST, "/accounts/{account:str}/payments", bodies.Pay, billing.pay),
    Operation(POST, "/payment-plans", bodies.PlanPayments, billing.plan_payments),
    Operation(POST, "/credits", bodies.Credit, billing.give_credit),
    Operation(POST, "/statements", bodies.State, billing.state),
    Operation(POST, "/orders", bodies.PlaceOrder, orders.place),
    Operation(POST, "/orders/{order:str}/cancellation", bodies.Cancel, orders.cancel),
    Operation(POST, "/orders/{order:str}/scans", bodies.Scan, orders.scan),
    Operation(POST, "/replacements", bodies.Replace, orders.replace_device),
    Operation(POST, "/appointments", bodies.Book, appointments.book),
    Operation(PATCH, "/appointments/{appointment:str}", bodies.ChangeAppointment, appointments.change),
    Operation(POST, "/plan-changes", bodies.ChangePlan, network.change_plan),
    Operation(POST, "/sim-blocks", bodies.BlockSim, network.block_sim),
    Operation(POST, "/fault-reports", bodies.ReportFault, network.report_fault),
    Operation(POST, "/network/outages", bodies.StartOutage, network.start_outage),
    Operation(POST, "/network/outages/{outage:str}/end", bodies.Nothing, network.end_outage),
    Operation(POST, "/network/watchers", bodies.WatchOutage, watching.watch),
    Operation(POST, "/messages", bodies.SendMessage, accounts.send_message),
    Operation(POST, "/texts", bodies.SendText, texting.send_to),
    Operation(POST, "/verification-codes", bodies.SendCode, accounts.send_code),
    Operation(POST, "/verification-codes/{verification:str}/check", bodies.CheckCode, accounts.check_code),
)


class Secrets(NamedTuple):
    """Who does not know `doors` is not let in; who does not sign with `messages` cannot have any sent."""

    doors: str = ""
    messages: str = ""


def create(
    database: Database,
    faults: Faults,
    seed: int,
    secrets: Secrets,
    teller: tell.Teller | None,
    gateway: Gateway,
) -> ASGIApp:
    """The application."""
    office = _Office(database, secrets)
    handlers = [office.look_up(path, read) for path, read in LOOK_UPS.items()]
    handlers += [office.operation(one) for one in OPERATIONS]
    handlers += [office.special(path, methods, work) for path, methods, work in office.specials()]
    handlers += phone.routes(database, gateway)
    tasks: list[asyncio.Task[None]] = []

    async def start() -> None:
        if teller is not None:
            tasks.append(asyncio.create_task(teller.run()))

    async def stop() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    app = Litestar(
        handlers,
        on_startup=[start],
        on_shutdown=[stop],
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: _http_error},
    )
    office.misbehaviour = Misbehaviour(app, faults, seed)
    return office.misbehaviour


class _Office:
    """Makes a handler of everything that can be looked up or done."""

    misbehaviour: Misbehaviour

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets

    def look_up(self, path: str, read: LookUp) -> HTTPRouteHandler:
        """A GET."""

        async def work(request: AnyRequest, body: bytes) -> once.Answer:
            names, query = _path(request), dict(request.query_params)
            found = await asyncio.to_thread(self._database.run, lambda tx: read(tx, names, query))
            return once.Answer(200, msgspec.json.encode(found))

        return self.special(path, [HttpMethod.GET], work)

    def operation(self, operation: Operation) -> HTTPRouteHandler:
        """A POST or PATCH with an idempotency key."""

        async def work(request: AnyRequest, raw: bytes) -> once.Answer:
            key = once.key_of(request.headers.get("idempotency-key", ""))
            body, names = _decode(raw, operation.body), _path(request)
            told = msgspec.json.encode(body).decode()
            return await asyncio.to_thread(
                once.do_once,
                self._database,
                key,
                f"{request.method} {request.url.path} {told}",
                lambda tx: operation.do(tx, names, body),
            )

        return self.special(operation.path, [operation.method], work)

    def special(self, path: str, methods: list[HttpMethod], work: Any) -> HTTPRouteHandler:
        """A route whose answer `work` gives; what it refuses is an answer too."""

        @route(path, http_method=methods, name=f"{methods[0].value} {path}")
        async def handle(request: AnyRequest) -> Response[bytes]:
            try:
                body = await request.body()
                if path not in OPEN:
                    self._admit(request, body)
                answer = await work(request, body)
            except Refused as refused:
                answer = once.Answer(refused.status, msgspec.json.encode(refused.answer))
            headers = {"idempotent-replayed": "true"} if answer.again else {}
            return Response(
                answer.body, status_code=answer.status, headers=headers, media_type="application/json"
            )

        return handle

    def _admit(self, request: AnyRequest, body: bytes) -> None:
        raw: bytes = request.scope["raw_path"]
        target = raw.decode() + (f"?{request.url.query}" if request.url.query else "")
        admit(self._secrets.doors, dict(request.headers), request.method, target, body, int(time.time()))

    def specials(self) -> list[tuple[str, list[HttpMethod], Any]]:
        """Routes that are neither look-ups nor operations."""
        return [
            ("/healthz", [HttpMethod.GET], self._health),
            ("/operations/{key:str}", [HttpMethod.GET], self._outcome),
            ("/faults", [HttpMethod.GET, HttpMethod.PUT], self._faults),
            (HOOK, [HttpMethod.POST], self._hook),
            (TEXT, [HttpMethod.POST], self._text),
        ]

    async def _health(self, request: AnyRequest, body: bytes) -> once.Answer:
        events = await asyncio.to_thread(self._database.run, tell.waiting)
        return _said({"status": "alive", "events_waiting": events})

    async def _outcome(self, request: AnyRequest, body: bytes) -> once.Answer:
        key = once.key_of(request.path_params["key"])
        under_way = key in self.misbehaviour.under_way
        return _said(await asyncio.to_thread(self._database.run, lambda tx: once.outcome(tx, key, under_way)))

    async def _faults(self, request: AnyRequest, body: bytes) -> once.Answer:
        if request.method == "PUT":
            self.misbehaviour.faults = _decode(body, Faults)
        return _said(msgspec.to_builtins(self.misbehaviour.faults) | {"requests": self.misbehaviour.seen})

    async def _hook(self, request: AnyRequest, body: bytes) -> once.Answer:
        headers = dict(request.headers)
        admit_hook(self._secrets.doors, headers, body)
        key = once.key_of(headers.get("idempotency-key", ""))
        return await asyncio.to_thread(
            once.do_once, self._database, key, "hook", lambda tx: hooks.hear(tx, key, body)
        )

    async def _text(self, request: AnyRequest, body: bytes) -> once.Answer:
        headers = dict(request.headers)
        admit_call(self._secrets.messages, headers, body)
        key = once.key_of(headers.get("idempotency-key", ""))
        return await asyncio.to_thread(
            once.do_once,
            self._database,
            key,
            f"text {body.decode(errors='replace')}",
            lambda tx: texting.send_text(tx, body),
        )


def _path(request: AnyRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.path_params.items()}


def _decode(raw: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise Refused(400, "bad_body", f"The body does not fit: {error}.", "See README.md.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(400, "not_json", f"The body is not JSON: {error}.") from None


def _said(answer: dict[str, Any], status: int = 200) -> once.Answer:
    return once.Answer(status, msgspec.json.encode(answer))


def _http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    codes = {404: "no_route", 405: "no_method"}
    answer = Refused(error.status_code, codes.get(error.status_code, "bad_request"), str(error.detail)).answer
    return Response(msgspec.json.encode(answer), status_code=error.status_code, media_type="application/json")
