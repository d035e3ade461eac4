"""The sentences that can be said about one simple part of a condition."""

from dataclasses import dataclass, replace


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

    claim: str
    denial: str
    state: str = ""
    hit: str = ""
    miss: str = ""
    aside: str = ""

    @property
    def so(self) -> str:
        """What is said where the claim holds."""
        return _behind(self.state, self.hit) or self.claim

    @property
    def not_so(self) -> str:
        """What is said where it does not: `total is ₱990.00, not more than ₱1,500.00`."""
        return _behind(self.state, self.miss) or self.denial

    def turned(self) -> "Statement":
        """The same with a `!` before it."""
        return replace(self, claim=self.denial, denial=self.claim, hit=self.miss, miss=self.hit)


def being(subject: str, plural: bool, demand: str, now: str = "") -> Statement:
    """Something is what is demanded, or not; `now` is what it is, "" where that is not known."""
    be = f"{subject} {'are' if plural else 'is'}"
    return Statement(
        claim=f"{be} {demand}",
        denial=f"{be} not {demand}",
        state=f"{be} {now}" if now else "",
        hit="" if now == demand else demand,
        miss=f"not {demand}",
        aside=f"it is {now}" if now else "",
    )


def doing(subject: str, plural: bool, does: str, does_not: str, now: str = "") -> Statement:
    """Something does what is demanded, or not: `contains “a”`, `does not contain “a”`."""
    return Statement(
        claim=f"{subject} {does}",
        denial=f"{subject} {does_not}",
        state=f"{subject} {'are' if plural else 'is'} {now}" if now else "",
        hit=f"which {does}",
        miss=f"which {does_not}",
        aside=f"it is {now}" if now else "",
    )


def _behind(state: str, rest: str) -> str:
    return f"{state}, {rest}" if state and rest else state
