"""Whatever happens in whichever order: a contact has exactly one owner, and only who was let in by them speaks."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contacts.world import ANA, BEN, CORA, MARIA, World
from warmline.contacts.errors import ContactError
from warmline.contacts.model import Invitation
from warmline.contacts.returning import Returning
from warmline.desk import story_actions, transfer_actions
from warmline.flows.inputs import Asked, Said
from warmline.web.principal import Principal

TEAM = (ANA, BEN, CORA)
PEOPLE = st.sampled_from(TEAM)
NOBODY = st.none()
LATEST = st.integers(0, 2)
"""Which of the latest invitations is answered."""
ALONE = (
    *("take_over", "give_back", "put_back", "say", "close", "leave", "aside", "whisper", "gone"),
    *("note", "case", "wrap_up"),
)
WITH_SOMEBODY = ("ask", "bring_in", "hand_on")
ANSWERS = ("accept", "decline", "withdraw")
OF_STAFF = st.sampled_from(ALONE)
OF_CUSTOMERS = st.sampled_from(["bill", "pay", "hello", "person", "let_go", "hang_up"])
ACTIONS = st.lists(
    st.one_of(
        st.tuples(OF_STAFF, PEOPLE, NOBODY),
        st.tuples(st.sampled_from(WITH_SOMEBODY), PEOPLE, PEOPLE),
        st.tuples(st.just("hand_on_to_queue"), PEOPLE, NOBODY),
        st.tuples(st.sampled_from(ANSWERS), PEOPLE, LATEST),
        st.tuples(OF_CUSTOMERS, NOBODY, NOBODY),
    ),
    max_size=30,
)
Action = tuple[str, Principal | None, Principal | int | None]


@dataclass
class Wanted:
    """What is asked of somebody ("" for whoever serves a queue), as it must be."""

    number: int
    kind: str
    by: str
    whom: str
    state: str = "open"
    by_whom: str = ""


@dataclass
class Model:
    """Who must have the contact, who takes part, what is asked."""

    owner: str = "flow"
    ended: bool = False
    takes_part: dict[str, bool] = field(default_factory=dict)
    """Whether each of those who take part may speak."""
    asked: list[Wanted] = field(default_factory=list)
    handed_on: int = 0
    to_wrap_up: str = ""
    """Who has to say what it was about, after the customer has gone."""

    @property
    def is_staffed(self) -> bool:
        return self.owner.startswith("staff:")

    def wanted(self, which: object) -> Wanted | None:
        assert isinstance(which, int)
        return self.asked[-1 - which] if which < len(self.asked) else None

    def may(self, action: str, by: Principal | None, more: Principal | int | None) -> bool:
        """Whether it must succeed, where nothing is under way."""
        if action == "note":
            return True
        if action == "wrap_up":
            return by is not None and self.to_wrap_up == by.id
        if self.ended or by is None:
            return not self.ended
        mine = self.owner == f"staff:{by.id}"
        match action:
            case "take_over":
                return mine or not self.is_staffed
            case "say":
                return self.is_staffed and self.takes_part.get(by.id, False)
            case "aside" | "gone" | "case":
                return True
            case "whisper":
                return not self.is_staffed
            case "leave":
                return by.id in self.takes_part and not mine
            case "ask" | "bring_in" | "hand_on":
                return mine and more != by
            case "accept" | "decline" | "withdraw":
                one = self.wanted(more)
                if one is None:
                    return False
                if action == "withdraw":
                    return one.by == by.id and one.state == "open"
                if action == "accept" and one.state == "accepted":
                    return one.by_whom == by.id and one.by != by.id
                for_me = one.by != by.id and one.whom in (by.id, "")
                return for_me and one.state == "open" and (action == "accept" or one.whom != "")
        return mine

    def does(self, action: str, by: Principal | None, more: Principal | int | None) -> None:
        if by is None:
            if action == "person" and self.owner == "flow":
                self._passes("queue:general")
            elif action == "hang_up":
                self.to_wrap_up = self.owner.removeprefix("staff:") if self.is_staffed else ""
                self._end()
            return
        match action:
            case "take_over" if not self.is_staffed:
                self._passes(f"staff:{by.id}")
                self.takes_part = {by.id: True}
            case "give_back":
                self._passes("flow")
            case "put_back":
                self.handed_on += 1
                self._passes("queue:general")
            case "close":
                self._end()
            case "wrap_up":
                self.to_wrap_up = ""
            case "leave":
                del self.takes_part[by.id]
            case "withdraw" | "decline":
                one = self.wanted(more)
                assert one is not None
                one.state = "over" if action == "withdraw" else "declined"
            case "accept":
                one = self.wanted(more)
                assert one is not None
                if one.state == "open":
                    one.state, one.by_whom = "accepted", by.id
                    self._accepted(one, by)
            case "aside":
                for one in self.asked:
                    if (one.kind, one.whom, one.state) == ("ask", by.id, "open"):
                        one.state, one.by_whom = "accepted", by.id
                        self._accepted(one, by)
            case "gone" if self.owner == f"staff:{by.id}":
                self._lost(by)

    def _accepted(self, one: Wanted, by: Principal) -> None:
        if one.kind == "ask":
            self.takes_part.setdefault(by.id, False)
            return
        if one.kind == "hand_on":
            self.handed_on += 1
            beside = self.takes_part
            self._passes(f"staff:{by.id}")
            self.takes_part = beside
        self.takes_part[by.id] = True

    def _lost(self, by: Principal) -> None:
        self.handed_on += 1
        heirs = [who for who, speaks in self.takes_part.items() if speaks and who != by.id]
        beside = {who: speaks for who, speaks in self.takes_part.items() if who != by.id}
        if not heirs:
            self._passes("queue:general")
            return
        # Whoever of them it is: the test looks which.
        self._passes(f"one of {sorted(heirs)}")
        self.takes_part = beside

    def _passes(self, owner: str) -> None:
        self.owner, self.takes_part = owner, {}
        self._ask_no_more()

    def _end(self) -> None:
        self.ended, self.takes_part = True, {}
        self._ask_no_more()

    def _ask_no_more(self) -> None:
        for one in self.asked:
            one.state = "over" if one.state == "open" else one.state


def test_every_form_of_a_contact_is_among_the_actions() -> None:
    forms = {one.replace("-", "_") for one in (*story_actions.ACTS, *transfer_actions.ACTS)}
    assert forms - {"take", "answer"} <= {*ALONE, *WITH_SOMEBODY}  # which are take_over, and ANSWERS


@settings(max_examples=60)
@given(ACTIONS)
def test_there_is_one_owner_and_nobody_else_speaks(actions: list[Action]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_check(Path(folder), actions))


async def _check(folder: Path, actions: list[Action]) -> None:
    at = World(folder)
    await at.talking.keeping.take_up()
    model = Model()
    try:
        name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
        for number, (action, by, more) in enumerate(actions):
            before = await at.talks.turns(name)
            was_staffed, spoke = model.is_staffed, dict(model.takes_part)
            expected = model.may(action, by, more)
            try:
                await _act(at, name, action, by, more, model, f"k{number}")
                done = True
            except ContactError:
                done = False
            assert done == expected, (action, by, more, model)
            if done:
                model.does(action, by, more)
            await at.settled()
            story = await at.takeover.open(ANA, name)
            contact = story.live.contact
            if model.owner.startswith("one of "):
                assert contact.owner.name in model.owner
                model.owner = str(contact.owner)
            assert (str(contact.owner), contact.state == "ended") == (model.owner, model.ended)
            assert contact.handed_on == model.handed_on
            takes_part = {one.who: one.may_speak for one in story.participants if not one.left}
            assert takes_part == model.takes_part
            assert story.to_wrap_up_by == model.to_wrap_up
            assert [one.state for one in story.asked] == [one.state for one in model.asked]
            said = (await at.talks.turns(name))[len(before) :]
            if was_staffed and action != "give_back":
                assert all(turn.by != "flow" for turn in said)
            for turn in said:
                assert turn.by != "agent" or (by is not None and spoke.get(by.id))
            assert all("between us" not in turn.text for turn in said)
        owners = [one.event.properties["owner"] for one in at.events("contact.handed_over")]
        assert all(one != after for one, after in pairwise(owners))
    finally:
        await at.talking.errands.stop()
        at.storage.close()


async def _act(
    at: World,
    name: str,
    action: str,
    by: Principal | None,
    more: Principal | int | None,
    model: Model,
    key: str,
) -> None:
    at.seconds += 1
    if by is None:
        if action == "person":
            await at.talks.take(name, Asked(what="person"), key)
        elif action == "hang_up":
            await at.talks.take(name, Said(text="bye"), key)
            await at.talks.leave(name)
        else:
            await at.talks.take(name, Said(text=action), key)
        return
    match action:
        case "say":
            await at.takeover.say(by, name, "hello", key)
        case "close":
            await at.takeover.close(by, name, "bill")
        case "leave":
            await at.transfers.leave(by, name)
        case "aside":
            await at.transfers.aside(by, name, "between us", key)
        case "note":
            await at.talking.notes.write(by, name, "between us", key)
        case "case":
            await at.casework.open_case(by, name, "bill", "between us")
        case "wrap_up":
            await at.talking.wrap_ups.wrap_up(by, name, "bill", solved=True)
        case "whisper":
            await at.whispering.whisper(by, name, "hello", key)
        case "gone":
            at.staff.gone = {by.id: 100.0}
            await Returning(at.storage, at.talking.runner, at.staff, 60.0).look()
            at.staff.gone = {}
            if model.ended:
                await at.takeover.take_over(by, name)  # what has ended cannot be lost
        case "accept" | "decline" | "withdraw":
            one = model.wanted(more)
            number = one.number if one is not None else 0
            await getattr(at.transfers, action)(by, name, number)
        case "ask" | "bring_in" | "hand_on" | "hand_on_to_queue":
            await _invite(at, name, action, by, more, model)
        case _:
            await getattr(at.takeover, action)(by, name)


async def _invite(
    at: World, name: str, action: str, by: Principal, more: Principal | int | None, model: Model
) -> None:
    whom = more.id if isinstance(more, Principal) else ""
    kind = "hand_on" if action == "hand_on_to_queue" else action
    words = f"between us {len(model.asked)}"

    async def asked() -> Invitation:
        if kind == "hand_on":
            queue = "" if whom else "billing"
            return await at.transfers.hand_on(by, name, words, whom=whom, queue=queue)
        if kind == "ask":
            return await at.transfers.ask(by, name, whom, words)
        return await at.transfers.bring_in(by, name, whom, words)

    made = await asked()
    assert await asked() == made  # a form that was sent twice
    for one in model.asked:
        if (one.kind, one.whom, one.state) == (kind, whom, "open"):
            one.state = "over"
    model.asked.append(Wanted(made.number, kind, by.id, whom))
