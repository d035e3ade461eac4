"""Pages without a browser: who may open which, whom they see, what is put on record."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.desk.conftest import BILL, PASSWORD, Visitor
from tests.server import Server
from warmline.events.model import event_id

Visit = Callable[[str], Visitor]

OPEN = {
    "ana": {"/contacts", "/callbacks", "/customers", "/experts", "/me/day", "/notices", "/flows", "/me"},
    "kim": {"/", "/rejects", "/flows", "/policies", "/offers", "/signals", "/business", "/system", "/me"},
    "lead": {
        "/", "/contacts", "/callbacks", "/customers", "/experts", "/me/day", "/approvals", "/notices", "/matches",
        "/flows", "/policies", "/offers", "/signals", "/audit", "/business", "/system", "/me",
    },
    "admin": {
        "/", "/contacts", "/callbacks", "/customers", "/experts", "/me/day", "/approvals", "/notices", "/matches",
        "/sources", "/rejects", "/flows", "/policies", "/offers", "/signals", "/business", "/staff", "/audit",
        "/system", "/me",
    },
}  # fmt: skip
EVERY = OPEN["admin"]


def customer(visitor: Visitor, name: str) -> str:
    """The address of a customer's page."""
    found = re.search(r'href="(/customers/\d+)"', visitor.get(f"/customers?q={name}").text)
    assert found is not None, f"{name} was not found"
    return found[1]


@pytest.mark.parametrize("name", OPEN)
def test_roles_see_their_pages_and_no_others(visit: Visit, name: str) -> None:
    visitor = visit(name)
    for path in EVERY:
        answer = visitor.get(path)
        if path in OPEN[name]:
            assert answer.status_code == 200, path
        elif path == "/":
            assert answer.headers["location"] == "/customers"
        else:
            assert answer.status_code == 403, path
            assert "may not do this" in answer.text
    shown = set(re.findall(r'<li><a href="([^"]+)" data-key', visitor.get("/me").text))
    assert shown == OPEN[name] - {"/me"}


def test_signing_in_leads_back_to_where_one_was_going(desk: Server) -> None:
    with httpx.Client(base_url=desk.url, headers={"accept": "text/html"}, trust_env=False) as client:
        asked = client.get("/customers?q=maria")
        assert asked.status_code == 303
        assert asked.headers["location"] == "/sign-in?next=/customers%3Fq%3Dmaria"
        sent = {"email": "ana@example.com", "password": PASSWORD}
        assert client.post("/sign-in", data=sent | {"next": "//evil.example"}).headers["location"] == "/"
        assert client.get("/sign-in?next=/me").headers["location"] == "/me"


def test_forms_need_the_token_of_the_session(visit: Visit) -> None:
    answer = visit("admin").client.post("/me/look", data={"theme": "dark"})
    assert answer.status_code == 403
    assert "repeat what you did" in answer.text


def test_scopes_leak_nothing(desk: Server, visit: Visit) -> None:
    """`north` and `scoped` may see brand isla: nothing of Somchai, who is with isla-go, on any page."""
    everything = visit("admin")
    hidden = customer(everything, "somchai")
    seen = customer(everything, "maria")
    log = everything.get("/?type=payment.failed").text
    found = re.search(r'href="(/events/\w+)"', log)
    assert found is not None
    assert "Somchai" in log
    north, scoped = visit("north"), visit("scoped")
    for answer in (
        north.get("/"),
        scoped.get("/"),
        scoped.get("/?type=payment.failed"),
        north.get("/customers"),
        north.get("/customers?q=somchai"),
        north.get("/customers?q=somchai@mail.example"),
        north.get(hidden),
        north.get(hidden + "/timeline"),
        north.get(hidden + "/separate"),
        north.get(hidden + "/join"),
        north.get(f"{seen}/join?with=somchai"),
        north.get(f"{seen}/join?other={hidden.rpartition('/')[2]}"),
        north.get(found[1]),
        north.get("/audit"),
        north.get("/matches"),
    ):
        page = answer.text.replace('value="somchai', "").replace("for “somchai", "").replace("?q=somchai", "")
        assert "Somchai" not in page, answer.url
        assert "somchai@" not in page.replace("“somchai@mail.example”", ""), answer.url
        assert "card expired" not in page
    assert north.get(hidden).status_code == 404
    assert north.get(found[1]).status_code == 404
    assert scoped.get("/rejects").status_code == 403
    assert scoped.get("/rejects/1").status_code == 403
    assert "Maria Santos" in scoped.get("/").text
    assert "Maria Santos" in north.get(seen).text


