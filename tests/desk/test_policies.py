"""Living with policies: what each did, what was offered, asking about a customer, a decision told in words."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from tests.desk.conftest import Visitor
from tests.desk.policed import with_a_disabled_policy
from tests.desk.test_pages import customer
from tests.server import SAMPLE, Server
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings

Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A business with a few policies, one of which is disabled."""
    with with_a_disabled_policy(tmp_path_factory.mktemp("policies")) as server:
        yield server


def words(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row(page: str, name: str) -> str:
    """What the row of a policy or an offer says."""
    rows = re.findall(r"<tr data-row.*?</tr>", page, re.DOTALL)
    return words(next(one for one in rows if f">{name}<" in one))


def test_each_policy_says_what_it_did_today(visit: Visit) -> None:
    page = visit("kim").get("/policies").text
    told = row(page, "bill-jumped")
    assert told.startswith("bill-jumped A bill that jumps is the commonest reason to call")
    assert "invoice.issued 2 1 50%" in told, "two bills, the second far above the first"
    assert row(page, "payment-failed").partition("payment.failed ")[2].startswith("1 1 100%")
    assert "whatever comes up" in row(page, "fibre")
    acting, answering = page.split('id="kind-answer"')
    assert ">bill-jumped<" in acting
    assert ">bill-jumped<" not in answering
    assert ">explain-the-card<" in answering


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("q=that+jumps", "bill-jumped", "payment-failed"),
        ("q=parcel.scanned", "parcel-late", "bill-jumped"),
        ("kind=answer", "explain-the-card", "bill-jumped"),
        ("only=held", "bill-jumped", "parcel-late"),
        ("only=never", "first-bill", "bill-jumped"),
        ("only=idle", "parcel-late", "bill-jumped"),
        ("only=failed", "always-fails", "bill-jumped"),
        ("only=nonsense&kind=nonsense&sort=nonsense&from=-1", "bill-jumped", "nonsense"),
    ],
)
def test_policies_are_searched_and_filtered(visit: Visit, query: str, there: str, not_there: str) -> None:
    page = visit("kim").get(f"/policies?{query}").text
    listed = re.findall(r'<th scope="row"><a class="who" href="/policies/([\w-]+)"', page)
    assert there in listed
    assert not_there not in listed


def test_policies_are_sorted(visit: Visit) -> None:
    page = visit("kim").get("/policies?sort=name&kind=act").text
    listed = re.findall(r'<th scope="row"><a class="who" href="/policies/([\w-]+)"', page)
    assert listed == sorted(listed)
    most = visit("kim").get("/policies?sort=failed&kind=act").text
    assert re.findall(r'<th scope="row"><a class="who" href="/policies/([\w-]+)"', most)[0] == "always-fails"
    assert "None like this" in visit("kim").get("/policies?q=no+such+policy").text


def test_what_somebody_searches_for_is_escaped(visit: Visit) -> None:
    assert "<script>alert" not in visit("kim").get("/policies?q=<script>alert(1)</script>").text


def test_a_disabled_policy_is_on_top_and_a_lead_may_have_it_asked_again(visit: Visit) -> None:
    kim, lead = visit("kim"), visit("lead")
    page = kim.get("/policies").text
    top = words(page.partition('class="problem disabled"')[2].partition("</section>")[0])
    assert "always-fails is disabled" in top
    assert "It failed 11 times running" in top
    assert "Ask it again" not in top, "an analyst looks on"
    assert kim.post("/policies/always-fails", {}).status_code == 403
    assert "Ask it again" in lead.get("/policies").text
    assert "Ask it again" in lead.get("/policies/always-fails").text
    assert lead.client.post("/policies/always-fails", data={}).status_code == 403, "without the token"
    answer = lead.post("/policies/always-fails", {})
    assert answer.headers["location"] == "/policies/always-fails?done=enabled"
    assert "It is asked again" in lead.get(answer.headers["location"]).text
    assert "is disabled" not in lead.get("/policies").text
    assert "Lead enabled policy always-fails" in words(lead.get("/audit").text)


