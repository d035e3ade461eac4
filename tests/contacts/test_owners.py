"""Whatever happens in whichever order: a contact has exactly one owner, and only the owner speaks."""

import asyncio
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contacts.world import ANA, BEN, MARIA, World
from warmline.contacts.errors import ContactError
from warmline.flows.inputs import Asked, Said
from warmline.web.principal import Principal

PEOPLE = st.sampled_from([ANA, BEN])
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["take_over", "give_back", "put_back", "say", "close"]), PEOPLE),
        st.tuples(st.sampled_from(["bill", "pay", "hello", "person", "let_go", "leave"]), st.none()),
    ),
    max_size=25,
)


class Model:
    """What the owner must be."""

    def __init__(self) -> None:
        self.owner = "flow"
        self.ended = False

    def may(self, action: str, by: Principal | None) -> bool:
        """Whether it must succeed, where nothing is under way."""
        if self.ended:
            return False
        mine = by is not None and self.owner == f"staff:{by.id}"
        if action == "take_over":
            return mine or not self.owner.startswith("staff:")
        return mine if by is not None else True

    def does(self, action: str, by: Principal | None) -> None:
        if action == "take_over" and by is not None:
            self.owner = f"staff:{by.id}"
        elif action == "give_back":
            self.owner = "flow"
        elif action == "put_back" or (action == "person" and self.owner == "flow"):
            self.owner = "queue:general"
        elif action in ("close", "leave"):
            self.ended = True


@settings(max_examples=60)
@given(ACTIONS)
def test_there_is_one_owner_and_nobody_else_speaks(actions: list[tuple[str, Principal | None]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_check(Path(folder), actions))


async def _check(folder: Path, actions: list[tuple[str, Principal | None]]) -> None:
    at = World(folder)
    await at.talking.keeping.take_up()
    model = Model()
    try:
        name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
        for number, (action, by) in enumerate(actions):
            before = await at.talks.turns(name)
            owner_before = model.owner
            try:
                await _act(at, name, action, by, f"k{number}")
                done = True
            except ContactError:
                done = False
            assert done == model.may(action, by), (action, model.owner)
            if done:
                model.does(action, by)
            await at.settled()
            contact = await at.talks.contact(name)
            assert (str(contact.owner), contact.state == "ended") == (model.owner, model.ended)
            said = {turn.by for turn in (await at.talks.turns(name))[len(before) :]}
            if owner_before.startswith("staff:") and action != "give_back":
                assert "flow" not in said
            if not owner_before.startswith("staff:"):
                assert "agent" not in said
        owners = [one.event.properties["owner"] for one in at.events("contact.handed_over")]
        assert all(one != after for one, after in pairwise(owners))
    finally:
        await at.talking.errands.stop()
        at.storage.close()


async def _act(at: World, name: str, action: str, by: Principal | None, key: str) -> None:
    at.seconds += 1
    if by is None:
        if action == "person":
            await at.talks.take(name, Asked(what="person"), key)
        elif action == "leave":
            await at.talks.take(name, Said(text="bye"), key)
            await at.talks.leave(name)
        else:
            await at.talks.take(name, Said(text=action), key)
    elif action == "say":
        await at.takeover.say(by, name, "hello", key)
    elif action == "close":
        await at.takeover.close(by, name, "bill")
    else:
        await getattr(at.takeover, action)(by, name)
