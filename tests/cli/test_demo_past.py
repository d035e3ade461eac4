"""The past of a demo teaches who knows what, as the contacts of a business do."""

from datetime import UTC, datetime
from pathlib import Path

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.cli import demo_past
from warmline.cli.demo_folder import Demo
from warmline.routing.model import Expert
from warmline.simulate.staff import TEAM


def test_its_team_knows_what_it_is_stated_to_and_what_it_has_solved(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, business=SAMPLE, cache_mb=8)
    demo = Demo(customers=150, days=30, end=datetime.now(UTC))
    passwords = demo_past.prepare(settings, demo)
    assert list(passwords) == ["administrator@demo", "lead@demo", "analyst@demo", "agent@demo"]
    assert list(demo_past.prepare(settings, demo)) == list(passwords), "begun again, it goes on"

    runtime = Runtime(settings)
    try:

        def experts(what: str) -> list[Expert]:
            return runtime.storage.read_now(lambda reader: runtime.routing.experts.experts_for(reader, what))

        everybody = {one.agent.name: one.agent for one in experts("")}
        assert {one.name for one in TEAM} < set(everybody)
        assert all(one.state == "away" for one in everybody.values()), "nobody sits at a desk yet"
        for one in TEAM:
            assert (everybody[one.name].skills, everybody[one.name].languages) == (one.skills, one.languages)
        billing = {one.agent.name: one for one in experts("bill")}
        assert billing["Ben Lim"].stated == ("billing",)
        assert sum(one.solved for one in billing.values()) > 0
        outage = [one for one in experts("outage") if one.solved]
        assert all("network" in one.agent.skills for one in outage[:1]), "who knows most is in front"
        assert "Gus Ramos" not in billing or not billing["Gus Ramos"].stated
    finally:
        runtime.storage.close()
