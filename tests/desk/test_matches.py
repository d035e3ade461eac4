"""Deciding on probable duplicates at the desk."""

import re
from collections.abc import Callable

from tests.desk.conftest import Visitor
from tests.desk.reading import english_in_its_own_words
from tests.server import Server

Visit = Callable[[str], Visitor]
FAMILY = ["Abad", "Bautista", "Cruz", "Dizon", "Evora", "Flores", "Garcia"]


def _introduce(desk: Server, user: str, number: int, first: str) -> None:
    traits = {
        "name": f"{first} {FAMILY[number % 7]}",
        "birth_date": f"19{40 + number}-0{number % 9 + 1}-1{number % 7}",
        "address": {"postcode": str(1000 + number % 5)},
    }
    with desk.client() as client:
        body = {"userId": user, "messageId": user, "traits": traits}
        assert client.post("/v1/identify", json=body).status_code == 200


def test_one_is_accepted_and_one_declined_and_neither_comes_back(desk: Server, visit: Visit) -> None:
    names = ["Amihan", "Benilda", "Crispin", "Dolores"]
    for number in range(40):
        _introduce(desk, f"p{number}", number, names[number % 4])
    _introduce(desk, "p8-again", 8, "Amihna")
    _introduce(desk, "p9-again", 9, "Beinlda")
    desk.warmline("customers", "match")
    lead = visit("lead")
    page = lead.get("/matches").text
    assert "birth date" in page, "reasons are told in words"
    lead.client.cookies.set("warmline_language", "th")
    assert english_in_its_own_words(lead.get("/matches").text, {"warmline"}) == []
    lead.client.cookies.delete("warmline_language")
    pairs = re.findall(r'name="a" value="(\d+)"><input type="hidden" name="b" value="(\d+)"', page)
    assert len(pairs) == 2
    for (a, b), decision in zip(pairs, ("accept", "decline"), strict=True):
        answer = lead.post("/matches", {"a": a, "b": b, "decision": decision})
        assert answer.headers["location"].endswith(
            f"done={decision}" + ("ed" if decision == "accept" else "d")
        )
    again = lead.post("/matches", {"a": pairs[1][0], "b": pairs[1][1], "decision": "accept"})
    assert again.headers["location"].endswith("done=gone")
    desk.warmline("customers", "match")
    assert 'name="decision"' not in lead.get("/matches").text
