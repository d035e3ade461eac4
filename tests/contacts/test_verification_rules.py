"""The rules of verification by themselves: codes, tries, lock-outs, and what is shown of an address."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from warmline.contacts.verification_rules import (
    MANY,
    MOST_TRIES,
    Sent,
    code_of,
    for_many,
    hidden,
    judged,
    locked_until,
)
from warmline.flows.service import LockOut

KEY = b"k" * 32
SALTS = st.binary(min_size=16, max_size=16)
TIMES = st.integers(0, 1_000)


@given(salt=SALTS, other=SALTS)
def test_a_code_has_six_digits_and_follows_from_key_and_salt(salt: bytes, other: bytes) -> None:
    code = code_of(KEY, salt)
    assert len(code) == 6 and code.isdecimal()
    assert code == code_of(KEY, salt)
    assert (
        other == salt
        or (code, code_of(KEY, other)) != (code_of(KEY, other), code)
        or code == code_of(KEY, other)
    )


def test_codes_are_spread_over_all_digits() -> None:
    codes = [code_of(KEY, number.to_bytes(16, "big")) for number in range(5_000)]
    for place in range(6):
        counts = Counter(code[place] for code in codes)
        assert len(counts) == 10 and min(counts.values()) > 380
    assert len(set(codes)) > 4_950
    assert codes != [code_of(b"x" * 32, number.to_bytes(16, "big")) for number in range(5_000)]


@given(
    salt=SALTS,
    expires=TIMES,
    tries=st.integers(0, 5),
    customer=st.sampled_from([1, 2, None]),
    now=TIMES,
    entered=st.lists(st.text("0123456789", min_size=6, max_size=6), max_size=3),
    with_code=st.booleans(),
)
def test_a_code_is_right_in_time_for_its_customer_and_at_most_three_times_tried(
    salt: bytes, expires: int, tries: int, customer: int | None, now: int, entered: list[str], with_code: bool
) -> None:
    sent = Sent("id", 1, salt, "en", expires, tries)
    code = code_of(KEY, salt)
    said = [*entered, code] if with_code else entered
    verdict = judged(sent, KEY, customer, said, now)
    if customer != 1 or now >= expires or tries >= MOST_TRIES:
        assert verdict == "expired"
    else:
        assert verdict == ("right" if code in said else "wrong")
    assert judged(None, KEY, customer, said, now) == "expired"


RULES = st.builds(LockOut, st.integers(1, 6), st.integers(1, 300), st.integers(1, 300))


@given(failures=st.lists(TIMES, max_size=20), rule=RULES, now=TIMES)
def test_too_many_failures_within_the_time_lock_out_and_old_ones_do_not_count(
    failures: list[int], rule: LockOut, now: int
) -> None:
    until = locked_until(failures, rule, now)
    recent = sum(now - rule.within < at <= now for at in failures)
    assert until == (now + rule.lasts if recent >= rule.failures else 0)
    assert locked_until([*failures, now], rule, now) >= until, "one more failure never unlocks"
    assert not locked_until(failures, for_many(rule), now) or recent >= MANY * rule.failures


@given(st.text(min_size=6))
def test_an_address_is_not_told_to_who_does_not_know_it(value: str) -> None:
    name, at, host = value.partition("@")
    shown = hidden(value)
    if at:
        assert shown == f"{name[:1]}•••@{host}"
    else:
        assert shown == f"•••{value[-2:]}"