def test_a_policy_is_told_as_it_is_written(visit: Visit) -> None:
    page = visit("kim").get("/policies/bill-jumped").text
    told = words(page)
    assert "event.total &gt; 1000.0" in page
    assert "policies/all.yaml:2" in told
    assert "Keep in mind for 14 days: bill jumped" in told
    assert "Have messages reach the customer" in told
    assert "looked at 2, held 1" in page, "the picture says what it shows"
    later = words(visit("kim").get("/policies/promise-broken").text)
    assert "1 hr after event.due" in later
    assert "Tell leads “A promise was not kept: {event.what}." in later
    assert 'href="/offers#payment-plan"' in visit("kim").get("/policies/in-parts").text
    assert "Advise: renew card" in words(visit("kim").get("/policies/explain-the-card").text)
    assert visit("kim").get("/policies/no-such").status_code == 404


def test_the_latest_decisions_of_a_policy_lead_to_their_events_and_are_on_record(visit: Visit) -> None:
    kim = visit("kim")
    page = kim.get("/policies/bill-jumped").text
    latest = page.partition('id="latest"')[2]
    assert "Maria Santos" in latest
    assert "Policies looked at invoice.issued" in latest
    assert "remember bill jumped" in words(latest)
    event = re.search(r'href="(/events/\w+)"', latest)
    assert event is not None
    assert "Kept in mind: bill jumped" in kim.get(event[1]).text
    maria = customer(visit("lead"), "maria").rpartition("/")[2]
    assert "policy bill-jumped" in visit("lead").get(f"/audit?customer={maria}").text
    assert "Maria Santos" in visit("scoped").get("/policies/bill-jumped").text
    assert "Somchai" in kim.get("/policies/payment-failed").text
    scoped = visit("scoped").get("/policies/payment-failed").text
    assert "Somchai" not in scoped
    assert "None that you may see" in scoped


def ask(visitor: Visitor, page: str, situation: str = "") -> str:
    """Ask about a customer; where the answer is."""
    answer = visitor.post(f"{page}/decisions", {"situation": situation})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_an_agent_asks_and_says_what_the_customer_made_of_an_offer(visit: Visit) -> None:
    ana = visit("ana")
    maria = customer(ana, "maria")
    assert "Last asked" not in ana.get(maria).text
    place = ask(ana, maria, "bill_jumped")
    told = words(ana.get(place).text)
    assert (
        "Pay in three parts offer You can pay this bill in three parts, a month apart, without a fee." in told
    )
    assert "A bill that jumped may be more than they can pay at once." in told
    assert "worth 99: propensity 0.55 × value ₱180.00, declared for now" in told
    assert "Asked about bill jumped, by Ana" in told
    assert 'href="/policies/' not in ana.get(place).text, "agents have no page of policies"
    assert ana.post(place, {"offer": "payment-plan", "outcome": "perhaps"}).status_code == 400
    assert ana.post(place, {"offer": "fibre", "outcome": "accepted"}).status_code == 409
    declined = ana.post(place, {"offer": "payment-plan", "outcome": "declined", "reason": "<b>no</b>"})
    assert declined.headers["location"] == f"{place}?said=payment-plan"
    assert "Declined" in words(ana.get(place).text).partition("Something else")[0]
    page = ana.get(maria).text
    assert "Pay in three parts declined" in words(page.partition('id="offered"')[2])
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "<b>no</b>" not in page
    again = words(ana.get(ask(ana, maria, "bill_jumped")).text)
    held_back = (
        r"Not now: 2 others .*Pay in three parts declined today, rests 14 days until .+ rule: contact policy"
    )
    assert re.search(held_back, again)
    record = visit("lead").get(f"/audit?customer={maria.rpartition('/')[2]}").text
    assert f"decision {place.rpartition('/')[2]}" in record


def test_a_decision_is_shown_on_the_page_of_whom_it_is_about_alone(visit: Visit) -> None:
    ana = visit("ana")
    maria, somchai = customer(ana, "maria"), customer(ana, "somchai")
    decision = ask(ana, maria).rpartition("/")[2]
    assert ana.get(f"{somchai}/decisions/{decision}").status_code == 404
    assert ana.get(f"{maria}/decisions/{'0' * 32}").status_code == 404
    assert visit("north").post(f"{somchai}/decisions", {"situation": ""}).status_code == 404
    assert visit("kim").post(f"{maria}/decisions", {"situation": ""}).status_code == 403


