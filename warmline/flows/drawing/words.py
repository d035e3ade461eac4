"""What a picture of a flow says in Warmline's own words: kinds of steps, what they do, which ways lead where.

What the business wrote is a text as it stands; the words here are messages, so that each reader has them in their
language.
"""

from warmline.flows.model import BACK, CALLBACK, END, HANDOVER, START, Step
from warmline.flows.steps.ask import Ask
from warmline.flows.steps.call import Call
from warmline.flows.steps.do import Do
from warmline.flows.steps.handover import HandOver
from warmline.flows.steps.identify import Identify
from warmline.flows.steps.look_up import LookUp
from warmline.flows.steps.menu import Menu
from warmline.flows.steps.offer import Offer
from warmline.flows.steps.verify import Verify
from warmline.language.messages import Listed, Message, Value, marked, message

AGAIN = "again"
"""Where a way leads that comes back to its own step."""
OUT = marked(
    {
        END: "the end",
        HANDOVER: "a person",
        CALLBACK: "a callback",
        BACK: "back",
        START: "the beginning",
        AGAIN: "here again",
    }
)
"""What ways out of a flow are called in a picture; they are written in the step, so that lines stay few."""
_KINDS = marked(
    {
        "say": "say",
        "menu": "menu",
        "ask": "ask",
        "identify": "identify",
        "verify": "verify",
        "decide": "decide",
        "offer": "offer",
        "look_up": "look up",
        "do": "do",
        "answer": "answer",
        "branch": "branch",
        "call": "call",
        "survey": "survey",
        "callback": "callback",
        "handover": "handover",
        "end": "end",
    }
)
"""What steps are called, by their kind."""
_ENTRIES = marked(
    {
        "digits": "digits",
        "account": "account number",
        "amount": "amount",
        "date": "date",
        "phone": "phone number",
        "postcode": "postcode",
        "choice": "one of several",
        "text": "any text",
        "code": "one-time code",
        "email": "email address",
        "name": "name",
    }
)
"""What can be asked for."""
_BY = marked(
    {
        "channel": "channel",
        "account": "account number",
        "person": "personal details",
        "code": "one-time code",
        "knowledge": "what they know",
    }
)
"""By what it is found out who somebody is, or proved."""
_LABELS = marked(
    {
        "accepted": "accepted",
        "declined": "declined",
        "nothing": "nothing",
        "otherwise": "anything else",
        "else": "else",
        "skip": "skipped",
        "failed": "failed",
        "unknown": "outcome unknown",
        "locked": "locked out",
        "solved": "solved",
    }
)
"""When ways are taken, where Warmline names them; those of options and conditions are called as they were written."""


def kind_of(step: Step) -> Value:
    """What kind of step it is; those of Warmline's own flow, which no desk shows, by their name."""
    return Message(_KINDS[step.kind]) if step.kind in _KINDS else step.kind


def label_of(way: str) -> Value:
    """When a way is taken."""
    return Message(_LABELS[way]) if way in _LABELS else way


def out_to(target: str) -> Message:
    """Where a way leads that leaves the flow."""
    return Message(OUT[target])


def what_it_does(step: Step) -> Value:
    """What a step does besides saying something; "" for nothing."""
    match step:
        case LookUp() | Do():
            return step.operation.name
        case Ask(secret=True):
            return message("%(what)s (%(kind)s), secret", what=step.what, kind=Message(_ENTRIES[step.as_]))
        case Ask():
            return message("%(what)s (%(kind)s)", what=step.what, kind=Message(_ENTRIES[step.as_]))
        case Identify():
            return message("by %(what)s", what=Listed([Message(_BY[one]) for one in step.by], ""))
        case Verify():
            return message("by %(what)s", what=Message(_BY[step.by]))
        case Offer():
            return step.situation
        case Call():
            return step.callee
        case HandOver():
            return step.queue
        case Menu(ranked=True):
            return message("most likely first")
    return ""
