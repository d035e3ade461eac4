"""Being an agent: a state in the bar, the directory of experts, one's own day, in a browser and without."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import Visitor, Windows
from tests.desk.wall import Chatter, serving
from tests.server import Server
from tests.site.conftest import PHONE, violations

pytestmark = pytest.mark.browser
Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("agents")) as server:
        yield server


def chat(desk: Server) -> Chatter:
    return Chatter.begin(desk.url)


def solved(desk: Server, agent: Visitor, *said: str, reason: str = "bill") -> str:
    """A contact that somebody takes, in which a customer says something, and closes as solved."""
    customer = chat(desk)
    agent.post(f"/contacts/{customer.contact}/take", {})
    for text in said:
        customer.give("said", text=text)
    agent.post(f"/contacts/{customer.contact}/close", {"reason": reason, "solved": "on"})
    customer.client.close()
    return customer.contact


def person(visit: Visit, name: str) -> str:
    """The id of somebody, as the directory of a lead links it."""
    found = re.search(rf'/experts/([0-9a-f]+)"><bdi>{name}<', visit("lead").get("/experts").text)
    assert found is not None
    return found[1]


def test_a_state_is_chosen_and_seen_by_colleagues(visit: Visit) -> None:
    ana, lead = visit("ana"), visit("lead")
    assert 'state-free"' in ana.get("/me/state").text
    assert ana.post("/me/state", {"to": "break:meal"}).headers["location"] == "/me/day"
    assert "on a break: a meal" in ana.get("/me/state").text
    assert "on a break: a meal" in lead.get("/experts").text
    ana.post("/me/state", {"to": "free"})
    assert "on a break" not in lead.get("/experts").text


def test_a_state_that_there_is_not_is_refused_with_what_there_is(visit: Visit) -> None:
    answer = visit("ana").post("/me/state", {"to": "asleep"})
    assert answer.status_code == 400
    assert "Choose free, busy, break, away" in answer.text


def test_who_solves_contacts_becomes_an_expert(desk: Server, visit: Visit) -> None:
    ana = visit("ana")
    before = visit("lead").get("/experts?what=roaming").text
    assert "Nobody is known to know that" in before and "<bdi>Ana Reyes<" not in before
    solved(desk, ana, reason="roaming")
    assert "<bdi>Ana Reyes<" in visit("lead").get("/experts?what=roaming").text
    assert "roaming 1×" in ana.get("/experts").text


def test_what_somebody_wrote_about_a_contact_is_in_no_directory(desk: Server, visit: Visit) -> None:
    solved(desk, visit("ana"), reason="Maria Santos moves out")
    lead = visit("lead")
    for page in ("/experts", f"/experts/{person(visit, 'Ana Reyes')}"):
        assert "Maria Santos" not in lead.get(page).text


def test_a_lead_states_nothing_of_whoever_sees_more_customers(visit: Visit) -> None:
    theo, ana = visit("theo"), person(visit, "Ana Reyes")
    page = theo.get("/experts").text
    assert f"/experts/{ana}" not in page and "Ana Reyes" in page
    form = {"skills": "network", "languages": "fil", "capacity": "2"}
    for answer in (theo.get(f"/experts/{ana}"), theo.post(f"/experts/{ana}", form)):
        assert answer.status_code == 403
        assert "outside of your scopes" in answer.text
    tida = person(visit, "Tida")
    assert f"/experts/{tida}" in page
    assert theo.post(f"/experts/{tida}", form).status_code == 303


def test_leads_state_what_people_know_and_agents_do_not(visit: Visit) -> None:
    lead, ana = visit("lead"), person(visit, "Ana Reyes")
    form = {"skills": "network, sim-cards", "languages": "en fil", "capacity": "2"}
    assert lead.post(f"/experts/{ana}", form).status_code == 303
    page = lead.get("/experts?what=network&language=fil").text
    assert "<bdi>Ana Reyes<" in page and "of 2 contacts" in page and "sim-cards" in page
    assert visit("ana").get(f"/experts/{ana}").status_code == 403
    assert visit("ana").post(f"/experts/{ana}", form).status_code == 403
    assert lead.get("/experts/nobody").status_code == 404


def test_what_cannot_be_stated_is_told_and_nothing_typed_is_lost(visit: Visit) -> None:
    lead, ana = visit("lead"), person(visit, "Ana Reyes")
    answer = lead.post(f"/experts/{ana}", {"skills": "Roaming!!", "languages": "", "capacity": "3"})
    assert answer.status_code == 400
    assert "not the name of a skill" in answer.text and 'value="Roaming!!"' in answer.text


def test_the_own_day_tells_contacts_and_the_words_of_thanks(desk: Server, visit: Visit) -> None:
    contact = solved(desk, visit("ana"), "ok", "Thank you so much, <b>Ana</b>!")
    day = visit("ana").get("/me/day").text
    assert f'href="/contacts/{contact}">bill</a>' in day
    assert "Thank you so much, &lt;b&gt;Ana&lt;/b&gt;!" in day
    others = visit("lead").get("/me/day").text
    assert contact not in others and "Thank you so much" not in others, "nobody sees the day of somebody else"
    looked = visit("lead").get("/audit").text
    assert "thanks" in looked or "looked" in looked
    yesterday = visit("ana").get("/me/day?day=2026-01-01").text
    assert contact not in yesterday and "No contacts on this day" in yesterday


def test_the_own_day_tells_whether_hints_were_followed(desk: Server, visit: Visit) -> None:
    ben, customer = visit("ben"), chat(desk)
    assert "Hints of the coach" not in ben.get("/me/day").text
    ben.post(f"/contacts/{customer.contact}/take", {})
    customer.give("said", text="I was charged twice for roaming, that is 900 pesos!")
    reply = "I will refund it right away."
    ben.post(f"/contacts/{customer.contact}/hint", {"text": reply})
    ben.post(f"/contacts/{customer.contact}/say", {"text": reply, "key": "k-1"})
    assert "You followed 0 of 1." in ben.get("/me/day").text
    assert "Hints of the coach" not in visit("lead").get("/me/day").text
    customer.client.close()


def test_the_bar_is_enough_to_take_a_break(windows: Windows) -> None:
    page = windows.open("ana", "/contacts")
    menu = page.locator(".state-menu > summary")
    expect(menu).to_contain_text("free")
    menu.click()
    page.get_by_role("button", name="a rest").click()
    expect(menu).to_contain_text("on a break: a rest")
    menu.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="a rest")).to_be_hidden()
    expect(menu).to_be_focused()
    page.reload()
    expect(menu).to_contain_text("on a break: a rest")
    menu.click()
    page.get_by_role("button", name="free", exact=True).click()
    expect(menu).to_contain_text("free")
    assert windows.complaints == []


def test_the_directory_follows_and_equals_a_reload(windows: Windows, visit: Visit) -> None:
    lead = windows.open("lead", "/experts")
    expect(lead.locator("[data-live-text]")).to_have_text("live")
    rows = "[...document.querySelectorAll('.experts > li')].map(one => one.textContent)"
    visit("ana").post("/me/state", {"to": "break:training"})
    expect(lead.locator(".experts")).to_contain_text("on a break: training")
    seen = lead.evaluate(rows)
    lead.reload()
    assert lead.evaluate(rows) == seen
    visit("ana").post("/me/state", {"to": "free"})
    expect(lead.locator(".experts")).not_to_contain_text("training")
    assert windows.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_pages_are_without_violations(windows: Windows, visit: Visit, theme: str, size: str) -> None:
    options = {**(PHONE if size == "phone" else {}), "color_scheme": theme}
    page = windows.open("lead", "/experts", **options)
    ana = person(visit, "Ana Reyes")
    for path in ("/experts", f"/experts/{ana}", "/me/day"):
        page.goto(path)
        page.locator(".state-menu").wait_for()
        assert violations(page) == [], path
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, path
    page.goto("/experts")
    page.locator(".state-menu > summary").click()
    assert violations(page) == []
    assert windows.complaints == []
