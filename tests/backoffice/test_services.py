"""What flows need besides bills: orders, appointments, plans, SIMs, replacements, faults, codes."""

from datetime import UTC, date, datetime, timedelta

from warmline.simulate.places import PLANS

from .office import Office, pesos


def test_an_order_a_gift_and_taking_it_back(office: Office) -> None:
    account = office.accounts()[0]
    day = (date.today() + timedelta(days=20)).isoformat()
    gift = {"to": "Ana", "for": day, "message": "Happy birthday"}
    placed = office.done(
        "/orders", "gift", account=account, items=[{"product": "watch-kids", "quantity": 2}], gift=gift
    )
    assert placed["total"] == pesos(798_000)
    assert (placed["what"], placed["promised"], placed["gift"]) == ("gift", day, gift)
    assert placed["order"] in office.get(f"/accounts/{account}")["open_orders"]
    office.done(f"/orders/{placed['order']}/cancellation", "gift-back")
    assert office.get(f"/orders/{placed['order']}")["status"] == "cancelled"
    unknown = office.do("/orders", "odd", account=account, items=[{"product": "unicorn"}])
    assert unknown.json()["error"]["code"] == "no_product"


def test_an_appointment_is_booked_moved_and_given_up(office: Office) -> None:
    account = office.accounts()[1]
    area = office.get(f"/accounts/{account}")["area"]
    first, second = office.get("/appointments/slots", area=area)["slots"][:2]
    booked = office.done("/appointments", "book", account=account, at=first, kind="repair")
    assert booked["at"] == first
    moved = office.done(f"/appointments/{booked['appointment']}", "move", "PATCH", at=second)
    assert (moved["appointment"], moved["at"]) == (booked["appointment"], second)
    office.done(f"/appointments/{booked['appointment']}", "give-up", "PATCH", status="cancelled")
    over = office.do(f"/appointments/{booked['appointment']}", "move-2", "PATCH", at=first)
    assert over.json()["error"]["code"] == "over"
    assert office.get("/appointments", account=account)["appointments"][0]["status"] == "cancelled"


def test_the_first_time_that_is_offered_can_be_kept(office: Office) -> None:
    area = office.get(f"/accounts/{office.accounts()[1]}")["area"]
    for most in ("0", "3"):
        first = office.get("/appointments/slots", area=area, most=most)["slots"][0]
        assert datetime.fromisoformat(first) - datetime.now(UTC) > timedelta(minutes=119)


def test_a_parcel_goes_its_way_and_the_order_is_done(office: Office) -> None:
    account = office.accounts()[2]
    placed = office.done("/orders", "parcel", account=account, items=[{"product": "travel-sim"}])
    scans = f"/orders/{placed['order']}/scans"
    sent = office.done(scans, "scan-1", status="sent")
    assert (sent["parcel"]["status"], sent["parcel"]["expected"]) == ("sent", placed["promised"])
    late = office.done(scans, "scan-2", status="late", place="Cebu hub", expected="2030-01-02")
    assert (late["parcel"]["place"], late["parcel"]["expected"]) == ("Cebu hub", "2030-01-02")
    assert office.done(scans, "scan-3", status="delivered")["status"] == "completed"
    assert placed["order"] not in office.get(f"/accounts/{account}")["open_orders"]
    assert office.do(scans, "scan-4", status="late").json()["error"]["code"] == "over"


def test_an_appointment_takes_place_or_does_not(office: Office) -> None:
    account = office.accounts()[3]
    slots = office.get("/appointments/slots", area=office.get(f"/accounts/{account}")["area"])["slots"]
    for at, status in zip(slots, ("kept", "missed"), strict=False):
        booked = office.done("/appointments", f"for-{status}", account=account, at=at, kind="repair")
        path = f"/appointments/{booked['appointment']}"
        assert office.done(path, status, "PATCH", status=status)["status"] == status
        assert office.do(path, f"again-{status}", "PATCH", at=at).json()["error"]["code"] == "over"


