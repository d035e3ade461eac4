"""A customer's own page: what it tells whom, in which language, for how long."""

import asyncio
import base64
import re
import time
from collections.abc import Iterator
from html import escape

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from tests.browser import PHONE, launched, violations
from tests.channels.serving import SECRET
from tests.server import Server, prepare
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.app.visiting import KEY, key_of
from warmline.business.model import Disclosure
from warmline.channels.chat.visitors import identifier_hash
from warmline.channels.passes import Expired, Forged, Passes
from warmline.events.model import Event, Identifier
from warmline.language.words import LANGUAGES, Words
from warmline.log.model import Decoded
from warmline.web.principal import LOCAL

DUE = "2026-12-01T10:00:00+08:00"
NOW = int(time.time() * 1e6)
HOUR = 3_600_000_000


def peso(amount: int) -> dict[str, object]:
    return {"amount": amount, "currency": "PHP"}


def event(number: int, type: str, properties: dict[str, object]) -> Event:
    """Something that happened to Maria."""
    return Event(
        source="backend",
        message_id=f"m-{number}",
        type=type,
        occurred=NOW - (100 - number) * HOUR,
        identifiers=(Identifier("account", "7013550", True), Identifier("user", "u-7013550", True)),
        properties=properties,
    )


PAST = [
    event(1, "customer.identified", {"traits": {
        "name": "Maria <Santos>", "first_name": "Maria <b>", "language": "th", "plan": "Unlimited M",
        "birth_date": "1973-11-01", "address": {"postcode": "6000", "area": "cebu-north"}, "brand": "isla",
    }}),
    event(2, "order.placed", {"order": "o-1", "what": "phone", "total": peso(1299000)}),
    event(3, "order.completed", {"order": "o-1", "what": "phone"}),
    event(4, "order.placed", {"order": "o-2", "what": "sim", "total": peso(9900)}),
    event(5, "invoice.issued", {"invoice": "i-2", "total": peso(129000), "due": "2026-12-02"}),
    event(6, "case.opened", {"case": "c-1", "what": "billing", "summary": "Charged twice for roaming"}),
    event(7, "contact.promised", {"contact": "k", "promise": "p-1", "what": "callback", "due": DUE}),
    event(8, "service.disturbed", {"outage": "out-1", "area": "cebu-north", "service": "mobile"}),
]  # fmt: skip


async def _fill(server: Server) -> int:
    runtime = Runtime(Settings(data=server.data, business=server.business, cache_mb=16))
    await runtime.storage.run(runtime.ingest.command("backend", Decoded(events=PAST, rejected=[])))
    id = await runtime.customers.resolve(LOCAL, "user:u-7013550")
    await runtime.stop()
    return id


