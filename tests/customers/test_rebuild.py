"""Whatever comes in, in whatever order: the state is what a rebuild derives from the log."""

import asyncio
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import DAY, NOW, World, event, world
from warmline.customers.erasure import erase
from warmline.customers.rebuild import clear, rebuild
from warmline.log import repository as log
from warmline.log.model import Decoded

IDS = [
    "account:1",
    "account:2",
    "account:3",
    "user:u1",
    "user:u2",
    "email:a@example.com",
    "email:unknown@example.com",
    "phone:+639170000001",
    "phone:0917 000 0002",
    "anonymous:x",
    "anonymous:y",
    "odd:z",
]

ids = st.lists(st.sampled_from(IDS), min_size=0, max_size=4, unique=True)
notes = st.builds(
    lambda known, claimed, days, thing, amount, text, type: (
        type,
        known,
        [c for c in claimed if c not in known],
        days,
        {
            "thing": thing,
            "amount": {"amount": amount, "currency": "PHP"},
            "weight": amount / 7,
            "text": text,
            "traits": {"first_name": text},
        },
    ),
    ids,
    ids,
    st.integers(0, 60),
    st.sampled_from(["p", "q", "r"]),
    st.integers(-5, 100),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(["note", "note", "thing.ended", "customer.identified"]),
)
split = st.tuples(st.just("split"), ids, ids)
joined = st.tuples(st.just("join"), st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True))
erased = st.tuples(st.just("erase"), st.sampled_from(IDS))


def carry_out(made: World, number: int, step: tuple) -> bool:
    """Do one thing to the world; whether it was an erasure."""
    if step[0] == "erase":
        type, value = step[1].split(":", 1)
        normal = made.projection.rules.normaliser.value(type, value) or ""
        customer = made.customer(type, normal)
        if customer is not None:
            made.storage.submit(
                lambda tx: erase(tx, made.projection, made.projection.repository.members(tx, customer), NOW)
            ).result()
        return customer is not None
    if step[0] == "split":
        taken = event(
            number,
            "customer.unlinked",
            split=step[1] or ["odd:z"],
            from_=[i for i in step[2] if i not in step[1]] or ["odd:q"],
        )
    elif step[0] == "join":
        taken = event(number, "customer.linked", identifiers=step[1])
    else:
        type, known, claimed, days, properties = step
        taken = event(number, type, known, claimed=claimed, occurred=NOW - days * DAY, **properties)
    receipt = made.take(taken)
    assert receipt.accepted == 1, (step, receipt)
    return False


def differences(made: World, *, replace: bool = False) -> list:
    return asyncio.run(rebuild(made.storage, made.projection, replace=replace))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(notes, notes, notes, split, joined), max_size=14))
def test_what_is_derived_step_by_step_is_what_a_rebuild_derives(steps: list) -> None:
    with TemporaryDirectory() as folder, world(Path(folder)) as made:
        for number, step in enumerate(steps):
            carry_out(made, number, step)
        assert differences(made) == []


def test_what_the_erased_kept_apart_comes_together_as_in_a_rebuild(tmp_path: Path) -> None:
    """A cap held account:1 away from account:3 until somebody was taken apart, and then erased."""
    with world(tmp_path) as made:
        steps: list[tuple] = [
            ("note", [], ["account:2", "account:3", "user:u1"], 0, {}),
            ("note", [], ["account:3", "account:1"], 0, {}),
            ("split", ["account:2"], ["account:3"]),
        ]
        for number, step in enumerate(steps):
            carry_out(made, number, step)
        assert made.customer("account", "1") != made.customer("account", "3")
        carry_out(made, 9, ("erase", "user:u1"))
        assert made.customer("account", "1") == made.customer("account", "3")
        assert differences(made) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(notes, notes, notes, split, joined, erased), max_size=14))
def test_an_erasure_leaves_what_a_rebuild_derives_from_what_is_left(steps: list) -> None:
    with TemporaryDirectory() as folder, world(Path(folder)) as made:
        for number, step in enumerate(steps):
            carry_out(made, number, step)
        assert differences(made) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(notes, max_size=10), st.randoms(use_true_random=False))
