"""What the documentation of the chat says works."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import msgspec

from tests.server import ROOT, SAMPLE
from warmline.business.load import load
from warmline.channels.chat.model import Begin, Hello, Now, Sign
from warmline.channels.chat.visitors import identifier_hash
from warmline.channels.declared import CHANNELS
from warmline.connectors.reading import CONNECTORS
from warmline.flows.reading.section import FLOWS

DOCS = ROOT / "docs"


def test_a_site_signs_as_the_guide_says() -> None:
    code = re.search(
        r"```python\n(.*?)```", (DOCS / "how-to" / "put-the-chat-on-your-site.md").read_text(), re.DOTALL
    )
    assert code is not None
    space: dict[str, object] = {}
    exec(code[1], space)
    sign = cast(Callable[[str, str, int], str], space["identifier_hash"])
    assert sign("u-7013550", "secret", 1795660000) == identifier_hash("u-7013550", "secret", 1795660000)


def test_the_bodies_of_the_reference_are_what_goes_over_the_wire() -> None:
    text = (DOCS / "reference" / "chat-api.md").read_text()
    begin, now = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert msgspec.json.decode(begin, type=Begin).visitor.id == "u-7013550"
    assert msgspec.json.decode('{"place": "moa-manila", "language": "th"}', type=Begin).place in text
    found = msgspec.json.decode(now, type=Now)
    assert found.turns[0].screen is not None and set(json.loads(now)) == {"contact", "turns", "token"}
    hello, sign = re.findall(r"send `(\{.*?\})`|Send `(\{.*?\})`", text)
    assert msgspec.json.decode(hello[0], type=Hello).after == 12
    assert msgspec.json.decode(sign[1], type=Sign).typing


def test_the_folder_of_the_reference_can_be_loaded(tmp_path: Path) -> None:
    text = (DOCS / "reference" / "business-folder.md").read_text()
    found = re.search(r"## channels.yaml\n.*?```yaml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    for name in ("business.yaml", "identifiers.yaml", "profile.yaml"):
        (tmp_path / name).write_text((SAMPLE / name).read_text())
    (tmp_path / "channels.yaml").write_text(found[1])
    shutil.copytree(SAMPLE / "connectors", tmp_path / "connectors")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "kiosk.yaml").write_text("flow: kiosk\ntitle: Kiosk\nsteps: {bye: {end: done}}\n")
    (tmp_path / "service.yaml").write_text(
        "start: kiosk\nqueues: {general: {title: Service}}\nhand_over: general\n"
    )
    channels = CHANNELS.of(load(tmp_path, [CONNECTORS, FLOWS, CHANNELS]))
    assert channels.kiosks["moa-manila"].flow == "kiosk"
    assert channels.try_as["maria"].user == "u-7013550"