@pytest.fixture(scope="module")
def maria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A server that knows Maria, and her id."""
    server = prepare(tmp_path_factory.mktemp("own"))
    server.environment["WARMLINE_CHAT_SECRET"] = SECRET
    id = asyncio.run(_fill(server))
    server.start()
    yield server, id
    server.stop()


def passes(server: Server, ahead: int = 0) -> Passes:
    """Links as the server makes them, so many minutes ago or ahead."""
    return Passes(key_of(server.data / KEY), lambda: int(time.time() * 1e6) + ahead * 60_000_000)


def read(server: Server, token: str) -> httpx.Response:
    return httpx.get(f"{server.url}/mine/{token}", headers={"accept": "text/html"}, trust_env=False)


def test_it_tells_what_there_is(maria: tuple[Server, int]) -> None:
    server, id = maria
    answer = read(server, passes(server).make(id, Disclosure.VERIFIED, "en"))
    assert answer.status_code == 200
    parts = re.split("<section", answer.text)
    by_heading = {found[1]: part for part in parts if (found := re.search(r"<h2[^>]*>([^<]*)</h2>", part))}
    assert (
        "Charged twice for roaming" in by_heading["What is open"]
        and "₱1,290.00" in by_heading["What is open"]
    )
    assert "A call from us" in by_heading["What we promised"]
    assert "SIM card" in by_heading["Current orders"] and "Phone" in by_heading["Past orders"]
    assert "Unlimited M" in by_heading["What you have"]
    assert (
        answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"
    )


def test_the_chat_on_it_knows_whose_page_it_is_while_it_can_be_opened(maria: tuple[Server, int]) -> None:
    server, id = maria
    token = passes(server).make(id, Disclosure.VERIFIED, "en")
    text = read(server, token).text
    assert f'data-user="u-7013550" data-page="{token}"' in text
    assert identifier_hash("u-7013550", SECRET) not in text

    def known_as(page: str) -> list[tuple[str, str]]:
        visitor = {"id": "u-7013550", "page": page}
        begun = httpx.post(
            f"{server.url}/chat/contacts", json={"website": "isla", "visitor": visitor}, trust_env=False
        ).json()
        name = begun["contact"]["name"]
        with server.staff() as staff:
            events = staff.get("/api/log", params={"limit": 50, "type": "contact.started"}).json()["events"]
        (started,) = [one for one in events if one["properties"]["contact"] == name]
        return [(one["type"], one["value"]) for one in started["identifiers"]]

    assert known_as(token) == [("user", "u-7013550")]
    expired = passes(server, ahead=-31).make(id, Disclosure.VERIFIED, "en")
    for page in (expired, token[:-2] + "AA"):
        assert "user" not in dict(known_as(page))


def test_it_names_the_question_at_which_somebody_broke_off(maria: tuple[Server, int]) -> None:
    server, id = maria
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        at = int(time.time())
        signed = {
            "id": "u-7013550",
            "signed_at": at,
            "identifier_hash": identifier_hash("u-7013550", SECRET, at),
        }
        begun = client.post(
            "/chat/contacts", json={"website": "isla", "language": "en", "visitor": signed}
        ).json()
        client.headers["authorization"] = f"Bearer {begun['token']}"
        name = begun["contact"]["name"]
        said = {"key": "k", "kind": "said", "text": "block my SIM card"}
        client.post(f"/chat/contacts/{name}/inputs", json=said)
        screens = [
            turn["screen"]
            for turn in client.get(f"/chat/contacts/{name}/turns").json()["turns"]
            if "screen" in turn
        ]
        assert (
            "Where you left off" not in read(server, passes(server).make(id, Disclosure.VERIFIED, "en")).text
        )
        client.post(f"/chat/contacts/{name}/leave")
    page = read(server, passes(server).make(id, Disclosure.VERIFIED, "en")).text
    asked = [screen["texts"][-1] for screen in screens if screen["options"][:-1]]
    assert "Where you left off" in page and escape(asked[0]) in page
    anybody = read(server, passes(server).make(id, Disclosure.ANONYMOUS, "en")).text
    assert "Where you left off" not in anybody, "they were known better when they broke off"


def test_what_customers_are_called_is_text(maria: tuple[Server, int]) -> None:
    server, id = maria
    text = read(server, passes(server).make(id, Disclosure.VERIFIED, "en")).text
    assert "Maria &lt;b&gt;" in text and "Maria <b>" not in text


def test_it_tells_no_more_than_its_level(maria: tuple[Server, int]) -> None:
    server, id = maria
    little = read(server, passes(server).make(id, Disclosure.RECOGNISED, "en")).text
    assert "Maria" in little and "More is shown once" in little
    for secret in ("Charged twice", "1,290", "Unlimited M", "A call from us"):
        assert secret not in little
    most = read(server, passes(server).make(id, Disclosure.STAFF, "en")).text
    for secret in ("1973", "6000"):
        assert secret not in most


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_customers_language(maria: tuple[Server, int], language: str) -> None:
    server, id = maria
    heading = Words(language).text("What is open")
    answer = read(server, passes(server).make(id, Disclosure.VERIFIED, language))
    assert f'<html lang="{language}">' in answer.text
    assert f'<h2 id="open">{heading}</h2>' in answer.text


def test_links_expire_politely_in_their_language(maria: tuple[Server, int]) -> None:
    server, id = maria
    old = passes(server, ahead=-31).make(id, Disclosure.VERIFIED, "zh-Hant")
    answer = read(server, old)
    assert answer.status_code == 410 and "此連結已過期" in answer.text and "Maria" not in answer.text
    for token in ("x", old[:-2] + "AA", passes(server).make(999_999, Disclosure.VERIFIED, "en")):
        assert read(server, token).status_code == 410


def test_staff_make_links_and_it_is_on_record(maria: tuple[Server, int]) -> None:
    server, _ = maria
    with server.staff() as staff:
        link = staff.post("/api/customers/user:u-7013550/page").json()["url"]
        assert httpx.get(server.url + link, trust_env=False).status_code == 200
        assert (
            httpx.post(f"{server.url}/api/customers/user:u-7013550/page", trust_env=False).status_code == 401
        )
        assert staff.post("/api/customers/user:nobody/page").status_code == 404


def test_an_unverified_chat_gives_no_link(maria: tuple[Server, int]) -> None:
    server, _ = maria
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        begun = client.post("/chat/contacts", json={"website": "isla"}).json()
        path = f"/chat/contacts/{begun['contact']['name']}/page"
        bearer = {"authorization": f"Bearer {begun['token']}"}
        assert client.post(path, headers=bearer).status_code == 403
        assert client.post(path).status_code == 401


@given(st.text(max_size=80), st.integers(0, 60))
def test_whatever_is_sent_opens_nothing(token: str, place: int) -> None:
    """Neither made-up links nor changed ones; a link is for this purpose and this installation alone."""
    mine, other = Passes(b"a", lambda: 0), Passes(b"b", lambda: 0)
    with pytest.raises(Forged):
        mine.read(token)
    good = mine.make(7, Disclosure.VERIFIED, "en")
    assert mine.read(good).customer == 7
    with pytest.raises(Forged):
        other.read(good)
    at = place % len(good)
    changed = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
    with pytest.raises(Forged):
        mine.read(changed)
    assert not base64.urlsafe_b64decode(good.split(".")[0] + "==").startswith(b"{")


def test_a_link_ends_on_time() -> None:
    now = 1_000_000_000
    made = Passes(b"a", lambda: now)
    token = made.make(7, Disclosure.VERIFIED, "th", minutes=1)
    now += 59_000_000
    assert made.read(token).language == "th"
    now += 1_000_000
    with pytest.raises(Expired) as expired:
        made.read(token)
    assert expired.value.language == "th"


@pytest.fixture(scope="module")
def chromium(maria: tuple[Server, int]) -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "th", "zh-Hans"])
def test_axe_finds_nothing(maria: tuple[Server, int], chromium: Browser, language: str, scheme: str) -> None:
    server, id = maria
    context = chromium.new_context(base_url=server.url, color_scheme=scheme, **PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/mine/{passes(server).make(id, Disclosure.VERIFIED, language)}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    page.goto("/mine/nothing")
    assert violations(page) == []
    context.close()