def test_every_look_is_on_record(visit: Visit) -> None:
    maria = customer(visit("ana"), "maria")
    visit("ana").get(maria)
    record = visit("lead").get(f"/audit?customer={maria.rpartition('/')[2]}").text
    assert ">Ana<" in record
    assert ">search<" in record
    assert "Ana" in visit("lead").get(maria).text.partition("Who looked")[2]
    assert "Who looked" not in visit("ana").get(maria).text
    for after in (0, 1):
        assert visit("kim").get(f"/api/log/export?after={after}&limit=5000").status_code == 200
    looked = visit("lead").get(maria).text.partition("Who looked")[2]
    assert looked.count("exported, events ") == 1, "the pages of an export are one look"


def test_an_event_tells_its_cause_and_what_it_caused(visit: Visit) -> None:
    kim = visit("kim")
    contact = re.search(r'href="(/events/\w+)"', kim.get("/?type=contact.started").text)
    assert contact is not None
    page = kim.get(contact[1]).text
    above = page.partition('class="cause"')[2].partition('class="here"')[0]
    assert "caused by" in above
    assert "−60 sec" in above
    cause = re.search(r'href="(/events/\w+)">(.*?)</a>', above)
    assert cause is not None
    assert cause[2].startswith("Bill of ₱1,290.00, ₱640.00 more than the one before")
    below = kim.get(cause[1]).text.partition('class="here"')[2].partition("</section>")[0]
    assert "led to" in below
    assert "Got in touch in Filipino" in below
    assert "+60 sec" in below


def test_an_event_tells_what_the_outside_is_told_because_of_it(visit: Visit) -> None:
    link = '<a href="/system#dead">books</a>'
    for name, links in (("kim", True), ("ana", False)):
        page = visit(name).get(f"/events/{BILL}").text
        told = page.partition('class="told"')[2].partition("</ul>")[0]
        assert "given up" in told
        assert "12 attempts · it answered 500" in told
        assert (link in told) == links, "agents have no page of the system"
    asked = visit("kim").client.get(f"/api/events/{BILL}/consequences").json()
    assert [(one["target"], one["state"]) for one in asked["deliveries"]] == [("books", "dead")]
    assert asked["consequences"][0]["deliveries"] == []


def test_export_and_erase_are_for_administrators(visit: Visit) -> None:
    maria = customer(visit("lead"), "maria")
    assert visit("lead").get(maria + "/export").status_code == 403
    assert visit("lead").post(maria + "/erase", {"typed": "u-maria"}).status_code == 403
    exported = visit("admin").get(maria + "/export")
    assert exported.json()["customer"]["name"] == "Maria Santos"
    assert "attachment" in exported.headers["content-disposition"]
    wrong = visit("admin").post(maria + "/erase", {"typed": "maria"})
    assert wrong.status_code == 400
    assert "Type it exactly" in wrong.text


def test_sources_are_added_rotated_and_switched_off(visit: Visit) -> None:
    admin = visit("admin")
    refused = admin.post("/sources", {"name": "shop", "kind": "public"})
    assert refused.status_code == 400
    assert "must be listed" in refused.text
    added = admin.post(
        "/sources", {"name": "shop", "kind": "public", "types": "page.viewed visit.started", "rate": "20"}
    )
    key = re.search(r'<code id="secret"[^>]*>(wkp_[\w-]+)</code>', added.text)
    assert key is not None
    assert f"-u {key[1]}:" in added.text
    assert key[1] not in admin.get("/sources/shop").text
    assert key[1] not in admin.post("/sources/shop", {"do": "rotate"}).text
    assert admin.post("/sources/shop", {"do": "off"}).status_code == 303
    assert "switched off" in admin.get("/sources/shop").text
    assert "there is a source" in admin.post("/sources", {"name": "shop", "kind": "secret"}).text


