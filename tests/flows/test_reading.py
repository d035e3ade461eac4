"""What is wrong in a flow is found when the folder is checked: where, what, and what to do."""

import pytest

from tests.flows.island import book, found

HEAD = "flow: main\nsteps:\n"
SERVICE = "start: main\nqueues: {general: {title: S}}\n"


def problems(steps: str, **more: str) -> list[str]:
    """The problems of a flow with these steps, as `line what | remedy`."""
    files = {"flows/main.yaml": HEAD + steps, **{f"flows/{name}.yaml": text for name, text in more.items()}}
    return [
        f"{one.line} {one.what} | {one.remedy}" for one in found(files) if one.file.startswith("flows/main")
    ]


ASK = "  ask: {ask: {what: amount, as: amount, say: How much?}, then: %s}\n"
LOOK = """\
  look:
    look_up: billing.latest_invoice
    with: {account: customer.account}
    into: invoice
    on_failure: {then: end}
    then: tell
"""


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("  a: {say: Hi., then: bb}\n  b: {end: done}\n", '3 step "a": there is no step "bb" | did you mean b?'),
        ("  a: {say: Hi.}\n", '3 step "a" has no "then" | add then: …'),
        ("  a: {sya: Hi., then: end}\n", '3 step "a" does nothing that is known | did you mean say?'),
        (
            "  a: {call: who, end: done}\n",
            '3 step "a" does 2 things: call, end | make each a step of its own',
        ),
        ("  a: {call: whoo, then: end}\n", '3 step "a": there is no flow "whoo" | did you mean who?'),
        ("  a: {say: Hi., then: end, than: b}\n", '3 "than" is not a key of step "a" | did you mean then?'),
        ("  A b: {say: Hi., then: end}\n", '3 "A b" is not a name for a step | begin with a letter'),
        ('  a: {say: "{customer.nmae}", then: end}\n', "3 customer has no field nmae | known:"),
        (
            '  a: {say: "{customer.first_name}", then: end}\n',
            "3 customer.first_name may be absent | guard it: has(customer.first_name) && …",
        ),
        ("  a: {handover: {queue: bills}}\n", '3 step "a": there is no queue "bills" | did you mean billing?'),
        (
            LOOK.replace("latest_invoice", "last_invoice") + "  tell: {end: done}\n",
            '4 step "look": there is no operation "billing.last_invoice" | did you mean billing.latest_invoice?',
        ),
        (
            LOOK.replace("{account: customer.account}", "{acount: customer.account}") + "  tell: {end: done}\n",
            '5 step "look": billing.latest_invoice takes no "acount" | did you mean account?',
        ),
        (
            LOOK.replace("customer.account", "customer.balance") + "  tell: {end: done}\n",
            "5 this is a number with a fraction, not a text | write a text",
        ),
        (
            LOOK.replace("    on_failure: {then: end}\n", "") + "  tell: {end: done}\n",
            '3 step "look" has no "on_failure" | add on_failure: …',
        ),
        (
            LOOK + '  tell: {say: "{invoice.reason}", then: end}\n',
            "9 latest_invoice has no field reason | did you mean invoice.reasons?",
        ),
        (
            LOOK.replace("look_up", "do").replace("    on_failure: {then: end}\n", "") + "  tell: {end: done}\n",
            '4 step "look": billing.latest_invoice only looks something up | write look_up: billing.latest_invoice',
        ),
        (
            "  a: {branch: [{when: \"size(situations) > 0\", then: b}, {then: c}]}\n"
            + "  b: {ask: {what: amount, as: amount, say: How much?}, then: c}\n"
            + '  c: {say: "{amount}", then: end}\n',
            '5 there is no variable "amount" | did you mean given.amount?',
        ),
        (
            ASK % "again" + '  again: {ask: {what: amount, as: date, say: When?}, then: end}\n',
            '4 step "again": "amount" is given here as another kind of thing than elsewhere in the flow',
        ),
        ("  a: {ask: {what: now, say: When?}, then: end}\n", '3 step "a": "now" means something already'),
        (
            "  a: {ask: {what: n, as: number, say: Which?}, then: end}\n",
            '3 step "a": "number" cannot be asked for | known: digits,',
        ),
        (
            '  a: {ask: {what: n, as: amount, say: Which?, check: "value"}, then: end}\n',
            "3 this is a number with a fraction, not true or false",
        ),
        (
            "  a: {menu: {options: [{name: person, say: A person, then: end}]}}\n",
            '3 step "a": option "person" is asked for at every moment | name it differently',
        ),
        (
            "  a: {branch: [{when: \"size(situations) > 0\", then: end}]}\n",
            '3 step "a": no way is left where nothing holds | end with - {then: step}',
        ),
        (
            "  a: {do: billing.pay, with: {account: customer.account, amount: 5.0, card: secret.card}, then: end}\n",
            '3 step "a": no secret "card" was asked for on every way to here',
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_a_remedy(steps: str, said: str) -> None:
    told = problems(steps)
    assert any(one.startswith(said) for one in told), told


def test_a_variable_that_is_known_on_all_ways_needs_no_guard() -> None:
    both = (
        '  a: {branch: [{when: "size(situations) > 0", then: b}, {then: c}]}\n'
        "  b: {ask: {what: amount, as: amount, say: How much?}, then: d}\n"
        "  c: {ask: {what: amount, as: amount, say: How much then?}, then: d}\n"
        '  d: {say: "{amount}", then: end}\n'
    )
    assert problems(both) == []
    assert problems(LOOK + '  tell: {say: "{invoice.total} {has(invoice.change)}", then: end}\n') == []


def test_what_is_known_on_some_ways_is_guarded() -> None:
    some = (
        '  a: {branch: [{when: "size(situations) > 0", then: b}, {then: d}]}\n'
        "  b: {ask: {what: amount, as: amount, say: How much?}, then: d}\n"
        '  d: {say: "{has(given.amount) ? given.amount : 0.0}", then: end}\n'
    )
    assert problems(some) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "flow: main\nsteps: {a: {end: done}}\nneeds: verifyed\n",
            'flow "main" needs "verifyed", which is no level',
        ),
        ("flow: main\nsteps: {a: {end: done}}\nqueue: bills\n", 'there is no queue "bills"'),
        ("flow: main\nsteps: {a: {end: done}}\nstart: b\n", 'flow "main" has no step "b"'),
        ("flow: main\nsteps: {}\n", 'flow "main" has no steps'),
        ("flow: warmline\nsteps: {a: {end: done}}\n", '"warmline" is not a name for a flow'),
        ("flow: who\nsteps: {a: {end: done}}\n", 'flow "who" stands twice'),
        ("- a\n", "holds no flow"),
    ],
)
def test_the_head_of_a_flow_is_checked(text: str, said: str) -> None:
    assert any(one.what == said for one in found({"flows/main.yaml": text})), found({"flows/main.yaml": text})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("start: mian\nqueues: {general: {title: Service}}\n", 'there is no flow "mian"'),
        ("start: main\n", "there is no queue"),
        ("start: main\nqueues: {general: {title: Service}}\nhand_over: bills\n", 'there is no queue "bills"'),
        ("start: {fax: main}\nqueues: {general: {title: Service}}\n", 'there is no channel "fax"'),
        (
            'start: main\nqueues: {general: {title: S, hours: {mon: "9-17"}}}\n',
            'queue "general": "9-17" is not a span of hours',
        ),
        (
            "start: main\nqueues: {general: {title: S}}\nsilence: {phone: soon}\n",
            '"soon" is not a length of time',
        ),
        ("start: main\nqueues: {general: {title: S}}\nsurvey: {sample: 3.0}\n", "3.0 is not a share"),
        (f"{SERVICE}costs: {{contact: {{fax: 1}}}}\n", 'there is no channel "fax"'),
        (f"{SERVICE}costs: {{operations: {{billing.pya: 1}}}}\n", 'there is no operation "billing.pya"'),
        (f"{SERVICE}costs: {{person: -1}}\n", "-1 is not a cost"),
        (f"{SERVICE}costs: {{person: 2000000}}\n", "2e+06 is not a cost"),
        ("start: main\nqueues: {general: {title: S}}\nrecognize: who\n", '"recognize" is not a key of service.yaml'),
    ],
)  # fmt: skip
def test_service_yaml_is_checked(text: str, said: str) -> None:
    assert any(one.what == said for one in found({"service.yaml": text})), found({"service.yaml": text})


