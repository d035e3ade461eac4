"""Files in the chat: kept, given back to their contact alone, there as soon as their turn is."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from websockets.asyncio.client import connect

from tests.channels.serving import Served, make
from tests.channels.talk import PNG, Talk
from warmline.channels.chat.errors import FilesNotTaken
from warmline.channels.chat.files import Kept
from warmline.channels.chat.model import Begin
from warmline.channels.declared import CHANNELS


def test_a_file_is_kept_and_given_back_to_its_contact_alone(client: httpx.Client) -> None:
    talk = Talk(client)
    answer = talk.attach(PNG, "../../etc/phöto.png")
    assert answer.status_code == 201, answer.text
    (turn,) = [turn for turn in answer.json()["turns"] if "file" in turn]
    assert turn["file"] == {
        "file": turn["file"]["file"],
        "title": "phöto.png",
        "type": "image/png",
        "bytes": len(PNG),
    }
    again = talk.attach(PNG, "../../etc/phöto.png").json()
    assert [one for one in again["turns"] if "file" in one] == [turn]
    path = f"{talk.path}/files/{turn['file']['file']}"
    got = client.get(path, headers=talk.bearer)
    assert got.content == PNG and got.headers["content-type"] == "image/png"
    assert (
        got.headers["content-disposition"].startswith("attachment")
        and "sandbox" in got.headers["content-security-policy"]
    )
    assert client.get(path).status_code == 401
    assert client.get(path, headers=Talk(client).bearer).status_code == 404
    assert talk.turns().json()["turns"][1]["file"]["title"] == "phöto.png"


def test_where_no_files_are_taken_the_server_refuses_them(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = Talk(client, place="moa-manila")
    assert kiosk.attach(PNG).status_code == 403 and Talk(client).attach(PNG).status_code == 201

    async def talk() -> None:
        _, chat, talks = make(tmp_path)
        begun = await chat.begin(Begin(website="isla"), "", "")
        contact = await talks.contact(begun.contact.name)
        business, channels = chat.business, chat.channels
        website = replace(channels.websites["isla"], files=False)
        changed = replace(channels, websites={"isla": website})
        sections = {**business.sections, CHANNELS.name: changed}
        monkeypatch.setattr(chat, "_business", lambda: replace(business, sections=sections))
        with pytest.raises(FilesNotTaken):
            await chat.attach(contact, "a.png", PNG, "a", 0)
        assert (await talks.contact(contact.name)).turns == 1

    asyncio.run(talk())


def test_a_file_is_there_as_soon_as_its_turn_is(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    place = server.chat.files.place

    def placed_slowly(contact: str, kept: Kept, turn: int) -> None:
        time.sleep(0.3)
        place(contact, kept, turn)

    monkeypatch.setattr(server.chat.files, "place", placed_slowly)

    async def page() -> None:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            first = (await client.post("/chat/contacts", json={"website": "isla"})).json()
            name, token = first["contact"]["name"], first["token"]
            async with connect(f"{server.url.replace('http', 'ws', 1)}/chat/live") as socket:
                await socket.send(json.dumps({"contact": name, "token": token, "after": 1}))
                await socket.recv()
                sent = client.post(
                    f"/chat/contacts/{name}/files",
                    params={"key": "f1", "name": "photo.png"},
                    content=PNG,
                    headers={"Authorization": f"Bearer {token}"},
                )
                answer = asyncio.create_task(sent)
                turns: list[dict[str, Any]] = []
                while not turns:
                    turns = json.loads(await socket.recv()).get("turns", [])
                assert turns[0]["file"]["title"] == "photo.png"
                assert (await answer).status_code == 201

    asyncio.run(page())


@pytest.mark.parametrize("chosen", ["", "block"])
def test_a_file_stands_at_its_turn_though_its_name_is_not_shown(client: httpx.Client, chosen: str) -> None:
    talk = Talk(client)
    if chosen:  # a code is asked for, so that whatever comes is hidden
        talk.send("chose", option=chosen)
    title = "scan 4111 1111 1111 1111.png"
    answer = talk.attach(PNG, title).json()
    (turn,) = [turn for turn in answer["turns"] if "file" in turn]
    assert turn["by"] == "customer" and title not in turn["text"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<!doctype html><script>alert(1)</script>\x01", 415),
        (b"MZ\x90\x00\x03", 415),
        (b"", 415),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024), 413),
    ],
)
def test_files_that_are_too_large_or_of_another_kind_are_refused(
    client: httpx.Client, content: bytes, status: int
) -> None:
    talk = Talk(client)
    answer = talk.attach(content)
    assert answer.status_code == status, answer.text
    assert talk.turns().json()["contact"]["turns"] == 1


def test_a_page_of_html_is_only_ever_text(client: httpx.Client) -> None:
    talk = Talk(client)
    turn = talk.attach(b"<script>alert(1)</script>", "page.html").json()["turns"][1]
    got = client.get(f"{talk.path}/files/{turn['file']['file']}", headers=talk.bearer)
    assert got.headers["content-type"].startswith("text/plain")
    assert got.headers["x-content-type-options"] == "nosniff"


def test_files_of_one_contact_are_counted_and_can_be_erased(server: Served, client: httpx.Client) -> None:
    talk = Talk(client)
    answers = [talk.attach(PNG, key=f"f{number}").status_code for number in range(21)]
    assert answers == [201] * 20 + [409]
    server.chat.files.erase(talk.name)
    assert server.chat.files.of(talk.name) == []