def test_what_decisions_remember_is_told_and_not_shown_as_it_is_stored(visit: Visit) -> None:
    page = visit("lead").get(customer(visit("lead"), "maria")).text
    kept = words(page.partition('class="kept"')[2].partition("</ul>")[0])
    assert re.search(r"bill jumped until \w+ \d+, \d\d:\d\d A bill that jumps", kept)
    assert 'id="f-situations"' not in page
    assert 'id="f-offers"' not in page
    assert "bill_jumped" not in words(page)


def test_the_page_of_a_question_tells_what_was_answered_and_what_was_not(visit: Visit) -> None:
    lead = visit("lead")
    decision = ask(lead, customer(lead, "somchai"), "payment_failed").rpartition("/")[2]
    page = lead.get(f"/events/{decision}").text
    told = words(page.partition('id="decided">')[2].partition("</section>")[0])
    asked = r"What was decided Asked about payment failed, by Lead · \d+ policies were looked at · version \w{12} "
    assert re.match(asked, told)
    assert "Nothing to answer: no policy that was asked holds, or all of it was held back." in told
    assert re.search(r"Held back Pay in three parts .+ rule: eligibility · policy in-parts", told)
    assert told.endswith("1 policy whose condition did not hold fibre")
    decision = ask(lead, customer(lead, "somchai"), "card_expired").rpartition("/")[2]
    page = lead.get(f"/events/{decision}").text
    told = words(page.partition('id="decided">')[2].partition("</section>")[0])
    assert "Answered 1 Renew card advice The card we have for you has expired." in told


def test_the_page_of_a_judged_event_tells_what_was_done(visit: Visit) -> None:
    lead = visit("lead")
    judged = lead.get("/?type=decision.made&customer=user:u-somchai").text
    event = re.search(r'href="(/events/\w+)">Policies looked at payment.failed', judged)
    assert event is not None
    page = lead.get(event[1]).text
    told = words(page.partition('id="decided">')[2].partition("</section>")[0])
    assert told.startswith("What was decided Policies looked at payment.failed · 2 policies were looked at")
    assert "Done Remember payment failed Notify agents A payment that fails is nearly always a mishap" in told
    assert "Policy card-expired" in told
    assert 'href="/policies/payment-failed"' in page
    assert 'href="/policies/payment-failed"' not in visit("ana").get(event[1]).text


def test_offers_show_what_they_came_to(visit: Visit) -> None:
    ana, kim = visit("ana"), visit("kim")
    ask(ana, customer(ana, "maria"))
    page = kim.get("/offers").text
    plan = row(page, "payment-plan")
    assert plan.startswith(
        "Pay in three parts payment-plan remedy proposed by in-parts propensity 0.55 value ₱180.00"
    )
    assert "cost ₱15.00 by an expression: context" in plan
    fibre = row(page, "fibre")
    assert "sells needs consent to marketing proposed by fibre propensity 0.08 value ₱4,200.00" in fibre
    assert re.search(r" 0 0 0 0 (\d+) no consent \1 10%$", fibre), "never made, and why"
    assert row(kim.get("/offers?days=30").text, "fibre") == fibre


def test_a_business_without_policies_is_told_how_to_begin(tmp_path: Path) -> None:
    left_out = shutil.ignore_patterns("policies", "offers", "contact-policy.yaml", "backoffice")
    shutil.copytree(SAMPLE, tmp_path / "business", ignore=left_out)
    runtime = Runtime(Settings(data=tmp_path / "data", business=tmp_path / "business", cache_mb=8))
    headers = {"authorization": "Bearer local-token", "accept": "text/html"}
    with TestClient(create_app(runtime, "local-token"), base_url="https://warmline.test") as client:
        policies = client.get("/policies", headers=headers).text
        offers = client.get("/offers", headers=headers).text
    assert "No policies yet" in policies
    assert "policies/bills.yaml" in policies
    assert "No offers yet" in offers
    assert "offers/remedies.yaml" in offers
