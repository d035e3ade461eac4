"""Situations that are remembered under one name and asked for under nearly the same are told; others are welcome."""

import pytest

from .shop import found

REMEMBERS = """
- {policy: remembers, why: Bills, on: invoice.issued, do: [{remember: bill_shock}]}
- {policy: answers, why: Bills, on: {asked: bill_shock}, do: [{advise: {action: x, say: y}}]}
"""


def told(policies: str = "", **files: str) -> list[str]:
    """Place, words and remedy of each warning."""
    paths = {"policies/p.yaml": REMEMBERS + policies} | {
        name.replace("__", "."): text for name, text in files.items()
    }
    return [f"{one.level} {one.place}: {one.what}: {one.remedy}" for one in found(paths)]


NOBODY = (
    'warning policies/p.yaml:4: policy "slip" is about the situation bill_shok, which no policy remembers: '
    "did you mean bill_shock?"
)
ADVISES = "do: [{advise: {action: z, say: y}}]"


@pytest.mark.parametrize(
    "slip",
    [
        "on: {asked: bill_shok}, " + ADVISES,
        "on: {asked: any}, when: '\"bill_shok\" in situations', " + ADVISES,
        'on: {asked: any}, when: \'situations.exists(s, s in ["other", "bill_shok"])\', ' + ADVISES,
        "on: {asked: any}, when: '!situations.exists(s, s == \"bill_shok\")', " + ADVISES,
        "on: payment.received, do: [{forget: bill_shok}]",
    ],
)
def test_a_slip_is_told_wherever_a_situation_is_named(slip: str) -> None:
    assert told(f"- {{policy: slip, why: Bills, {slip}}}\n") == [NOBODY]


def test_what_is_remembered_under_a_name_that_nothing_is_about_is_told_once() -> None:
    slip = "- {policy: slip, why: Bills, on: payment.failed, do: [{remember: {situation: bill_shocks, for: 3d}}]}\n"
    assert told(slip) == [
        'warning policies/p.yaml:4: policy "slip" remembers bill_shocks, and nothing is about that situation: '
        "did you mean bill_shock?"
    ]


def test_offers_and_the_contact_policy_name_situations_too() -> None:
    offer = "{offer: x, title: X, value: 1, eligible: '\"bill_shok\" in situations'}\n"
    bar = "service_first: [{when: '\"bill_shokk\" in situations', why: a bill jumped}]\n"
    assert [
        line.partition(": ")[0] for line in told(**{"offers/o__yaml": offer, "contact-policy__yaml": bar})
    ] == [
        "warning contact-policy.yaml",
        "warning offers/o.yaml:1",
    ]


def test_situations_that_sources_and_flows_name_are_welcome() -> None:
    other = (
        "- {policy: other, why: Bills, on: {asked: [payment, bill]}, do: [{advise: {action: z, say: y}}]}\n"
    )
    assert told(other) == []