def test_costs_are_exact_in_the_currency_of_the_business() -> None:
    written = "costs: {person: 8.5, contact: {chat: 0.0075}, operations: {billing.pay: 4}}\n"
    costs = book({"service.yaml": SERVICE + written}).service.costs
    assert costs.currency == "PHP" and costs.contact == {"chat": 7_500} and costs.message == 0
    assert costs.minor(costs.people(90_000_000)) == 1_275, "a minute and a half"
    assert costs.minor(costs.operations["billing.pay"] + costs.contact["chat"]) == 401
    assert book({"service.yaml": SERVICE}).service.costs.currency == ""


def test_flows_need_a_service_file_and_a_business_needs_no_flows() -> None:
    assert [one.file for one in found({"service.yaml": None})] == ["service.yaml"]
    without: dict[str, str | None] = {"service.yaml": None, "flows/main.yaml": None, "flows/who.yaml": None}
    assert found(without) == []
    assert [*book(without).flows] == ["warmline"]


def test_the_flow_that_finds_out_who_it_is_needs_nothing() -> None:
    who = "flow: who\nneeds: verified\nsteps: {a: {end: done}}\n"
    said = [one.what for one in found({"flows/who.yaml": who})]
    assert said == ['flow "who" finds out who it is, and needs to know that before']


def test_what_a_flow_gives_is_known_to_its_caller_where_all_its_ends_give_it() -> None:
    gives = (
        'flow: gives\nsteps:\n  a: {branch: [{when: "size(situations) > 0", then: b}, {then: %s}]}\n'
        '  b: {end: done, give: {n: "5.0"}}\n'
    )
    caller = '  a: {call: gives, then: b}\n  b: {say: "{n}", then: end}\n'
    assert problems(caller, gives=gives % "b") == []
    assert problems(caller, gives=gives % "end") == ['4 there is no variable "n" | did you mean given.n?']