def test_accounts_and_tokens_are_managed(visit: Visit) -> None:
    admin = visit("admin")
    form = {
        "name": "Noy",
        "email": "noy@example.com",
        "role": "agent",
        "language": "fil",
        "country": "ph, th",
    }
    added = admin.post("/staff", form)
    assert added.status_code == 200
    assert "cannot be shown again" in added.text
    assert "There is an account" in admin.post("/staff", form).text
    account = re.search(r'href="(/staff/\w+)"><bdi>Noy', added.text)
    assert account is not None
    assert 'value="PH TH"' in admin.get(account[1]).text
    assert "New password" in admin.post(account[1], {"do": "password"}).text
    assert admin.post(account[1], {"do": "off"}).status_code == 303
    assert "switched off" in admin.get(account[1]).text
    token = admin.post("/tokens", {"name": "nightly", "role": "analyst", "days": "30"})
    assert re.search(r">wlt_[\w-]+<", token.text)
    number = re.search(r'name="revoke" value="(\w+)"', token.text)
    assert number is not None
    assert admin.post("/tokens", {"revoke": number[1]}).status_code == 303
    assert ">revoked<" in admin.get("/staff").text


def test_what_is_not_there_says_so_in_the_look_of_the_desk(visit: Visit) -> None:
    for path in (
        "/nothing/here",
        "/customers/999999",
        "/events/00",
        "/rejects/99",
        "/sources/none",
        "/staff/none",
    ):
        answer = visit("admin").get(path)
        assert answer.status_code == 404, path
        assert '<link rel="stylesheet"' in answer.text
        assert "Traceback" not in answer.text


def test_what_pages_are_made_of_is_served_and_nothing_else(desk: Server, visit: Visit) -> None:
    page = visit("ana").get("/me").text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(parts) > 5
    with httpx.Client(base_url=desk.url, trust_env=False) as client:
        for part in parts:
            answer = client.get(part)
            assert (
                "immutable" in answer.headers["cache-control"]
                if answer.status_code == 200
                else "packages" in part
            )
        assert client.get("/static/old/css/base.css").headers["cache-control"] == "no-cache"
        for outside in (
            "/static/x/../desk.py",
            "/static/x/%2e%2e/desk.py",
            "/static/x//etc/passwd",
            "/static/x/css",
        ):
            assert client.get(outside).status_code == 404


def test_what_customers_write_is_escaped(desk: Server, visit: Visit) -> None:
    with desk.client() as client:
        script = "<script>alert(1)</script>"
        sent = {"userId": "u-evil", "traits": {"name": script, "brand": "isla"}, "messageId": "evil-1"}
        assert client.post("/v1/identify", json=sent).status_code == 200
    admin = visit("admin")
    for path in ("/", "/customers", "/customers?q=" + script, customer(admin, "u-evil")):
        assert script not in admin.get(path).text
    assert "&lt;script&gt;alert(1)" in admin.get("/").text


def test_an_old_id_leads_to_the_customer_it_is_now(visit: Visit, desk: Server) -> None:
    with desk.client() as client:
        for who in ("u-one", "u-two"):
            client.post("/v1/identify", json={"userId": who, "traits": {"name": who, "brand": "isla"}})
    lead = visit("lead")
    one, two = customer(lead, "u-one"), customer(lead, "u-two")
    joined = lead.post(one + "/join", {"other": two.rpartition("/")[2]})
    assert joined.status_code == 303
    kept = joined.headers["location"].partition("?")[0]
    gone = two if kept == one else one
    assert lead.get(gone).headers["location"] == kept
    page = lead.get(kept).text
    assert "u-one" in page
    assert "u-two" in page


def test_wrong_passwords_lock_out_with_words(desk: Server) -> None:
    """The last one here: from this address, nobody can sign in afterwards."""
    with httpx.Client(base_url=desk.url, headers={"accept": "text/html"}, trust_env=False) as client:
        answers = [
            client.post("/sign-in", data={"email": "who@example.com", "password": "no"}) for _ in range(6)
        ]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert "do not belong together" in answers[0].text
    assert "The next one is possible in" in answers[5].text


