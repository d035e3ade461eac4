"""How fast sessions are advanced: customers of the sample business in its flows, one core, nothing but the engine."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from warmline.app.serve import spare_the_collector
from warmline.business.load import load
from warmline.business.model import Business, Disclosure
from warmline.conditions.reading import is_money
from warmline.conditions.types import BOOL, DOUBLE, INT, TIMESTAMP, FieldType, Record
from warmline.connectors.reading import CONNECTORS
from warmline.flows.effects import (
    NEEDS_ANSWER,
    Decide,
    Do,
    Effect,
    Find,
    HandOver,
    LookUp,
    Say,
    SendCode,
)
from warmline.flows.engine import advance
from warmline.flows.fitting import size
from warmline.flows.inputs import Asked, Began, Chose, Input, Keyed, Result, Said
from warmline.flows.model import Book
from warmline.flows.prompts import Prompt
from warmline.flows.reading.section import FLOWS
from warmline.flows.session import Session
from warmline.flows.world import World

SAMPLE = Path(__file__).parent.parent / "examples" / "mobile-operator"
CONVERSATIONS = 400
MOST_TURNS = 30
NOW = 1_770_000_000_000_000
ENTRIES = {
    "digits": "4111111111111111",
    "account": "7013550",
    "amount": "500",
    "date": "tomorrow",
    "phone": "0917 555 0101",
    "postcode": "6000",
    "text": "how do I use my phone abroad",
    "email": "maria@example.com",
    "name": "Maria Santos",
    "code": "123456",
}
Move = tuple[Session, Input, World]


def flows(seconds: float) -> dict[str, Any]:
    """Advances a second over moves that made-up customers have made, one after the other."""
    business = load(SAMPLE, [CONNECTORS, FLOWS])
    book = FLOWS.of(business)
    moves = [move for seed in range(CONVERSATIONS) for move in _conversation(business, book, seed)]
    spare_the_collector()
    sizes = [size(session) for session, _, _ in moves]
    for move in moves:
        advance(book, *move)
    count, began = 0, time.process_time()
    while (took := time.process_time() - began) < seconds:
        for session, given, world in moves:
            advance(book, session, given, world)
        count += len(moves)
    return {
        "advances_per_s": round(count / took),
        "us_per_advance": round(took / count * 1e6, 1),
        "moves": len(moves),
        "conversations": CONVERSATIONS,
        "languages": len(book.languages),
        "session_bytes_p50": round(quantiles(sizes, n=100)[49]),
        "session_bytes_max": max(sizes),
        "slowest": _slowest(book, moves),
    }


def _slowest(book: Book, moves: list[Move]) -> dict[str, float]:
    """Microseconds by what came in, so that it is seen what costs."""
    spent: dict[str, list[float]] = {}
    for session, given, world in moves:
        began = time.perf_counter()
        advance(book, session, given, world)
        spent.setdefault(type(given).__name__, []).append(time.perf_counter() - began)
    return {name: round(sum(found) / len(found) * 1e6, 1) for name, found in sorted(spent.items())}


def _conversation(business: Business, book: Book, seed: int) -> list[Move]:
    """One customer from the beginning to the end, or until they have had enough."""
    dice = Random(seed)
    profile = _profile(business, dice)
    world = World(now=NOW, customer=profile.get, languages=book.languages)
    session = Session(
        contact=f"c-{seed}",
        version=book.version,
        channel=dice.choice(["chat", "phone", "kiosk", "text"]),
        language=book.languages[seed % len(book.languages)],
        level=dice.choice([*Disclosure][:3]),
    )
    given: Input = Began()
    moves: list[Move] = []
    for _ in range(MOST_TURNS):
        moves.append((session, given, world))
        advanced = advance(book, session, given, world)
        session = advanced.session
        if session.waiting is None or session.waiting.what == "person":
            break
        given = _next(book, list(advanced.effects), dice)
    return moves


def _next(book: Book, effects: list[Effect], dice: Random) -> Input:
    if effects and isinstance(effects[-1], NEEDS_ANSWER):
        return _answer(book, effects[-1], dice)
    prompts = [effect.prompt for effect in effects if isinstance(effect, Say)]
    return _reply(prompts[-1], dice) if prompts else Asked(what="person")


def _reply(prompt: Prompt, dice: Random) -> Input:
    options = [one for one in prompt.options if one.kind in ("option", "accept", "decline")]
    chance = dice.random()
    if chance < 0.02:
        return Asked(what="repeat")
    if chance < 0.05:
        return Said(text="well, I am not sure what that means")
    if prompt.field is not None and (not options or chance < 0.9):
        return Said(text=ENTRIES[prompt.field.kind])
    if not options:
        return Asked(what="person")
    option = dice.choice(options)
    if chance < 0.5:
        return Chose(option=option.name)
    return Keyed(keys=option.key) if option.key and chance < 0.75 else Said(text=option.label)


def _answer(book: Book, effect: Any, dice: Random) -> Result:
    if dice.random() < 0.03:
        return Result(id=effect.id, outcome="failed")
    match effect:
        case LookUp(operation=name) | Do(operation=name):
            value = _thing(book.operations[name].answer, dice)
        case Decide():
            offer = {"rank": 2, "kind": "offer", "name": "credit", "policy": "credit", "why": "It jumped."}
            advice = {"rank": 1, "kind": "advise", "name": "status", "policy": "outage", "why": "It is out."}
            offer |= {
                "title": "A credit",
                "say": "I can take 50 pesos off. Would you like that?",
                "value": 50.0,
            }
            value = {
                "decision": "d-1",
                "chosen": [{**advice, "say": "There is an outage in your area."}, offer],
            }
        case Find():
            found = {
                "name": "abroad",
                "title": "Abroad",
                "excerpt": "Switch roaming on. " * 12,
                "language": "en",
            }
            value = {"sure": "likely", "found": [{**found, "flow": ""}]}
        case HandOver():
            value = {"position": 2, "minutes": 3}
        case SendCode():
            value = {"to": "…0101"}
        case _:
            value = {"promise": "p-1", "due": "2026-02-03T10:00:00+08:00", "to": "+639175550101"}
    return Result(id=effect.id, outcome="ok", value=value)


def _thing(record: Record, dice: Random) -> dict[str, Any]:
    return {name: _value(field, dice) for name, field in record.fields.items()}


def _value(field: FieldType, dice: Random) -> Any:
    kind = field.type
    if is_money(field):
        return {"amount": dice.randrange(10_000, 500_000), "currency": "PHP"}
    if isinstance(kind, Record):
        return _thing(kind, dice)
    if kind.name == "list" and kind.parameters:
        return [_value(FieldType(kind.parameters[0], False, field.read), dice) for _ in range(3)]
    if kind == TIMESTAMP:
        return datetime.fromtimestamp(NOW / 1e6 + dice.randrange(10**6), UTC).isoformat()
    return {INT: dice.randrange(1, 9), DOUBLE: dice.random() * 900, BOOL: dice.random() < 0.5}.get(
        kind, "roaming"
    )


def _profile(business: Business, dice: Random) -> dict[str, Any]:
    """A value for each field of a profile."""
    plain: dict[str, Callable[[], Any]] = {
        "integer": lambda: dice.randrange(90),
        "number": lambda: dice.random() * 100,
        "money": lambda: {"amount": dice.randrange(300_000), "currency": business.currency},
        "boolean": lambda: dice.random() < 0.5,
        "date": lambda: "2026-02-12",
        "time": lambda: NOW,
        "list": list,
        "map": dict,
    }
    found: dict[str, Any] = {}
    for name, field in business.fields.items():
        if field.items is not None or field.recent is not None:
            found[name] = []
        else:
            found[name] = plain.get(field.type, lambda: "Maria")()
    return found
