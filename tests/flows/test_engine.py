"""What every flow can be relied on for, whatever is written in it: a person, going back, levels, things done once."""

from typing import Any

import msgspec
import pytest

from tests.flows.island import INVOICE, PROFILE, Talk, book, world
from warmline.business.model import Disclosure
from warmline.flows.effects import Do, HandOver, LookUp, Remember, Say
from warmline.flows.engine import begin
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
    TakenOver,
)
from warmline.flows.model import Book
from warmline.flows.session import LeftOff

FLOWS: dict[str, str | None] = {
    "flows/main.yaml": """\
flow: main
title: Welcome
steps:
  hello: {say: "Good day.", then: topics}
  topics:
    menu:
      say: "What can I do for you?"
      options:
        - {name: bill, say: "Your bill", flow: bill, asks: [invoice]}
        - {name: plans, say: "Our plans", flow: plans}
        - {name: round, say: "Round and round", then: one}
        - {name: odd, say: "Something odd", then: odd}
        - {name: bye, say: "Goodbye", then: bye}
      show: 5
  one: {say: "One.", then: two}
  two: {say: "Two.", then: one}
  odd: {say: "{1 / size(situations)} things.", then: bye}
  bye: {end: done}
""",
    "flows/bill.yaml": """\
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
    on_failure: {say: "I cannot see your bill.", then: handover}
    then: amount
  amount:
    ask: {what: amount, as: amount, say: "How much will you pay?"}
    then: pay
  pay:
    do: billing.pay
    with: {account: customer.account, amount: amount}
    confirm: "Pay {amount}?"
    receipt: "Paid {result.total}."
    then: done
  done: {end: solved}
""",
    "flows/plans.yaml": """\
flow: plans
title: Plans
steps:
  look:
    look_up: billing.plans
    into: plans
    say: "We have {plans.names}."
    on_failure: {say: "I cannot see them.", then: end}
    then: which
  which:
    ask: {what: plan, say: "Which one?"}
    then: end
""",
    "flows/who.yaml": """\
flow: who
title: Who you are
steps:
  known: {identify: {by: [account]}, then: prove}
  prove: {verify: {by: code}, then: done}
  done: {end: recognised}
""",
    "locale/fil.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "What can I do for you?"
msgstr "Ano ang maitutulong ko?"

msgid "Your bill"
msgstr "Ang bill ninyo"
""",
}


@pytest.fixture(scope="module")
def flows() -> Book:
    return book(FLOWS)


def bill(flows: Book, **given: Any) -> Talk:
    """A customer who is told about their bill, and asked how much they pay."""
    talk = Talk(flows, **given)
    talk.give(Chose(option="bill"))
    talk.answer(**INVOICE)
    return talk


# -- a person


@pytest.mark.parametrize(
    "given",
    [
        Keyed(keys="0"),
        Keyed(keys="12*0"),
        Said(text="agent please"),
        Said(text="ขอคุยกับเจ้าหน้าที่หน่อยค่ะ"),
        Said(text="人工"),
        Chose(option="person"),
        Asked(what="person"),
    ],
    ids=str,
)
def test_a_person_is_reached_however_it_is_asked(flows: Book, given: Input) -> None:
    talk = bill(flows)
    talk.give(given)
    assert talk.wanted == HandOver(
        id="c-1-4",
        queue="billing",
        why="asked for a person",
        wants="bill",
        tried=["bill"],
        summary="Welcome › Bills",
    )
    assert talk.record("contact.asked_person")["step"] == "amount"


def test_a_sentence_that_mentions_a_person_is_an_answer(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="the agent was rude yesterday, so I pay 300"))
    assert "contact.asked_person" not in talk.recorded


def test_a_person_wins_over_what_is_under_way_and_its_late_answer_is_not_said(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="bill"))
    late = talk.wanted
    assert isinstance(late, LookUp)
    talk.give(Asked(what="person"))
    assert isinstance(talk.wanted, HandOver)
    waiting = talk.session.waiting
    talk.give(Result(id=late.id, outcome="ok", value=INVOICE))
    assert talk.recorded == ["contact.looked_up"] and talk.hears == ""
    assert talk.session.waiting == waiting


def test_what_was_done_meanwhile_is_on_record_and_not_said(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="500"))
    talk.give(Said(text="yes"))
    late = talk.wanted
    talk.give(TakenOver())
    talk.give(Result(id=late.id, outcome="ok", value={"payment": "P-1"}))
    assert talk.recorded == ["contact.did"] and talk.hears == ""
    assert talk.record("contact.did") == {"operation": "billing.pay", "outcome": "ok", "key": late.id}
    talk.give(Said(text="hello?"))
    assert talk.effects == []


def test_what_may_have_been_done_is_not_done_again_when_it_is_given_back(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="500"))
    talk.give(Said(text="yes"))
    talk.give(TakenOver())
    talk.give(GivenBack())
    assert not any(isinstance(one, Do) for one in talk.effects)
    assert talk.session.stack[-1].flow == "main"


def test_a_person_gives_back_where_it_was_or_to_another_flow(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Asked(what="person"))
    talk.answer(position=1)
    assert talk.hears == "I am connecting you with a person.\nYou are next."
    talk.give(Said(text="so there I was"))
    assert talk.effects == []
    back = Talk(flows)
    back.session, back.effects = talk.session, []
    talk.give(GivenBack())
    assert talk.hears == "How much will you pay?"
    back.give(GivenBack(flow="main"))
    assert back.hears == "Good day.\nWhat can I do for you?"


def test_where_nobody_is_there_a_callback_is_offered_and_the_flow_goes_on(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Asked(what="person"))
    talk.answer("refused", why="closed")
    assert talk.hears == "Nobody is there at the moment.\nMay we call you back?"
    talk.give(Said(text="no thanks"))
    assert talk.hears == "How much will you pay?"


def test_a_flow_that_led_to_a_person_is_left_where_nobody_is_there(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="bill"))
    talk.answer("failed")
    assert talk.hears == "I cannot see your bill."
    talk.answer("refused", why="closed")
    talk.give(Said(text="yes"))
    talk.answer(promise="p-1", to="+639175550101")
    assert talk.hears.endswith("as soon as somebody is free.\nWhat can I do for you?")


# -- repeat, back, language


def test_repeat_says_what_was_said_last_and_the_question(flows: Book) -> None:
    talk = bill(flows)
    assert talk.hears == "Your bill is ₱1,290.00.\nHow much will you pay?"
    for _ in range(2):
        talk.give(Keyed(keys="*1"))
        assert talk.hears == "Your bill is ₱1,290.00.\nHow much will you pay?"


def test_back_leads_to_what_was_asked_before(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="500"))
    assert talk.hears == "Pay ₱500.00?"
    talk.give(Said(text="back"))
    assert talk.hears == "How much will you pay?"
    talk.give(Keyed(keys="*2"))
    assert talk.hears == "What can I do for you?"
    assert [place.flow for place in talk.session.stack] == ["main"]
    talk.give(Chose(option="back"))
    assert talk.hears == "What can I do for you?"


def test_nothing_leads_back_behind_what_was_done(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="500"))
    talk.give(Said(text="yes"))
    talk.answer(payment="P-1", total={"amount": 50_000, "currency": "PHP"})
    assert talk.hears == "Paid ₱500.00.\nWhat can I do for you?"
    talk.give(Asked(what="back"))
    assert talk.hears == "What can I do for you?"


def test_another_language_is_spoken_at_once_and_remembered(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Said(text="Filipino please"))
    assert talk.hears == "Good day.\nAno ang maitutulong ko?"
    assert Remember(language="fil") in talk.effects
    assert talk.record("contact.language") == {"language": "fil", "before": "en"}
    talk.give(Said(text="ang bill ninyo"))
    assert talk.session.stack[-1].flow == "bill"


def test_which_language_is_asked_where_it_is_not_said(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Keyed(keys="*3"))
    assert talk.options == ["en", "fil", "th"]
    talk.give(Keyed(keys="2"))
    assert talk.hears == "Ano ang maitutulong ko?"


# -- what is likely comes first


def test_a_ranked_menu_has_first_what_this_customer_most_likely_came_for() -> None:
    menu = """\
flow: main
steps:
  topics:
    menu:
      say: "What can I do for you?"
      ranked: true
      show: 3
      options:
        - {name: bill, say: "Your bill", then: end, likely: [bill_shock]}
        - {name: plan, say: "Another plan", then: end}
        - {name: parcel, say: "A parcel", then: end, likely: [parcel_late]}
        - {name: outage, say: "No signal", then: end, likely: [outage-status]}
"""
    profile = {**PROFILE, "situations": [{"id": "parcel_late", "why": "It is three days late."}]}
    talk = Talk(book({"flows/main.yaml": menu}), profile=profile)
    advice = {"kind": "advise", "name": "outage-status", "policy": "outage", "why": "It is out.", "say": "…"}
    talk.answer(decision="d-1", chosen=[advice])
    assert talk.options == ["outage", "parcel", "bill", "more"]
    assert talk.record("contact.menu") == {
        "flow": "main",
        "step": "topics",
        "decision": "d-1",
        "options": [
            {"name": "outage", "why": "It is out."},
            {"name": "parcel", "why": "It is three days late."},
            {"name": "bill"},
        ],
    }
    talk.give(Said(text="something else"))
    assert talk.options == ["plan"]
    talk.give(Keyed(keys="1"))
    assert talk.record("contact.choice") == {
        "flow": "main",
        "step": "topics",
        "choice": "plan",
        "position": 1,
    }


def test_texts_are_told_of_situations_what_may_be_told_and_conditions_see_them_all() -> None:
    flow = """\
flow: main
steps:
  told: {say: "You are in {size(situations)}.", then: branches}
  branches: {branch: [{when: "'parcel_late' in situations", then: late}, {then: fine}]}
  late: {say: "It is late.", then: end}
  fine: {say: "All is well.", then: end}
"""
    profile = {**PROFILE, "situations": [{"id": "parcel_late", "why": "It is three days late."}]}
    made = book({"flows/main.yaml": flow})
    needed = made.levels["situations"]
    assert "You are in 1." in Talk(made, profile=profile, level=needed).hears
    below = Talk(made, profile=profile, level=Disclosure(needed - 1)).hears
    assert "You are in 0." in below and "It is late." in below


def test_an_offer_step_asks_for_what_it_names_and_shows_one() -> None:
    flow = """\
flow: main
steps:
  remedy: {offer: {situation: bill_shock, only: [plan, credit]}, accepted: end, declined: end}
"""
    wanted = Talk(book({"flows/main.yaml": flow})).wanted
    assert (wanted.only, wanted.offers) == (("credit", "plan"), 1)


# -- who it is


def test_whoever_is_not_known_well_enough_is_asked_first_and_then_goes_on(flows: Book) -> None:
    talk = Talk(flows, level=Disclosure.ANONYMOUS)
    talk.give(Chose(option="bill"))
    assert talk.hears == "What is your account number?"
    talk.give(Said(text="7013550"))
    talk.answer()
    assert talk.session.level.name == "RECOGNISED"
    talk.answer(to="…0101")
    talk.give(Keyed(keys="123456#"))
    talk.answer()
    assert talk.session.level.name == "VERIFIED"
    assert isinstance(talk.wanted, LookUp)
    assert [place.flow for place in talk.session.stack] == ["main", "bill"]


def test_who_is_not_found_reaches_a_person_and_not_the_flow(flows: Book) -> None:
    talk = Talk(flows, level=Disclosure.ANONYMOUS)
    talk.give(Chose(option="bill"))
    for _ in range(3):
        talk.give(Said(text="7013550"))
        talk.answer("refused", why="not_found")
    assert isinstance(talk.wanted, HandOver)
    assert talk.session.level is Disclosure.ANONYMOUS


def test_who_is_not_found_is_promised_a_call_once_where_nobody_is_there(flows: Book) -> None:
    talk = Talk(flows, level=Disclosure.ANONYMOUS)
    talk.give(Chose(option="bill"))
    for _ in range(3):
        talk.give(Said(text="7013550"))
        talk.answer("refused", why="not_found")
    talk.answer("refused", why="closed")
    talk.give(Said(text="yes"))
    talk.answer(promise="p-1", to="+639175550101")
    assert talk.hears.endswith("as soon as somebody is free.\nWhat can I do for you?")
    assert [place.flow for place in talk.session.stack] == ["main"]


def test_a_text_is_not_told_what_is_above_the_level_and_a_condition_sees_it() -> None:
    flow = """\
flow: main
steps:
  only: {branch: [{when: "has(customer.balance) && customer.balance > 5.0", then: tell}, {then: end}]}
  tell:
    say: "{has(customer.balance) ? customer.balance : 0.0}, {has(customer.area) ? customer.area : 'nowhere'}"
    then: end
"""
    flows = book({"flows/main.yaml": flow})
    assert Talk(flows, level=Disclosure.ANONYMOUS).hears == "₱0.00, Cebu North"
    assert Talk(flows, level=Disclosure.VERIFIED).hears == "₱1,290.00, Cebu North"


# -- limits


def test_a_flow_that_goes_round_ends_with_a_person(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="round"))
    assert isinstance(talk.wanted, HandOver)
    assert "circles" in talk.record("contact.flow_failed")["why"]


def test_an_odd_fact_is_on_record_and_leads_to_a_person(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="odd"))
    assert talk.hears == "Something went wrong on our side."
    assert isinstance(talk.wanted, HandOver)
    assert talk.record("contact.flow_failed")["step"] == "odd"


def test_an_answer_is_kept_only_as_far_as_the_flow_mentions_it(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="bill"))
    talk.answer(**INVOICE, note="x" * 100_000)
    assert talk.session.variables["bill"]["invoice"] == {"total": INVOICE["total"]}


def test_a_long_answer_is_cut_to_what_fits(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="plans"))
    talk.answer(names=["Unlimited " + "x" * 500] * 200)
    assert len(msgspec.msgpack.encode(talk.session)) <= 4_096
    assert talk.session.waiting is not None


def test_silence_on_the_phone_is_asked_again_in_writing_the_customer_is_gone(flows: Book) -> None:
    phone = Talk(flows, channel="phone")
    phone.give(Silence())
    assert phone.hears == "I did not get an answer.\nWhat can I do for you?"
    chat = Talk(flows, channel="chat")
    chat.give(Silence())
    assert chat.session.outcome == "abandoned"
    assert chat.recorded == ["contact.no_input", "contact.left_off"]


def test_what_is_said_while_something_is_looked_up_changes_nothing(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="bill"))
    before = talk.session
    talk.give(Said(text="hurry"))
    assert talk.effects == []
    assert msgspec.structs.replace(talk.session, turn=before.turn) == before


# -- dropping out, going on


def left_off(talk: Talk) -> LeftOff:
    talk.give(Left())
    session = talk.session
    return LeftOff(
        contact="c-1", stack=tuple(session.stack), variables=session.variables, wants=session.wants, at=0
    )


def test_whoever_dropped_out_is_offered_to_go_on(flows: Book) -> None:
    left = left_off(bill(flows))
    talk = Talk(flows, left_off=left, channel="chat")
    assert talk.hears == "Last time you were at Bills. Shall we go on there?"
    talk.give(Said(text="yes"))
    assert talk.hears == "How much will you pay?"
    assert talk.record("contact.resumed") == {
        "before": "c-1",
        "flow": "bill",
        "step": "amount",
        "went_on": True,
    }
    talk.give(Said(text="500"))
    assert talk.hears == "Pay ₱500.00?"


def test_the_question_whether_to_go_on_outlives_the_wait_for_a_person(flows: Book) -> None:
    talk = Talk(flows, left_off=left_off(bill(flows)))
    talk.give(Asked(what="person"))
    talk.answer(position=1)
    talk.give(Closed())
    assert talk.hears == "Nobody is there at the moment.\nMay we call you back?"
    talk.give(Said(text="no"))
    assert talk.hears == "Last time you were at Bills. Shall we go on there?"
    talk.give(Said(text="yes"))
    assert talk.hears == "How much will you pay?"


def test_where_they_were_is_known_however_much_was_learnt(flows: Book) -> None:
    left = left_off(bill(flows))
    much = {name: {**known, "long": ["x" * 300] * 40} for name, known in left.variables.items()}
    talk = Talk(flows, left_off=msgspec.structs.replace(left, variables=much))
    talk.give(Said(text="yes"))
    assert talk.hears == "How much will you pay?"


def test_whoever_does_not_want_to_go_on_begins_anew(flows: Book) -> None:
    talk = Talk(flows, left_off=left_off(bill(flows)))
    talk.give(Said(text="no"))
    assert talk.hears == "Good day.\nWhat can I do for you?"
    assert talk.session.variables == {}


def test_whoever_says_what_they_came_for_instead_is_not_asked_again(flows: Book) -> None:
    talk = Talk(flows, left_off=left_off(bill(flows)), channel="chat")
    talk.give(Said(text="something is wrong with an invoice"))
    assert talk.record("contact.resumed")["went_on"] is False
    assert isinstance(talk.wanted, LookUp), "that chose at the menu of the flow, past its greeting"


def test_whoever_goes_on_must_be_known_as_well_as_before(flows: Book) -> None:
    talk = Talk(flows, left_off=left_off(bill(flows)), level=Disclosure.ANONYMOUS)
    assert talk.hears == "Last time we did not finish. Shall we go on there?", "it says nothing of the bill"
    talk.give(Said(text="yes"))
    assert talk.hears == "What is your account number?"
    talk.give(Said(text="7013550"))
    talk.answer()
    talk.answer(to="…0101")
    talk.give(Said(text="123456"))
    talk.answer()
    assert talk.hears == "How much will you pay?"


def test_who_leaves_while_they_are_asked_who_they_are_leaves_no_answers_behind(flows: Book) -> None:
    talk = Talk(flows, level=Disclosure.ANONYMOUS)
    talk.give(Chose(option="bill"))
    talk.give(Said(text="7013550"))
    left = left_off(talk)
    assert [(place.flow, place.step) for place in left.stack] == [("main", "topics"), ("bill", "")]
    assert "7013550" not in str(talk.session)
    again = Talk(flows, left_off=left)
    again.give(Said(text="yes"))
    assert isinstance(again.wanted, LookUp)


def test_what_may_have_been_done_is_nothing_to_go_on_with(flows: Book) -> None:
    talk = bill(flows)
    talk.give(Said(text="500"))
    talk.give(Said(text="yes"))
    assert left_off(talk).stack == ()


def test_nobody_is_offered_to_go_on_in_a_flow_that_is_gone(flows: Book) -> None:
    left = left_off(bill(flows))
    without = {**FLOWS, "flows/bill.yaml": None}
    without["flows/main.yaml"] = str(FLOWS["flows/main.yaml"]).replace("flow: bill,", "then: bye,")
    assert Talk(book(without), left_off=left).hears == "Good day.\nWhat can I do for you?"


# -- beginning, ending


def test_a_contact_begins_as_its_channel_says() -> None:
    service = "start: {kiosk: who, other: main}\nqueues: {billing: {title: Bills}}\nrecognise: who\n"
    flows = book({**FLOWS, "service.yaml": service})
    assert Talk(flows, channel="kiosk", level=Disclosure.ANONYMOUS).session.stack[-1].flow == "who"
    assert Talk(flows, channel="chat").session.stack[-1].flow == "main"
    begun = begin(flows, "c-9", "chat", "en", world(), flow="plans")
    assert begun.session.stack[-1].flow == "plans"


def test_an_ended_session_takes_nothing(flows: Book) -> None:
    talk = Talk(flows)
    talk.give(Chose(option="bye"))
    ended = talk.session
    assert ended.outcome == "completed"
    talk.give(Said(text="one more thing"))
    assert (talk.session, talk.effects) == (ended, [])


def test_a_customer_without_a_language_of_the_business_hears_its_first(flows: Book) -> None:
    talk = Talk(flows, language="de")
    prompts = [one.prompt for one in talk.effects if isinstance(one, Say)]
    assert [prompt.language for prompt in prompts] == ["en"]


def test_the_profile_is_looked_at_anew_at_each_input(flows: Book) -> None:
    talk = Talk(flows, profile={**PROFILE, "account": None})
    talk.give(Chose(option="bill"))
    assert talk.hears == "I cannot see your bill."
