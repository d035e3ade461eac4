"""The scores of one contact, moment by moment: what detectors notice is added up, fades, and becomes signals."""

from collections.abc import Sequence

import msgspec

from warmline.coaching.detectors import tone
from warmline.coaching.detectors.capitals import is_loud
from warmline.coaching.memory import MOST_STEPS, Memory
from warmline.coaching.model import AGAIN, MOST, MOST_REASONS, Kind, Noticed, Reason, Score, Signal
from warmline.coaching.moments import Earlier, Moment, Seen
from warmline.coaching.registry import ASKED
from warmline.coaching.rules import Rules

QUIET_TURN = 0.75
"""What a turn of the customer in which nothing of a kind was noticed leaves of frustration: they have calmed down."""
MOSTLY = 0.8
"""The share of a text that strong words take up for its tone not to matter: "i am fed up"."""
THANKS = 0.5
"""What one leaves in which they say that all is well."""


class Noticing:
    """What is noticed in one contact. `signals` are those given from the beginning on."""

    def __init__(self, rules: Rules, before: Noticed, memory: Memory) -> None:
        self.rules = rules
        self.memory = memory
        self._scores = dict(before.scores)
        self._signals = list(before.signals)

    @property
    def noticed(self) -> Noticed:
        """All of it by now."""
        return Noticed(scores=dict(self._scores), signals=tuple(self._signals))

    def look(self, moment: Moment, earlier: Sequence[Earlier] = ()) -> tuple[list[Reason], list[Signal]]:
        """Take in a moment: why it matters, and the signals that it gives. `earlier` is what was said before."""
        seen = Seen(moment, self.memory, self.rules.lexicon(moment.language), earlier)
        _remember(self.memory, seen)
        reasons: dict[Kind, list[Reason]] = {}
        for detector in ASKED[moment.what]:
            if detector.code in self.rules.off or not self.rules.kinds[detector.kind].on:
                continue
            if found := [*detector.look(seen)]:
                reasons.setdefault(detector.kind, []).extend(found)
        calm = 0 if "tone" in self.rules.off or self._says_it_alone(seen) else min(0, tone.points(seen))
        if moment.is_customers and "frustration" not in reasons:
            self._calm(moment, THANKS if seen.hits_of("calm") else QUIET_TURN, calm)
        signals = [
            one
            for kind, found in reasons.items()
            if (one := self._add(kind, found, moment, calm if kind == "frustration" else 0))
        ]
        if moment.is_customers:
            self.memory.upset = "frustration" in reasons and self._is_over("frustration", moment.at)
        return [one for found in reasons.values() for one in found], signals

    def _says_it_alone(self, seen: Seen) -> bool:
        """Whether there are words that the business itself calls strong, or hardly any but strong ones."""
        return any(
            hit.entry in self.rules.own or (hit.weight == "strong" and len(hit.words) > MOSTLY * seen.length)
            for hit in seen.hits_of("frustration")
        )

    def _calm(self, moment: Moment, left: float, calm: int) -> None:
        """Leave a share of the frustration that there was, less the points of a calm tone."""
        score = self._scores.get("frustration")
        if score is not None:
            value = max(0.0, score.value_at(moment.at) * left + calm)
            self._scores["frustration"] = msgspec.structs.replace(score, value=value, at=moment.at)

    def _is_over(self, kind: Kind, now: int) -> bool:
        return self._scores[kind].value_at(now) >= self.rules.kinds[kind].threshold

    def _add(self, kind: Kind, reasons: list[Reason], moment: Moment, calm: int) -> Signal | None:
        """Add what was noticed, less the points of a calm tone; the signal that is due, if one is."""
        rule = self.rules.kinds[kind]
        before = self._scores.get(kind) or Score(value=0.0, at=moment.at, half_life=rule.half_life)
        left = before.value_at(moment.at)
        given = before.given and left >= AGAIN * rule.threshold
        value = min(float(MOST), max(0.0, left + sum(one.points for one in reasons) + calm))
        fading = before.reasons if left >= 1 else ()
        kept = (*fading, *reasons)[-MOST_REASONS:]
        due = value >= rule.threshold and not given
        self._scores[kind] = Score(
            value=value, at=moment.at, half_life=rule.half_life, given=given or due, reasons=kept
        )
        if not due:
            return None
        signal = Signal(
            number=len(self._signals) + 1,
            kind=kind,
            score=round(value),
            threshold=rule.threshold,
            reasons=kept,
            turn=moment.turn,
            at=moment.at,
        )
        self._signals.append(signal)
        return signal


def _remember(memory: Memory, seen: Seen) -> None:
    """Count a moment."""
    moment = seen.moment
    if moment.is_customers:
        memory.spoke += 1
        memory.shouted += is_loud(moment.text)
        if seen.hits_of("person"):
            _asked(memory, moment)
    elif moment.what == "said" and moment.by == "agent":
        memory.agent = memory.agent or moment.turn
        memory.missed = memory.silent = 0
    elif moment.what == "missed":
        memory.missed += 1
    elif moment.what == "silent":
        memory.silent += 1
    elif moment.what == "asked_person":
        _asked(memory, moment)
    elif moment.what == "step":
        if moment.where in memory.steps or len(memory.steps) < MOST_STEPS:
            memory.steps[moment.where] = memory.steps.get(moment.where, 0) + 1
        if moment.where != memory.step:
            memory.missed = memory.silent = 0
        memory.step = moment.where
    elif moment.what == "about":
        memory.about = moment.where


def _asked(memory: Memory, moment: Moment) -> None:
    """A person was asked for; the same turn counts once, however it is known."""
    if memory.asked_at != moment.turn:
        memory.asked_person += 1
        memory.asked_at = moment.turn
