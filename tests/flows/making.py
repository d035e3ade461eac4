"""Random businesses, random customers, and a random world: whatever can be written, said or answered."""

from typing import Any

import yaml
from hypothesis import strategies as st

from warmline.flows.inputs import (
    Asked,
    Chose,
    Closed,
    GivenBack,
    Input,
    Keyed,
    Left,
    Result,
    Said,
    Silence,
    Suggested,
    TakenOver,
)

RESERVED = ["end", "handover", "callback", "back", "start"]
TEXTS = [
    "Good day.",
    "Hello {has(customer.first_name) ? customer.first_name : 'you'}.",
    "You owe {has(customer.balance) ? customer.balance : 0.0}.",
    "It is {now}.",
    "You said {has(given.number) ? given.number : 'nothing'}.",
    "The bill is {has(invoice.total) ? invoice.total : 0.0}, because of {has(invoice.reasons) ? invoice.reasons : []}.",
    {"one": "One bill.", "other": "{count} bills.", "count": "size(situations)"},
]
WORDS = [
    *(
        "yes",
        "no",
        "0",
        "1",
        "2",
        "9",
        "500",
        "7013550",
        "6000",
        "Maria",
        "tomorrow",
        "123456",
        "bill",
        "agent",
    ),
    *("repeat", "English please", "ภาษาไทย", "ขอคุยกับเจ้าหน้าที่", "😀" * 30, "\u202e<script>alert(1)</script>"),
    *("x" * 700, "", "  "),
]
CONDITIONS = [
    "has(customer.vip) && customer.vip",
    "size(situations) > 0",
    "has(given.amount)",
    "1 / size(situations) > 0",
]
LEARNT: dict[str, Any] = {
    "amount": {"ask": {"what": "amount", "as": "amount", "say": "How much?"}, "then": "end"},
    "number": {"ask": {"what": "number", "as": "text", "say": "Which?"}, "then": "end"},
    "invoice": {
        "look_up": "billing.latest_invoice",
        "with": {"account": "customer.account"},
        "into": "invoice",
        "on_failure": {"say": "I cannot see it."},
        "then": "end",
    },
}
"""Steps by which each flow knows the variables that its texts may mention; they are led to as others are."""
MONEY = {"amount": 129_000, "currency": "PHP"}


def flows() -> st.SearchStrategy[dict[str, str]]:
    """The files of one to four flows that call each other."""
    return st.integers(1, 4).flatmap(_flows)


def _flows(count: int) -> st.SearchStrategy[dict[str, str]]:
    names = ["main", *(f"flow{number}" for number in range(1, count))]
    return st.tuples(*(_flow(name, names) for name in names)).map(
        lambda written: {
            f"flows/{one['flow']}.yaml": yaml.safe_dump(one, allow_unicode=True, sort_keys=False)
            for one in written
        }
    )