def test_a_list_says_who_somebody_is_and_what_happened_last(desk: Server, visit: Visit) -> None:
    with desk.client("site") as site:
        page = {"anonymousId": "browser-0f3a77c2", "name": "Roaming", "messageId": "page-1"}
        assert site.post("/v1/page", json=page).status_code == 200
    listed = visit("ana").get("/customers").text
    assert "Visitor 0f3a77c2" in listed
    assert "Looked at the page Roaming" in listed
    assert "browser-0f3a77c2" not in listed


def test_an_event_shows_what_it_says_apart_from_how_it_was_sent(desk: Server, visit: Visit) -> None:
    sent = {
        "specversion": "1.0", "id": "ce-1", "source": "/billing", "type": "credit.given",
        "data": {"credit": "c-77", "amount": {"amount": 5000, "currency": "PHP"}, "identifiers": {"user": "u-maria"}},
    }  # fmt: skip
    with desk.client() as client:
        taken = client.post("/events", json=sent, headers={"content-type": "application/cloudevents+json"})
        assert taken.status_code == 200, taken.text
    found = re.search(r'href="(/events/[0-9a-f]{32})"', visit("lead").get("/?type=credit.given").text)
    assert found is not None
    page = visit("lead").get(found[1]).text
    assert "<dt>CloudEvent source</dt>" in page
    assert "<dt>ce</dt>" not in page
    assert "<dt>credit</dt>" in page


def test_who_may_not_sees_where_else_to_go(visit: Visit) -> None:
    refused = visit("kim").get("/customers")
    assert refused.status_code == 403
    assert 'data-key="l"' in refused.text
    assert ">Find a customer</a>" not in refused.text
    assert ">Find a customer</a>" in visit("ana").get("/customers/999999").text
    missing = visit("ana").get("/nothing-here")
    assert missing.status_code == 404
    assert "There is no page at this address" in missing.text


def test_what_staff_joined_is_taken_back_in_two_steps(visit: Visit) -> None:
    lead = visit("lead")
    maria, somchai = customer(lead, "u-maria"), customer(lead, "somchai")
    assert "Take this back" not in lead.get(f"{maria}/separate").text
    joined = lead.post(f"{maria}/join", {"other": somchai.rpartition("/")[2]})
    address = joined.headers["location"].partition("?")[0]
    found = re.search(r'href="([^"]+)">Take this back', lead.get(f"{address}/separate").text)
    assert found is not None
    preview = lead.get(found[1].replace("&amp;", "&")).text
    leaving = re.findall(r'type="hidden" name="split" value="([^"]+)"', preview)
    assert {one.partition(":")[2] for one in leaving} in (
        {"u-maria", "+639175550101"},
        {"u-somchai", "somchai@mail.example"},
    )
    assert lead.post(f"{address}/separate", {"split": leaving}).status_code == 303
    assert customer(lead, "u-maria") != customer(lead, "somchai")


def test_a_secret_key_is_not_shown_in_code_for_browsers(visit: Visit) -> None:
    assert "analytics-next" not in visit("admin").get("/sources/backend").text
    assert "analytics-next" in visit("admin").get("/sources/site").text


def test_what_was_rejected_is_laid_out_to_be_corrected(visit: Visit) -> None:
    found = re.search(r'href="(/rejects/\d+)"', visit("admin").get("/rejects").text)
    assert found is not None
    assert "\n  &#34;occurred&#34;: &#34;yesterday&#34;,\n" in visit("admin").get(found[1]).text


def test_nobody_is_restricted_to_what_does_not_exist(visit: Visit) -> None:
    admin = visit("admin")
    sent = {"name": "Bea Lim", "email": "bea@example.com", "role": "agent", "language": "en"}
    refused = admin.post("/staff", sent | {"brand": "isla, isla-goo"})
    assert refused.status_code == 400
    assert "There is no brand &#39;isla-goo&#39;" in refused.text
    assert "Choose from isla, isla-go." in refused.text
    assert 'value="Bea Lim"' in refused.text
    assert admin.post("/staff", sent | {"brand": "isla-go", "country": "th"}).status_code == 200


def test_who_has_scopes_is_not_told_how_many_others_there_are(visit: Visit) -> None:
    assert "known. Search" in visit("lead").get("/customers").text
    restricted = visit("north").get("/customers").text
    assert "known. Search" not in restricted
    assert "You see those of: isla." in restricted