def test_profiles_do_not_depend_on_the_order_events_come_in(steps: list, random: Random) -> None:
    steps = [(t, ["account:1"], [], days, properties) for t, _, _, days, properties in steps]
    shuffled = list(enumerate(steps))
    random.shuffle(shuffled)
    values = []
    for order in (list(enumerate(steps)), shuffled):
        with TemporaryDirectory() as folder, world(Path(folder)) as made:
            # The place in the log breaks ties of time, so give every event a time of its own.
            for number, (type, known, claimed, days, properties) in order:
                made.take(
                    event(
                        number, type, known, claimed=claimed, occurred=NOW - days * DAY - number, **properties
                    )
                )
            values.append(
                {name: made.field("account", "1", name) for name in made.projection.rules.shape.fields}
                if steps
                else {}
            )
    assert values[0] == values[1]


def test_a_rebuild_goes_on_while_events_come_in(tmp_path: Path) -> None:
    async def both(made: World) -> list:
        made.take(*(event(n, ids=[f"account:{n % 50}"], text="early") for n in range(3_000)))
        running = asyncio.create_task(rebuild(made.storage, made.projection, replace=True))
        for n in range(3_000, 3_400):
            await made.storage.run(
                made.ingest.command("test", Decoded(events=[event(n, ids=[f"account:{n % 50}"])]))
            )
        return await running

    with world(tmp_path) as made:
        assert asyncio.run(both(made)) == []
        assert made.storage.read_now(log.head) == 3_400
        assert made.field("account", "7", "notes") == 3_400 // 50
        assert differences(made) == []


WHOLE = """
    SELECT (SELECT count(*) FROM customer),
        (SELECT count(*) FROM mention) + (SELECT count(*) FROM mention_recent), max(seq)
    FROM event"""


class Hurried:
    """A clock on which each slice of a rebuild is over as soon as it has begun."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def change(made: World, sql: str) -> None:
    """Do something to the tables that Warmline would not."""
    made.storage.submit(lambda tx: tx.run(sql)).result()


def tables(made: World) -> list[str]:
    """What rebuilds have left."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'rebuild%'"
    return [name for (name,) in made.storage.read_now(lambda reader: reader.all(sql))]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.one_of(notes, notes, split, joined), min_size=1, max_size=8),
    st.lists(st.one_of(notes, notes, split, joined), min_size=1, max_size=7),
    st.lists(st.integers(0, 14), max_size=3),
)
def test_what_comes_during_a_rebuild_is_in_what_it_puts_in_place(
    before: list, during: list, erasures: list
) -> None:
    """Between any two slices: while it derives, while it compares, in front of the switch."""
    for at in erasures:
        during.insert(at, ("erase", IDS[at % len(IDS)]))
    with TemporaryDirectory() as folder, world(Path(folder)) as made:
        made.take(*(event(f"old {n}", ids=[f"user:{n}"]) for n in range(350)))
        for number, step in enumerate(before):
            carry_out(made, number, step)
        waiting = list(enumerate(during, len(before)))

        def progress(done: int, of: int) -> None:
            assert 0 <= done <= of
            if waiting:
                carry_out(made, *waiting.pop(0))

        wrong = "UPDATE customer SET name = 'wrong' WHERE id = (SELECT customer FROM identifier WHERE value = '7')"
        change(made, wrong)
        work = rebuild(made.storage, made.projection, replace=True, progress=progress, monotonic=Hurried())
        found = asyncio.run(work)
        assert [(one.table, one.stored, one.derived) for one in found] == [("customer", 1, 1)]
        assert waiting == []
        assert tables(made) == []
        for number, step in enumerate(before, 100):
            carry_out(made, number, step)
        assert differences(made) == []


def test_nobody_is_missing_at_any_moment_of_a_rebuild(tmp_path: Path) -> None:
    """Readers and writers go on, and see either what was there or what is put in its place."""

    async def all_at_once(made: World) -> int:
        made.take(*(event(n, ids=[f"account:{n % 300}"], text="early") for n in range(3_000)))
        running = asyncio.create_task(rebuild(made.storage, made.projection, replace=True))
        number = 3_000
        while not running.done():
            taken = made.ingest.command(
                "test", Decoded(events=[event(number, ids=[f"account:{number % 300}"])])
            )
            await made.storage.run(taken)
            number += 1
            customers, mentions, head = (await made.storage.read(lambda reader: reader.all(WHOLE)))[0]
            assert (customers, mentions) == (300, head)
        assert await running == []
        return number

    with world(tmp_path) as made:
        assert asyncio.run(all_at_once(made)) > 3_003
        assert differences(made) == []