def test_a_slot_has_an_end(office: Office) -> None:
    accounts = office.accounts()
    slot = office.get("/appointments/slots", place="cebu-mall")["slots"][0]
    for number in range(4):
        answer = office.do(
            "/appointments",
            f"slot-{number}",
            account=accounts[number],
            at=slot,
            kind="advice",
            place="cebu-mall",
        )
        if answer.status_code == 409:
            break
    assert number > 0
    error = answer.json()["error"]
    assert error["code"] == "not_free"
    assert slot not in error["free"]
    assert slot not in office.get("/appointments/slots", place="cebu-mall")["slots"]


def test_another_plan_and_a_blocked_line(office: Office) -> None:
    account = next(one for one in office.accounts() if office.get(f"/accounts/{one}")["brand"] == "isla")
    line = office.get(f"/accounts/{account}")["lines"][0]
    plan = next(one for one in PLANS if one.brand == "isla" and one.plan != line["plan"])
    body = {"account": account, "service": line["service"], "plan": plan.plan}
    changed = office.done("/plan-changes", "plan", **body)
    assert (changed["name"], changed["price"]["amount"]) == (plan.name, plan.price)
    assert changed["before"]["plan"] == line["plan"]
    assert office.get(f"/accounts/{account}")["plan"] == plan.name
    office.done("/sim-blocks", "block", account=account, service=line["service"], reason="stolen")
    assert office.get(f"/accounts/{account}")["lines"][0]["status"] == "blocked"
    again = office.do("/sim-blocks", "block-2", account=account, service=line["service"])
    assert again.json()["error"]["code"] == "blocked_already"
    stranger = office.do("/sim-blocks", "block-3", account=office.accounts()[-1], service=line["service"])
    assert stranger.status_code == 404


def test_a_broken_phone_is_replaced_once(office: Office) -> None:
    account = office.accounts()[2]
    device = office.get(f"/accounts/{account}")["devices"][0]
    body = {"account": account, "device": device["device"], "reason": "screen broken"}
    sent = office.done("/replacements", "phone", **body)
    assert (sent["total"]["amount"] == 0) == sent["under_warranty"]
    assert office.do("/replacements", "phone-2", **body).json()["error"]["code"] == "replaced_already"


def test_a_fault_report_names_the_outage_that_explains_it(office: Office) -> None:
    account = office.accounts()[3]
    found = office.get(f"/accounts/{account}")
    body = {"account": account, "service": found["lines"][0]["service"], "what": "no signal"}
    assert office.done("/fault-reports", "fault-1", **body)["outage"] == ""
    outage = office.done("/network/outages", "outage", area=found["area"], minutes=45)
    assert outage in office.get("/network/outages", area=found["area"])["outages"]
    assert office.done("/fault-reports", "fault-2", **body)["outage"] == outage["outage"]
    office.done(f"/network/outages/{outage['outage']}/end", "outage-end")
    assert outage["outage"] not in str(office.get("/network/outages", area=found["area"]))


def test_a_code_works_once_and_not_after_three_wrong_ones(office: Office) -> None:
    account = office.accounts()[4]

    def send(key: str) -> tuple[str, str]:
        sent = office.done("/verification-codes", key, account=account, by="sms")
        text = office.get("/messages", account=account)["messages"][0]["text"]
        code = next(word.strip(".") for word in text.split() if word.strip(".").isdigit())
        assert code not in str(sent)
        return f"/verification-codes/{sent['verification']}/check", code

    path, code = send("code-1")
    assert office.done(path, "check-1", code=code)["verified"] is True
    assert office.do(path, "check-2", code=code).json()["error"]["code"] == "code_over"
    path, code = send("code-2")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    left = [office.done(path, f"wrong-{number}", code=wrong)["attempts_left"] for number in range(3)]
    assert left == [2, 1, 0]
    assert office.do(path, "check-3", code=code).status_code == 409


def test_mistakes_are_answered_in_json(office: Office) -> None:
    for answer, status in (
        (office.client.get("/nowhere"), 404),
        (office.client.delete("/plans"), 405),
        (office.client.post("/orders", content=b"{", headers={"idempotency-key": "m1"}), 400),
        (office.client.post("/orders", content=b"\xff", headers={"idempotency-key": "m2"}), 400),
        (office.client.get("/appointments/slots", params={"area": "atlantis"}), 400),
        (office.client.put("/faults", json={"failure": 7}), 400),
    ):
        assert answer.status_code == status
        error = answer.json()["error"]
        assert error["code"]
        assert error["message"]