def send(desk: Server, events: list[dict[str, Any]]) -> None:
    """CloudEvents of the network, as one batch."""
    plain: dict[str, Any] = {"specversion": "1.0", "source": "/net"}
    batch = {"content-type": "application/cloudevents-batch+json"}
    with desk.client() as client:
        answer = client.post("/events", json=[plain | one for one in events], headers=batch)
        assert answer.json()["accepted"] == len(events), answer.text


def net(id: str) -> str:
    """The id of one of these events."""
    return event_id("backend", f"/net {id}")


def test_what_an_event_led_to_says_for_whom(desk: Server, visit: Visit) -> None:
    data = {"outage": "o-1", "area": "cebu-north", "service": "mobile"}
    cut: dict[str, Any] = {"id": "cut", "type": "outage.started", "data": data}
    because = {"cause": net("cut"), "subject": "user:u-maria"}
    send(desk, [cut, cut | because | {"id": "cut-1", "type": "service.disturbed"}])
    page = visit("lead").get(f"/events/{net('cut')}").text
    below = page.partition('class="here"')[2].partition("</section>")[0]
    assert "led to" in below
    assert "Maria Santos" in below


def test_the_whole_tree_of_what_came_of_an_event_is_shown(desk: Server, visit: Visit) -> None:
    """Down to the fourth link, days later, with other events in between, and what the outside is told of it."""
    first: dict[str, Any] = {
        "id": "w-0",
        "type": "note.taken",
        "time": "2026-03-01T08:00:00Z",
        "data": {"text": "first"},
    }
    later = [
        first
        | {"id": f"w-{n}", "time": f"2026-03-{n + 1:02}T08:00:00Z", "data": {"text": f"after {n} days"}}
        | {"cause": net(f"w-{n - 1}"), "subject": "user:u-maria"}
        for n in range(1, 5)
    ]
    send(desk, [first, *[{"id": f"filler-{n}", "type": "x.y", "data": {}} for n in range(50)], *later])
    page = visit("kim").get(f"/events/{net('w-0')}").text
    below = page.partition('class="here"')[2].partition("</section>")[0]
    told = re.findall(r'<time class="offset"[^>]*>(.*?)</time>|text: (after \d days)', below)
    assert [first or second for first, second in told][1:] == [
        "+24 hr", "after 1 days", "+2 days", "after 2 days", "+3 days", "after 3 days", "+4 days", "after 4 days",
    ]  # fmt: skip
    asked = visit("kim").client.get(f"/api/events/{net('w-2')}/consequences").json()
    assert [one["properties"]["text"] for one in asked["causes"]] == ["first", "after 1 days"]
    assert [(one["depth"], one["after"] / 86_400) for one in asked["consequences"]] == [(1, 1), (2, 2)]
    assert (asked["cut"], asked["hidden"], asked["unread"]) == (False, False, False)
    cut = visit("kim").client.get(f"/api/events/{net('w-0')}/consequences?limit=2").json()
    assert [(one["depth"], one["cut"]) for one in cut["consequences"]] == [(1, False), (2, True)]
    missing = visit("kim").client.get(f"/api/events/{'0' * 32}/consequences")
    assert missing.status_code == 404
    assert "32 hexadecimal digits" in missing.text


def test_what_came_of_an_event_for_others_is_left_out_for_who_may_not_see_them(
    desk: Server, visit: Visit
) -> None:
    first: dict[str, Any] = {
        "id": "s-0",
        "type": "note.taken",
        "data": {"text": "of maria"},
        "subject": "user:u-maria",
    }
    of_somchai = {"id": "s-1", "cause": net("s-0"), "subject": "user:u-somchai", "data": {"text": "secret"}}
    of_maria = {"id": "s-2", "cause": net("s-0"), "data": {"text": "to be seen"}}
    send(desk, [first, first | of_somchai, first | of_maria])
    everything, restricted = (visit(name).get(f"/events/{net('s-0')}").text for name in ("lead", "north"))
    assert "secret" in everything
    assert "secret" not in restricted
    assert "to be seen" in restricted
    assert "outside of your scopes" in restricted
    assert visit("north").client.get(f"/api/events/{net('s-0')}/consequences").json()["hidden"]
    looks = visit("lead").client.get("/api/audit").json()["items"]
    assert len([one for one in looks if one["detail"] == f"event {net('s-0')}"]) == 4
