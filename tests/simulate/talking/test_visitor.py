"""What simulated customers do about what they read: always something possible, always the same, never for ever."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from warmline.channels.chat.model import ContactView, Now, TurnView
from warmline.channels.rendering.screen import Choice, Screen
from warmline.flows.prompts import Field
from warmline.simulate.people import customer
from warmline.simulate.talking.goals import BY_REASON, GOALS, QUESTIONS, SETTLED
from warmline.simulate.talking.moods import MOODS
from warmline.simulate.talking.slips import swapped, with_slips
from warmline.simulate.talking.visitor import Act, Visitor

TODAY = 1_780_000_000.0
NAMES = sorted({name for goal in GOALS.values() for name in (*goal.path, *goal.within)} | {*SETTLED, "again"})
KINDS = ["digits", "account", "amount", "date", "phone", "postcode", "text", "code", "email", "name"]

choices = st.builds(
    Choice,
    name=st.sampled_from(NAMES),
    label=st.sampled_from(["Your bill", "ชำระเงิน", "另一件事"]),
    kind=st.sampled_from(["option", "option", "accept", "person", "back"]),
)
screens = st.builds(
    Screen,
    language=st.sampled_from(sorted(QUESTIONS)),
    texts=st.tuples(st.sampled_from(["How can I help?", "Shall I?", "Which account?"])),
    options=st.lists(choices, max_size=6, unique_by=lambda one: one.name).map(tuple),
    field=st.none() | st.builds(Field, kind=st.sampled_from(KINDS), secret=st.booleans()),
)
visits = st.tuples(st.sampled_from(sorted(GOALS)), st.integers(0, 3), st.integers(0, 10_000))


def visitor(visit: tuple[str, int, int]) -> Visitor:
    goal, mood, seed = visit
    return Visitor(customer(1, seed % 50), GOALS[goal], MOODS[mood], Random(seed))


def now(owner: str = "flow", state: str = "open") -> Now:
    view = ContactView(name="c-1", state=state, owner=owner, language="en", turns=1)
    return Now(contact=view, turns=[])


def shown(screen: Screen, number: int = 1) -> list[TurnView]:
    return [TurnView(number=number, at=0, by="flow", screen=screen)]


def acts(visit: tuple[str, int, int], read: list[Screen]) -> list[Act]:
    mind = visitor(visit)
    return [mind.act(now(), shown(screen), TODAY) for screen in read]


@given(visits, st.lists(screens, max_size=12))
def test_what_they_do_can_be_done_and_is_the_same_again(
    visit: tuple[str, int, int], read: list[Screen]
) -> None:
    done = acts(visit, read)
    assert done == acts(visit, read)
    for act, screen in zip(done, read, strict=True):
        if act.kind == "input" and act.input["kind"] == "chose":
            assert act.input["option"] in {one.name for one in screen.options}
        if act.kind == "input" and act.input["kind"] == "said":
            assert act.input["text"].strip()
        if act.kind == "wait":  # only where nothing is asked
            assert screen.field is None
            assert not [one for one in screen.options if one.kind in ("option", "accept")]


@given(visits, screens)
def test_nobody_reads_the_same_for_ever(visit: tuple[str, int, int], screen: Screen) -> None:
    mind = visitor(visit)
    for _ in range(60):
        act = mind.act(now(), shown(screen), TODAY)
        if act.kind in ("leave", "wait", "code"):
            return
    raise AssertionError("sixty times the same question, and still no end")


def test_they_know_who_they_are() -> None:
    mind = visitor(("bill", 0, 3))
    for kind, answer in (
        ("date", mind.who.birth_date),
        ("postcode", mind.who.postcode),
        ("email", mind.who.email),
        ("phone", mind.who.phone),
    ):
        screen = Screen(language="en", texts=(kind,), field=Field(kind=kind))  # type: ignore[arg-type]
        assert mind.act(now(), shown(screen), TODAY).input["text"] == answer


def test_what_came_of_it_is_told_apart() -> None:
    for_bill = Screen(
        language="en", options=(Choice(name="bill", label="Bill"), Choice(name="plan", label="Plan"))
    )
    all_well = Screen(
        language="en", options=(Choice(name="again", label="Yes"), Choice(name="enough", label="No"))
    )
    reached = visitor(("bill", 0, 1))
    reached.act(now(), shown(for_bill), TODAY)
    reached.act(now(), shown(all_well), TODAY)
    assert reached.ending == "reached"
    endings = []
    gone = visitor(("bill", 0, 1))
    for here, read in ((now(), shown(all_well)), (now("queue"), [])):
        gone.act(here, read, TODAY)
        endings.append(gone.ending)
    assert endings == ["abandoned", "handed_over"]


def test_a_person_is_answered_a_few_times_and_then_left() -> None:
    mind = visitor(("bill", 0, 4))
    said = [TurnView(number=1, at=0, by="agent", text="I am here.")]
    kinds = [mind.act(now("staff"), said, TODAY).kind for _ in range(6)]
    assert kinds[:3] == ["input"] * 3
    assert kinds[-1] == "leave"
    assert mind.act(now("queue"), [], TODAY).kind == "wait"
    assert mind.act(now(state="ended"), [], TODAY).kind == "leave"


@given(st.text(max_size=40), st.integers())
def test_slips_leave_numbers_and_short_words_alone(text: str, seed: int) -> None:
    assert with_slips(Random(seed), "call 7013550 now", 1.0).split()[1] == "7013550"
    slipped = with_slips(Random(seed), text, 1.0)
    assert slipped == with_slips(Random(seed), text, 1.0)
    assert slipped.count(" ") == text.count(" ")
    assert with_slips(Random(seed), text, 0.0) == text


@given(st.integers(10_000, 99_999_999), st.integers())
def test_a_mistyped_number_has_the_same_digits(number: int, seed: int) -> None:
    digits = str(number)
    wrong = swapped(Random(seed), digits)
    assert sorted(wrong) == sorted(digits)
    assert wrong != digits or len(set(digits)) == 1


def test_every_reason_and_language_has_words() -> None:
    from warmline.simulate.phrases import REASONS, WANTS

    assert set(BY_REASON) == set(REASONS)
    assert set(BY_REASON.values()) <= set(GOALS)
    assert all(goal.about in WANTS for goal in GOALS.values() if goal.about)
    assert set(QUESTIONS) == set(WANTS["bill"])
