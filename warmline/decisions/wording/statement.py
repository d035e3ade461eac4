"""The sentences that can be said about one simple part of a condition."""

from dataclasses import dataclass, replace

from warmline.language.messages import Message, Value, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A comparison or a question in words.

    claim     total is more than ₱1,500.00         what is written, whatever the facts are
    denial    total is not more than ₱1,500.00     the opposite
    state     total is ₱990.00                     how it is; "" where there is nothing more to say
    hit       more than ₱1,500.00                  what stands behind the state where the claim holds
    miss      not more than ₱1,500.00              and where it does not
    aside     it is ₱990.00                        the state in parentheses
    """

    claim: Value
    denial: Value
    state: Value = ""
    hit: Value = ""
    miss: Value = ""
    aside: Value = ""

    @property
    def so(self) -> Value:
        """What is said where the claim holds."""
        return _behind(self.state, self.hit) or self.claim

    @property
    def not_so(self) -> Value:
        """What is said where it does not: `total is ₱990.00, not more than ₱1,500.00`."""
        return _behind(self.state, self.miss) or self.denial

    def turned(self) -> "Statement":
        """The same with a `!` before it."""
        return replace(self, claim=self.denial, denial=self.claim, hit=self.miss, miss=self.hit)


def being(subject: Value, plural: bool, demand: Value, now: Value = "") -> Statement:
    """Something is what is demanded, or not; `now` is what it is, "" where that is not known."""
    return Statement(
        claim=_is(subject, plural, demand),
        denial=(
            message("%(what)s are not %(value)s", what=subject, value=demand)
            if plural
            else message("%(what)s is not %(value)s", what=subject, value=demand)
        ),
        state=_is(subject, plural, now) if now else "",
        hit="" if now == demand else demand,
        miss=message("not %(value)s", value=demand),
        aside=message("it is %(value)s", value=now) if now else "",
    )


def doing(subject: Value, plural: bool, does: Value, does_not: Value, now: Value = "") -> Statement:
    """Something does what is demanded, or not: `contains “a”`, `does not contain “a”`."""
    return Statement(
        claim=message("%(what)s %(does)s", what=subject, does=does),
        denial=message("%(what)s %(does)s", what=subject, does=does_not),
        state=_is(subject, plural, now) if now else "",
        hit=message("which %(does)s", does=does),
        miss=message("which %(does)s", does=does_not),
        aside=message("it is %(value)s", value=now) if now else "",
    )


def behind(state: Value, rest: Value) -> Message:
    """How something is, and what is said of that."""
    return message("%(state)s, %(rest)s", state=state, rest=rest)


def _is(subject: Value, plural: bool, value: Value) -> Message:
    if plural:
        return message("%(what)s are %(value)s", what=subject, value=value)
    return message("%(what)s is %(value)s", what=subject, value=value)


def _behind(state: Value, rest: Value) -> Value:
    return behind(state, rest) if state and rest else state
