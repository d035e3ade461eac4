"""Random conditions about the customers and events of the shop, and random facts to ask them of."""

from typing import Any

from hypothesis import strategies as st

from warmline.events.model import Event

from .shop import NOW

TWO_53 = 2**53
DAY = 86_400_000_000

_ORDER = ["<", "<=", ">", ">=", "==", "!="]


def _compared(path: str, constants: list[str]) -> st.SearchStrategy[str]:
    """`path op constant`, the constant on either side, or one of several."""
    constant = st.sampled_from(constants)
    return st.one_of(
        st.builds(lambda op, value: f"{path} {op} {value}", st.sampled_from(_ORDER), constant),
        st.builds(lambda op, value: f"{value} {op} {path}", st.sampled_from(_ORDER), constant),
        st.lists(constant, min_size=1, max_size=3).map(lambda several: f"{path} in [{', '.join(several)}]"),
    )


def _guarded(path: str, asked: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A question about a field that may be absent, in each way in which one may ask it."""
    ways = [
        f"has({path}) && {{0}}",
        f"(!has({path}) || {{0}})",
        f"(has({path}) ? {{0}} : false)",
        f"(has({path}) ? {{0}} : true)",
    ]
    return st.one_of(
        st.builds(str.format, st.sampled_from(ways), asked),
        st.sampled_from([f"has({path})", f"!has({path})"]),
    )


def _negated(asked: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(asked, asked.map(lambda text: f"!({text})"))


_WHOLE = ["0", "1", "2", "3", "2.0", "2.5", str(TWO_53), str(TWO_53 + 1), f"{TWO_53}.0"]
_FRACTIONS = ["0.0", "1.0", "1.5", "2.0", "100.0"]
_TEXTS = ['"gold"', '"new"', '"silver"', '""']
_DAYS = [f'timestamp("2000-01-0{day}T00:00:00+08:00")' for day in range(1, 4)]

_AGE = _negated(_compared("customer.age", [one for one in _WHOLE if "." not in one])) | _negated(
    st.builds(
        lambda op, value: f"customer.age {op} {value}", st.sampled_from(_ORDER[:4]), st.sampled_from(_WHOLE)
    )
)
_SCORE = _negated(_compared("customer.score", _FRACTIONS))

FAMILIES: list[st.SearchStrategy[str]] = [
    _negated(_compared("customer.tier", _TEXTS)),
    _guarded("customer.plan", _negated(_compared("customer.plan", _TEXTS))),
    _guarded("customer.age", _AGE),
    _guarded("customer.score", _SCORE),
    _guarded("event.total", _negated(_compared("event.total", _FRACTIONS))),
    _negated(_compared("customer.contacts_7d", ["0", "1", "2"])),
    _negated(_compared("size(customer.needs)", ["0", "1", "2"])),
    st.sampled_from(
        ["customer.vip", "!customer.vip", "customer.vip == true", "false != customer.vip", "true", "false"]
    ),
    _guarded("customer.no_selling", st.sampled_from(["customer.no_selling", "customer.no_selling == false"])),
    _guarded("customer.birth_date", _negated(_compared("customer.birth_date", _DAYS))),
    _negated(_compared("now - event.occurred", ['duration("1h")', 'duration("24h")'])),
    _negated(st.sampled_from(['"slow" in customer.needs', 'customer.needs.exists(n, n == "slow")'])),
    _negated(_compared('event["size"]', ["1", "1.0", "2", '"1"'])),
    _negated(st.sampled_from(['event["size"] == null', 'true != event["size"]', 'event["size"] in [true]'])),
    _negated(_compared("customer.score", ["event.total"])).map(
        lambda text: f"has(customer.score) && has(event.total) && {text}"
    ),
    st.sampled_from(['"size" in event', '!("size" in event)', "has(event.account)"]),
]
"""Questions about the same thing, each kind of thing once."""


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: "(" + " && ".join(parts) + ")"),
        several.map(lambda parts: "(" + " || ".join(parts) + ")"),
        inner.map(lambda part: f"!({part})"),
        st.builds(lambda c, a, b: f"(({c}) ? ({a}) : ({b}))", inner, inner, inner),
    )


CONDITIONS = st.recursive(st.one_of(FAMILIES), _joined, max_leaves=6)


def _about_the_same(family: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    several = st.recursive(family, _joined, max_leaves=3)
    return st.tuples(several, several)


PAIRS = st.one_of(st.tuples(CONDITIONS, CONDITIONS), *map(_about_the_same, FAMILIES))
"""Two conditions, mostly about the same thing, so that they have something to do with each other."""


def _money(amount: float) -> dict[str, Any]:
    return {"amount": round(amount * 100), "currency": "PHP"}


FACTS = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(["gold", "new", "silver", "zinc", ""]),
        "plan": st.sampled_from([None, "gold", "new", ""]),
        "age": st.sampled_from([None, 0, 1, 2, 3, TWO_53, TWO_53 + 1]),
        "score": st.sampled_from([None, 0.0, 1.0, 1.25, 1.5, 2.0, 100.0, 200.0, float("nan")]),
        "vip": st.booleans(),
        "no_selling": st.sampled_from([None, True, False]),
        "birth_date": st.sampled_from([None, "1999-12-31", "2000-01-01", "2000-01-02", "2000-01-03"]),
        "needs": st.sampled_from([[], ["slow"], ["large print"], ["slow", "large print"]]),
        "contacts_7d": st.integers(0, 3),
        "total": st.sampled_from([0.0, 1.0, 1.25, 1.5, 2.0, 100.0]),
        "since": st.sampled_from([0, DAY // 24, DAY, 2 * DAY]),
        "size": st.sampled_from([None, 1, 1.0, 2, "1", True]),
        "account": st.sampled_from([None, "7"]),
    }
)


def moment(facts: dict[str, Any]) -> tuple[dict[str, Any], Event]:
    """The profile and the event of these facts."""
    named = ("total", "since", "size", "account")
    total, since, size, account = (facts[name] for name in named)
    properties = {"invoice": "i", "total": _money(total), "size": size, "account": account}
    return {name: value for name, value in facts.items() if name not in named}, Event(
        type="invoice.issued", source="billing", message_id="1", occurred=NOW - since, properties=properties
    )
