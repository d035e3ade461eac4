"""The whole way in a real Chromium, with a real back office: a reply with a fact, a credit by a click, an approval."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.backoffice.office import Office, pesos
from tests.desk.conftest import Windows
from tests.desk.test_advice import LARGE, SMALL
from tests.desk.test_carried_out import credits
from tests.desk.test_carried_out import customers as owed
from tests.desk.test_reply_facts import customers, pesos_of, total, verified
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import violations
from warmline.desk.story_advice import ADVICE

pytestmark = pytest.mark.browser
WHO = "rico"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The back office, with a bill that has jumped."""
    one = Office(tmp_path_factory.mktemp("office"), "--messages-secret", "m")
    account = one.accounts()[0]
    one.done(f"/accounts/{account}/invoices", "b-0")
    one.done(f"/accounts/{account}/invoices", "b-1", extra=[{"what": "roaming", "amount": pesos(300_000)}])
    yield one
    one.stop()


@pytest.fixture(scope="module")
def account(office: Office) -> str:
    return office.accounts()[0]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, office: Office, account: str) -> Iterator[Server]:
    here = {
        "WARMLINE_ADDRESSES": f"127.0.0.1:8100={office.url.removeprefix('http://')}",
        "MESSAGES_WEBHOOK_SECRET": "m",
    }
    past = [*customers({WHO: account}), *owed({WHO: account})]
    with serving(tmp_path_factory.mktemp("way"), past, here, has_systems=True) as server:
        yield server


@pytest.fixture
def chat(desk: Server, office: Office) -> Iterator[Chatter]:
    """A customer who has shown who they are."""
    begun = Chatter.begin(desk.url, WHO)
    verified(begun, office, WHO)
    yield begun
    begun.client.close()


def unfold(action: Locator) -> None:
    """Open what stands below the first thing that is advised."""
    folded = action.locator("details.action-more:not([open]) > summary")
    if folded.count():
        folded.click()


def test_a_fact_is_said_a_credit_given_once_and_more_with_a_lead(
    windows: Windows, office: Office, account: str, chat: Chatter
) -> None:
    before = credits(office, account)
    ana = windows.open("ana", f"/contacts/{chat.contact}", viewport={"width": 1280, "height": 900})
    lead = windows.open("lead", "/approvals", color_scheme="dark")
    ana.get_by_role("button", name="Take over").click()

    # the customer's words, the fact from billing, the next step; put into the place to write, changed by nobody, sent
    chat.give("said", text="My bill is far too high and nobody told me why")
    bill = pesos_of(total(office, account))
    reply = ana.locator(".reply", has_text=bill)
    expect(reply).to_contain_text("I am sorry that your bill is far too high")
    expect(reply.locator("small")).to_contain_text("from billing")
    assert violations(ana) == []
    reply.click()
    said = reply.get_attribute("data-insert") or ""
    expect(ana.locator("#words")).to_have_value(said)
    expect(ana.locator("[data-coach]")).to_contain_text("acknowledged")
    ana.locator("#words").press("Enter")
    expect(ana.locator(".reply")).to_have_count(0)
    assert [turn["text"] for turn in chat.turns() if turn["by"] == "agent"] == [said]

    # a credit within her authority, by one click (or two)
    small = ana.locator(".action", has_text="150 pesos, as an apology")
    unfold(small)
    small.locator(f'button[value="done/{SMALL}"]').dblclick()
    expect(small.locator(".carried.good")).to_contain_text("Billing has done it")
    assert credits(office, account) == [*before, 15_000]
    chat.give("said", text="Nobody told me that anything was done")
    expect(ana.locator(".reply").first).to_contain_text("Done. It comes off your next bill.")
    expect(ana.locator(".reply small").first).to_contain_text("done by billing")

    # more than she may give: a lead is asked, and by their yes it is carried out
    ana.locator("select[name=situation]").select_option("about_to_leave")
    ana.locator('button[value="ask/"]').click()
    large = ana.locator(".action", has_text="Three months at a lower price")
    expect(large).to_be_visible()
    unfold(large)
    expect(large.locator(f'button[value="done/{LARGE}"]')).to_have_count(0)
    large.locator(f'.acting > button[value="approve/{LARGE}"]').click()
    expect(large).to_contain_text("A lead is asked")
    row = lead.locator(".approvals .row")
    expect(row).to_contain_text("carried out at once")
    assert violations(lead) == []
    row.locator("button.primary").click()
    expect(large.locator(".carried.good")).to_contain_text("Billing has done it")
    expect(large).to_contain_text("Approved by Lea Lim")
    assert credits(office, account) == [*before, 15_000, 65_000]
    assert violations(ana) == []
    panel = ana.locator(f"[data-seq='{ADVICE}']")
    shown = panel.get_attribute("data-mark")
    ana.reload()
    assert panel.get_attribute("data-mark") == shown
    assert windows.complaints == []