def _flow(name: str, names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.integers(1, 6).flatmap(
        lambda count: st.fixed_dictionaries(
            {
                "flow": st.just(name),
                "title": st.sampled_from(["Bills", "x" * 200]),
                "needs": st.sampled_from(["anonymous", "anonymous", "recognised", "verified"]),
                "wants": st.sampled_from(["", "bill"]),
                "queue": st.sampled_from(["", "billing"]),
                "steps": st.fixed_dictionaries(
                    {
                        f"s{number}": _step([*LEARNT, *(f"s{one}" for one in range(count))], names)
                        for number in range(count)
                    }
                    | {step: st.just(body) for step, body in LEARNT.items()}
                ),
            }
        )
    )


def _step(steps: list[str], names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    target = st.sampled_from([*steps, *steps, *RESERVED])
    text = st.sampled_from(TEXTS)
    flow = st.sampled_from(names)
    account = {"account": "customer.account"}
    out = st.fixed_dictionaries({"say": text, "then": target})
    option = st.one_of(
        st.fixed_dictionaries({"say": text, "then": target}, optional={"when": st.sampled_from(CONDITIONS)}),
        st.fixed_dictionaries({"say": text, "flow": flow}),
    )
    options = st.lists(option, min_size=1, max_size=9).map(
        lambda found: [{"name": f"o{number}", **one} for number, one in enumerate(found)]
    )
    amount = st.fixed_dictionaries({"what": st.just("amount"), "as": st.just("amount"), "say": text})
    secret = {"what": "card", "as": "digits", "secret": True}
    number = st.fixed_dictionaries(
        {"what": st.just("number"), "as": st.sampled_from(["digits", "account", "text", "name", "postcode"])},
        optional={
            "say": text,
            "optional": st.booleans(),
            "tries": st.integers(1, 3),
            "again": text,
            "else": target,
        },
    )
    return st.one_of(
        st.fixed_dictionaries(
            {"say": st.lists(text, max_size=3).map(lambda one: one or ["Hm."]), "then": target}
        ),
        st.fixed_dictionaries(
            {
                "menu": st.fixed_dictionaries(
                    {"options": options, "ranked": st.booleans(), "show": st.integers(1, 5), "say": text},
                    optional={"otherwise": target},
                )
            }
        ),
        st.fixed_dictionaries({"ask": amount, "then": target}),
        st.fixed_dictionaries({"ask": st.just(secret), "then": target}),
        st.fixed_dictionaries({"ask": number, "then": target}),
        st.fixed_dictionaries({"identify": st.just({}), "then": target, "else": target}),
        st.fixed_dictionaries({"verify": st.just({"by": "code"}), "then": target, "else": target}),
        st.fixed_dictionaries({"decide": st.just({"situation": "outage", "tell": True}), "then": target}),
        st.fixed_dictionaries({"offer": st.just({}), "accepted": target, "declined": target}),
        st.fixed_dictionaries(
            {
                "look_up": st.just("billing.latest_invoice"),
                "with": st.just(account),
                "into": st.just("invoice"),
                "say": st.just(
                    "Your bill is {invoice.total}, due {invoice.due}, because of {invoice.reasons}."
                ),
                "on_failure": out,
                "then": target,
            }
        ),
        st.fixed_dictionaries(
            {
                "do": st.just("billing.pay"),
                "with": st.just({**account, "amount": "5.0"}),
                "receipt": st.just("Paid: {result.total}."),
                "then": target,
            },
            optional={"confirm": text, "on_unknown": out},
        ),
        st.fixed_dictionaries({"answer": st.just({}), "then": target, "else": target}),
        st.fixed_dictionaries(
            {
                "branch": st.tuples(st.sampled_from(CONDITIONS), target, target).map(
                    lambda one: [{"when": one[0], "then": one[1]}, {"then": one[2]}]
                )
            }
        ),
        st.fixed_dictionaries({"call": flow, "then": target}),
        st.fixed_dictionaries({"handover": st.just({"queue": "billing"})}),
        st.fixed_dictionaries({"callback": st.just({"ask_phone": True}), "then": target}),
        st.fixed_dictionaries({"survey": st.just({"ask": "How was it?", "comment": True}), "then": target}),
        st.fixed_dictionaries({"end": st.sampled_from(["solved", "done"])}),
    )


def inputs() -> st.SearchStrategy[Input]:
    """Anything a customer or a person may do at any moment."""
    return st.one_of(
        st.sampled_from(WORDS).map(lambda text: Said(text=text)),
        st.sampled_from(WORDS).map(lambda text: Said(text=text, alternatives=("yes", text))),
        st.sampled_from(
            ["1", "2", "3", "9", "0", "*0", "12*0#", "*1", "*2", "*3", "500#", "123456#", ""]
        ).map(lambda keys: Keyed(keys=keys)),
        st.sampled_from(
            ["o0", "o1", "o7", "more", "yes", "no", "person", "skip", "without", "resend", "flow", "th"]
        ).map(lambda option: Chose(option=option)),
        st.sampled_from(["person", "repeat", "back", "language"]).map(lambda what: Asked(what=what)),  # type: ignore[arg-type]
        st.just(Asked(what="language", language="fil")),
        st.just(Silence()),
        st.just(TakenOver()),
        st.just(GivenBack()),
        st.just(GivenBack(flow="main")),
        st.just(Suggested()),
        st.just(Closed(opens="2026-02-03T08:00:00+08:00")),
        st.just(Closed()),
        st.just(Left()),
    )


def results() -> st.SearchStrategy[Result]:
    """Anything the world may answer, the true and the odd; the id is set by whoever gives it."""
    value = st.one_of(
        st.just({}),
        st.just({"number": "R-1", "total": MONEY, "reasons": ["roaming"], "due": "2026-02-12"}),
        st.just({"number": 7, "total": "much", "reasons": ["x" * 400] * 40, "due": "soon"}),
        st.just({"total": MONEY, "payment": "P-1"}),
        st.just({"position": 2, "minutes": 4, "name": "Ana", "opens": "2026-02-03T08:00:00+08:00"}),
        st.just({"position": 4, "minutes": 12, "call_back": "2026-02-03T08:00:00+08:00"}),
        st.just({"promise": "p", "due": "2026-02-03T08:00:00+08:00", "to": "…0101"}),
        st.just(
            {
                "decision": "d-1",
                "chosen": [
                    {"kind": "advise", "name": "status", "policy": "p", "why": "w", "say": "s" * 900},
                    {"kind": "offer", "name": "credit", "say": "Take it?", "value": 50.0, "title": "t"},
                ],
            }
        ),
        st.just(
            {
                "sure": "likely",
                "found": [
                    {"name": "a", "title": "A", "excerpt": "e" * 700, "language": "en", "flow": "main"},
                    {"name": "b", "title": "B", "excerpt": "f", "language": "en", "flow": "gone"},
                ],
            }
        ),
    )
    why = st.sampled_from(["", "closed", "not_found", "locked", "wrong", "expired", "no_phone", "too_often"])
    outcome = st.sampled_from(["ok", "ok", "ok", "failed", "refused", "unknown"])
    return st.builds(lambda o, v, w: Result(id="", outcome=o, value=v, why=w), outcome, value, why)
