"""The reference page of flows: `python -m warmline.flows.reference > docs/reference/flows.md`."""

from types import ModuleType
from typing import Any

import msgspec

from warmline.flows.entries.kinds import KINDS as ENTRIES
from warmline.flows.model import RESERVED
from warmline.flows.reading import flow, service
from warmline.flows.steps.registry import MODULES
from warmline.flows.variables import GIVEN, TAKEN

INTRODUCTION = """\
# Flows

<!-- Written by `python -m warmline.flows.reference`; change `warmline/flows/`, not this page. -->

`service.yaml` says how self-service as a whole is, each file of `flows/` holds one flow. What they are for is told in
[Flows](../concepts/flows.md). Mistakes are found by `warmline check`: file, line, what is wrong, what to do.

## service.yaml

```yaml
start: main                     # the flow a contact begins with; by channel: {chat: main, kiosk: short, other: main}
recognise: who                  # the flow that finds out who somebody is, called where a flow needs to know
queues:
  general: {title: Customer service, hours: always}
  billing: {title: Bills and payments, hours: {mon-fri: "08:00-20:00", sat: "09:00-17:00"}}
  network: {title: Faults, skills: [network], languages: [en, fil]}     # who serves it knows, and speaks one of them
hand_over: general              # the queue where a flow names none
call_back_after: 3              # minutes; who would wait for longer is offered a callback instead (per queue as well)
resume: 7d                      # how long somebody who dropped out is offered to go on
person: {greet: "Somebody will be with you in a moment."}       # said instead of Warmline's own words
lock_out: {failures: 5, in: 15m, for: 30m}                      # failures to prove who one is
silence: {chat: 30m, phone: 8s, kiosk: 45s, text: 24h}          # how long an answer may take
survey: {sample: 0.3, rest: 90d}                                # share of contacts asked; left alone so long
costs:                          # what it costs us, in units of our currency; contact.ended has the sum
  person: 8.50                  # a minute of a person
  contact: {chat: 0.20, phone: 3, kiosk: 1, text: 0}            # each contact, by channel
  message: 0.60                 # each code, and each turn of ours by text
  operations: {billing.pay: 4}                #  each time that one is done or looked up
```
"""
A_FLOW = """\
## A flow

```yaml
flow: bill
title: Bills
needs: verified
wants: bill
queue: billing
steps:
  explain:
    look_up: billing.latest_invoice
    with: {account: customer.account}
    into: invoice
    say: "Your bill is {invoice.total}."
    on_failure: {say: "I cannot see your bill just now.", then: handover}
    then: done
  done: {end: solved}
```
"""
STEPS = """\
## Steps

Each step has a name and does one thing: it has the key of exactly one kind. What belongs to the kind stands below its
key, or beside it. `say` comes in every kind.
"""
VARIABLES = """\
## What expressions see

Conditions, values and the parts of texts in braces are [conditions](../concepts/conditions.md) over `customer`,
`contact`, `now`, `situations` and what the flow has learnt: each answer, each look-up, under its name. A flow's
variables are its own.

A variable is known at a step if every way to that step has given it. Where that is not so, it is a field of `{given}`
that may be absent: `has({given}.amount) ? {given}.amount : 0.0`. Of a thing with fields (what was looked up) each field
may be absent there: `has(invoice.total)`.

Conditions see all facts. A text is told only what may be said at the level of the session: a field of the profile at
its `disclosure`, what was looked up at that of its operation. What may not be told seems not to be there.

No variable can be called {taken}.
"""
MOMENTS = """\
## At every moment

No flow can switch these off. Words count as an answer of their own, in whichever language they are said.

| asked | by keys | in words | what happens |
|---|---|---|---|
| a person | `0` alone, `*0` anywhere in an entry | "agent", in any language | a person, whatever is under way |
| once more | `*1` | "repeat" | what was said last, and the question |
| back | `*2` | "back" | to what was asked before; never behind something that was done |
| another language | `*3` | "English please", the name of a language | the session goes on in it |

Everything is asked a bounded number of times, then another way is taken. A session is at most 4 kB, flows call each
other at most eight deep, and a flow that goes round without asking anything ends with a person after sixty steps. Where
a fact is odd, the customer is told so and handed over, and `contact.flow_failed` is on record.
"""


def page() -> str:
    """The whole page, as Markdown."""
    places = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in RESERVED.items())
    taken = ", ".join(f"`{name}`" for name in sorted(TAKEN))
    parts = [
        INTRODUCTION,
        _keys(service.Written),
        A_FLOW,
        _keys(flow.Written),
        f"Where a step leads: another step of the flow, or\n\n| | |\n|---|---|\n{places}\n",
        VARIABLES.replace("{given}", GIVEN).replace("{taken}", taken),
        MOMENTS,
        STEPS,
        *(_kind(module) for module in MODULES),
        "What can be asked for: " + ", ".join(f"`{one}`" for one in ENTRIES) + ".\n",
    ]
    return "\n".join(parts)


def _kind(module: ModuleType) -> str:
    """One kind: what it does, an example, its keys."""
    name = module.__name__.rpartition(".")[2]
    first, _, rest = (module.__doc__ or "").strip().partition("\n\n")
    lines = []
    fenced = False
    for line in rest.split("\n"):
        code = line.startswith("    ") or (fenced and not line)
        if code and not fenced:
            lines.append("```yaml")
        elif fenced and not code:
            lines[-1:] = ["```", ""]
        lines.append(line[4:] if code else line)
        fenced = code
    if fenced:
        lines.append("```")
    return f"### {name}\n\n{first}\n\n" + "\n".join(lines) + f"\n\n{_keys(module.Written)}"


def _keys(written: Any) -> str:
    """A table of the keys of a struct."""
    rows = []
    for one in msgspec.structs.fields(written):
        default = "" if one.required else _default(one)
        rows.append(f"| `{one.encode_name}` | {'yes' if one.required else ''} | {default} |")
    return "| key | required | otherwise |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _default(one: Any) -> str:
    default = one.default
    if default is msgspec.NODEFAULT or default in (None, "", (), {}):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{', '.join(default)}`" if isinstance(default, tuple) else f"`{default}`"


if __name__ == "__main__":
    print(page(), end="")