def test_a_slice_takes_so_much_and_no_more(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        made.take(*(event(n, ids=[f"account:{n % 40}"]) for n in range(1_000)))
        seen: list[int] = []
        work = rebuild(
            made.storage,
            made.projection,
            replace=True,
            progress=lambda done, of: seen.append(done),
            monotonic=Hurried(),
        )
        assert asyncio.run(work) == []
        derived = [done for done in seen if done <= 1_000]
        assert derived[:9] == list(range(100, 1_000, 100))
        assert len(seen) - len(derived) >= 1_000 // 200  # pages of the mentions alone
        assert seen[-1] == 2_000


def test_differences_are_counted_over_all_pages(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        made.take(*(event(n, ids=[f"account:{n}"]) for n in range(900)))
        for sql in (
            "UPDATE customer SET name = 'wrong' WHERE id % 2 = 0 AND id < 450 * 16",
            "DELETE FROM mention WHERE seq > 300",
            "DELETE FROM mention_recent WHERE seq > 300",
            "INSERT INTO name_word SELECT 'w' || id, id FROM customer",
            "DELETE FROM identifier WHERE node = 450 * 16",
        ):
            change(made, sql)
        found = {one.table: one for one in differences(made)}
        assert {name: (one.stored, one.derived) for name, one in found.items()} == {
            "customer": (449, 449),
            "mention": (0, 600),
            "name_word": (900, 0),
            "identifier": (0, 1),
        }
        assert [len(one.examples) for one in found.values()] == [1, 5, 10, 5]
        assert {one.examples[0][0] for one in found.values()} == {"-", "+"}
        differences(made, replace=True)
        assert differences(made) == []


def test_a_rebuild_that_was_cut_off_leaves_nothing_for_good(tmp_path: Path) -> None:
    async def cut_off(made: World) -> None:
        work = asyncio.create_task(rebuild(made.storage, made.projection, replace=True, monotonic=Hurried()))
        while not tables(made):
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    with world(tmp_path) as made:
        made.take(*(event(n, ids=[f"account:{n}"]) for n in range(2_000)))
        asyncio.run(cut_off(made))
        assert tables(made)
        asyncio.run(clear(made.storage))
        assert tables(made) == []
        asyncio.run(cut_off(made))
        assert differences(made, replace=True) == []
        assert tables(made) == []


def test_whoever_has_an_identifier_has_a_profile(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        made.take(event(1, ids=["email:a@example.com"], claimed=["phone:+639170000001"]))
        made.take(event(2, "nobody.listens", claimed=["phone:+639170000001"]))
        assert made.field("phone", "+639170000001", "notes") == 0
        assert differences(made) == []


def test_three_customers_become_one_while_a_profile_is_of_an_older_shape(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        for number, who in enumerate(("account:1", "user:u1", "email:a@example.com")):
            made.take(event(number, ids=[who]))
        change(made, "UPDATE customer SET shape = 'old' WHERE id = 32")
        made.take(event(9, ids=["account:1", "user:u1", "email:a@example.com"]))
        assert made.field("account", "1", "notes") == 4
        assert differences(made) == []


def test_a_rebuild_may_follow_another(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        made.take(event(1, ids=["account:1"]))
        assert differences(made, replace=True) == []
        assert differences(made, replace=True) == []
        assert differences(made) == []


def test_who_is_erased_during_a_rebuild_stays_erased(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        made.take(*(event(n, ids=[f"account:{n % 40}"]) for n in range(2_500)))
        steps = iter([None, lambda: carry_out(made, 0, ("erase", "account:7"))])

        def progress(done: int, of: int) -> None:
            if act := next(steps, None):
                act()

        asyncio.run(rebuild(made.storage, made.projection, replace=True, progress=progress))
        assert made.customer("account", "7") is None
        assert differences(made) == []
