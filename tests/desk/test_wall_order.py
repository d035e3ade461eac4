"""The order of the wall: who needs a person most is on top, the same for everybody who looks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.model import Noticed, Score
from warmline.contacts.glances import NOBODY, Glance
from warmline.contacts.model import Contact, LiveContact, Owner
from warmline.desk.language import Language
from warmline.desk.wall_board import Card, View
from warmline.desk.wall_filter import Wanted
from warmline.desk.wall_order import A_SECOND, STEP, Order, Placed, Ranked
from warmline.desk.wall_top import TOP, in_words

NOW = 1_780_000_000 * 1_000_000
MINUTE = 60_000_000
OWNERS = (Owner("flow"), Owner("queue", "general"), Owner("staff", "ana"))


def card(number: int, owner: Owner, upset: int, waited: int = 0, revision: int = 1) -> Card:
    """A contact whose customer is so upset, and has waited for so many minutes."""
    contact = Contact(
        name=f"c-{number}",
        channel="chat",
        state="open",
        owner=owner,
        version=1,
        language="en",
        started=NOW - 60 * MINUTE,
        last=NOW - MINUTE,
        turns=1,
    )
    waiting_since = NOW - waited * MINUTE if owner.kind == "queue" else 0
    live = LiveContact(contact=contact, number=number, waiting_since=waiting_since)
    glance = Glance(live=live, known=NOBODY, queue="", tried=(), turns=(), heard=None, identifiers=())
    score = Score(value=float(upset), at=NOW - MINUTE, half_life=10 * MINUTE)
    return Card(glance=glance, noticed=Noticed(scores={"frustration": score}), revision=revision, words="")


def view_of(cards: list[Card], revision: int = 1) -> View:
    return View(revision, {one.name: one for one in cards})


@st.composite
def some_cards(draw: st.DrawFn) -> list[Card]:
    owners, upset, waited = st.sampled_from(OWNERS), st.integers(0, 100), st.integers(0, 30)
    return [
        card(number, draw(owners), draw(upset), draw(waited)) for number in range(draw(st.integers(0, 12)))
    ]


@given(some_cards())
def test_the_greater_the_need_the_higher(cards: list[Card]) -> None:
    placed = Order().of(view_of(cards), NOW)
    assert sorted(one.card.name for one in placed) == sorted(one.name for one in cards)
    needs = [one.need.score for one in placed]
    assert needs == sorted(needs, reverse=True)
    alike = [(a, b) for a, b in pairwise(placed) if a.need.score == b.need.score]
    for above, below in alike:
        assert _rank(above) <= _rank(below)


def _rank(placed: Placed) -> tuple[int, int, int]:
    live = placed.card.glance.live
    kind = ("queue", "staff", "flow").index(live.contact.owner.kind)
    return kind, live.waiting_since or NOW, -live.number


@given(some_cards(), st.permutations(range(12)))
def test_it_does_not_matter_in_which_order_they_came(cards: list[Card], order: list[int]) -> None:
    mixed = sorted(cards, key=lambda one: order[one.glance.live.number])
    assert Order().of(view_of(cards), NOW) == Order().of(view_of(mixed), NOW)


@given(some_cards())
def test_one_alone_is_placed_as_among_the_others(cards: list[Card]) -> None:
    order = Order()
    for one in order.of(view_of(cards), NOW):
        assert Order().place(view_of(cards), one.card, NOW) == one
        assert order.place(view_of(cards), one.card, NOW) == one


def test_one_alone_rises_and_falls_as_among_the_others() -> None:
    order, cards, trends = Order(), [card(1, OWNERS[0], 90)], set()
    for second in range(20 * STEP):
        alone = order.place(view_of(cards), cards[0], NOW + second * A_SECOND)
        assert [alone] == order.of(view_of(cards), NOW + second * A_SECOND)
        trends.add(alone.trend)
    assert "falling" in trends


def test_needs_stand_for_a_step_and_fade_after_it() -> None:
    order, cards = Order(), [card(1, OWNERS[0], 90)]
    seen = [order.of(view_of(cards), NOW + second * A_SECOND) for second in range(20 * STEP)]
    changed = [second for second, (a, b) in enumerate(pairwise(seen), 1) if a is not b]
    assert {b - a for a, b in pairwise(changed)} == {STEP}
    assert seen[-1][0].need.score < seen[0][0].need.score


def test_not_all_needs_change_at_once() -> None:
    order, cards = Order(), [card(number, OWNERS[0], 90) for number in range(STEP)]
    order.of(view_of(cards), NOW)
    faded = [order.of(view_of(cards), NOW + second * A_SECOND) for second in range(STEP)]
    assert max(len({*map(id, b)} - {*map(id, a)}) for a, b in pairwise(faded)) == 1


Change = tuple[int, int, int, int]
changes = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-1, 100), st.sampled_from(range(3)), st.integers(0, 40)),
    max_size=12,
)


@given(changes)
def test_whatever_changes_the_order_is_as_if_worked_out_anew(changes: list[Change]) -> None:
    order, cards, now = Order(), dict[int, Card](), NOW
    for revision, (number, upset, owner, seconds) in enumerate(changes, 1):
        now += seconds * A_SECOND
        if upset < 0:
            cards.pop(number, None)
        else:
            cards[number] = card(number, OWNERS[owner], upset, revision=revision)
        view = view_of([*cards.values()], revision)
        anew = Order().of(view, now)  # whether needs rise is remembered
        assert [one[:2] for one in order.of(view, now)] == [one[:2] for one in anew]


def test_what_has_changed_is_looked_at_at_once() -> None:
    order = Order()
    calm, upset = card(1, OWNERS[0], 10), card(1, OWNERS[0], 90, revision=2)
    assert order.of(view_of([calm]), NOW)[0].need.score < 20
    assert order.of(view_of([upset], revision=2), NOW)[0].need.score > 60


def test_the_top_is_shown_and_the_rest_is_counted() -> None:
    say = Language("en", "UTC", NOW)
    waiting = [card(number, OWNERS[1], 0, 5) for number in range(3)]
    placed = Order().of(view_of([*waiting, *(card(n, OWNERS[0], 0) for n in range(3, 1234))]), NOW)
    assert [one.card.glance.live.contact.owner.kind for one in placed[:4]] == ["queue"] * 3 + ["flow"]
    told = in_words(say, Wanted(), placed, TOP)
    assert told == (
        "1,234 contacts are going on, 3 wait for a person, the 60 that need somebody most are shown"
    )
    assert (
        in_words(say, Wanted(channel="chat"), Ranked(placed[:1]), 1) == "1 contact fits, 1 waits for a person"
    )
