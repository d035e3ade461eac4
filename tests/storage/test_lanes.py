"""The lanes of the writer, as a law: nothing is lost, each lane keeps its order, nobody starves."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.storage.lanes import URGENT_IN_A_ROW, Lanes
from warmline.storage.work import Work


@given(st.lists(st.sampled_from(["urgent", "ordinary", "take"]), max_size=80))
def test_each_lane_keeps_its_order_and_no_lane_waits_for_ever(steps: list[str]) -> None:
    lanes = Lanes()
    waiting: dict[bool, list[Work[None]]] = {True: [], False: []}
    in_a_row = 0

    def take() -> None:
        nonlocal in_a_row
        work = lanes.take_now()
        assert work is not None
        assert work is waiting[work.urgent].pop(0)
        if work.urgent:
            in_a_row += 1
            assert in_a_row <= URGENT_IN_A_ROW or not waiting[False]
        else:
            assert not waiting[True] or in_a_row >= URGENT_IN_A_ROW
            in_a_row = 0

    for step in steps:
        if step != "take":
            work: Work[None] = Work(lambda tx: None, urgent=step == "urgent")
            waiting[work.urgent].append(work)
            lanes.put(work)
        elif len(lanes):
            take()
        assert len(lanes) == len(waiting[True]) + len(waiting[False])
        assert lanes.is_any_urgent == bool(waiting[True])
    while len(lanes):
        take()


@given(st.lists(st.booleans(), max_size=40), st.lists(st.booleans(), max_size=40))
def test_who_takes_is_told_to_stop_after_all_that_came_before(before: list[bool], after: list[bool]) -> None:
    lanes = Lanes()
    early: list[Work[None]] = [Work(lambda tx: None, urgent) for urgent in before]
    for work in early:
        lanes.put(work)
    lanes.stop()
    for urgent in after:
        lanes.put(Work(lambda tx: None, urgent))
    taken: list[Work[None]] = []
    while (work_or_stop := lanes.take_now()) is not None:
        taken.append(work_or_stop)
    assert {id(work) for work in early} <= {id(work) for work in taken}
    assert len(lanes) == after.count(False)
