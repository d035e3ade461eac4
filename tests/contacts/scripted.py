"""A small self-service as plain code, to try contacts without a business folder."""

from copy import deepcopy
from dataclasses import dataclass

from warmline.flows.effects import (
    CallBack,
    Decide,
    Do,
    Effect,
    End,
    HandOver,
    Keep,
    LookUp,
    Record,
    Say,
)
from warmline.flows.inputs import (
    Asked,
    Began,
    Chose,
    GivenBack,
    Input,
    Keyed,
    Left,
    Result,
    Said,
    TakenOver,
)
from warmline.flows.prompts import Field, Option, Prompt
from warmline.flows.session import Place, Session, Waiting
from warmline.flows.world import World

PERSON = Option(name="person", label="A person", key="0", kind="person")


@dataclass(frozen=True)
class Step:
    """A session and what is to be done for it."""

    session: Session
    effects: list[Effect]


class Script:
    """What is said leads on: bill (look-up), pay (does something), card (a secret, then pays), help, done, crash."""

    def __init__(self, greeting: str = "Welcome.") -> None:
        self.greeting = greeting

    def advance(self, session: Session, given: Input, world: World) -> Step:
        session = deepcopy(session)
        session.turn += 1
        effects: list[Effect] = []

        def say(text: str, *, secret: bool = False) -> None:
            field = Field(kind="code", secret=True) if secret else None
            effects.append(
                Say(
                    prompt=Prompt(
                        language=session.language,
                        texts=(text,),
                        options=(Option(name="bill", label="Your bill", key="1"), PERSON),
                        field=field,
                    )
                )
            )
            session.waiting = Waiting(what="customer", phase="secret" if secret else "")

        def wait(effect: Effect, phase: str) -> None:
            effects.append(effect)
            session.waiting = Waiting(what="outside", id=str(getattr(effect, "id", "")), phase=phase)

        id = f"{session.contact}-{session.turn}"
        waiting = session.waiting
        phase = waiting.phase if waiting else ""
        text = _text(given)
        if isinstance(given, Began):
            session.stack = [Place("main", "top")]
            back = f" You were at {given.left_off.stack[-1].step}." if given.left_off else ""
            say(self.greeting + back)
        elif isinstance(given, Result):
            if waiting is None or waiting.id != given.id:
                return Step(session, effects)
            if phase == "person":
                if given.outcome == "ok":
                    say(f"You are number {given.value['position']}.")
                    session.waiting = Waiting(what="person")
                else:
                    call = CallBack(id=id, queue="general", wants=session.wants)
                    wait(call, "callback")
            elif phase == "decide":
                chosen = given.value.get("chosen", [])
                say(f"Best for you: {', '.join(one['name'] for one in chosen) or 'nothing'}.")
            else:
                told = given.value.get("text", given.why)
                say(f"{phase}: {given.outcome} {told}".strip())
        elif isinstance(given, TakenOver):
            session.waiting = Waiting(what="person")
        elif isinstance(given, GivenBack):
            say("You are back with me.")
        elif isinstance(given, Left):
            session.outcome = "abandoned"
            session.waiting = None
            effects.append(End(outcome="abandoned"))
        elif waiting is not None and waiting.what == "person":
            pass
        elif isinstance(given, Asked) and given.what == "person":
            effects.append(Record(type="contact.asked_person", properties={"by": "button"}))
            wait(HandOver(id=id, queue="general", why="asked", wants=session.wants, tried=[]), "person")
        elif waiting is not None and waiting.what == "outside":
            pass
        elif phase == "secret":
            effects.append(Keep(name="card"))
            wait(Do(id=id, operation="billing.pay", arguments={"card": {"secret": "card"}}), "pay")
        elif text == "bill":
            session.wants = "bill"
            session.stack = [Place("main", "top"), Place("bill", "explain")]
            effects.append(Record(type="contact.reason", properties={"reason": "bill", "by": "flow"}))
            wait(LookUp(id=id, operation="billing.latest", arguments={}), "bill")
        elif text == "pay":
            wait(Do(id=id, operation="billing.pay", arguments={"amount": 5}), "pay")
        elif text == "card":
            say("Your card number, please.", secret=True)
        elif text == "decide":
            wait(Decide(id=id, situation="outage"), "decide")
        elif text == "done":
            session.outcome = "completed"
            session.waiting = None
            effects.append(End(outcome="completed", solved=True))
        elif text == "crash":
            raise ValueError("a flow that is not sound")
        else:
            say(f"You said {text}.")
        return Step(session, effects)


def _text(given: Input) -> str:
    if isinstance(given, Said):
        return given.text
    if isinstance(given, Keyed):
        return given.keys
    return given.option if isinstance(given, Chose) else ""
