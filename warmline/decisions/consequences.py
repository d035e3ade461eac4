"""What follows from a judged event, as data: what is on record, what is to be done, what waits.

Pure, like the judging: the actions of policies that held become consequences here, or reasons why not.
"""

from dataclasses import dataclass, field
from itertools import islice

from warmline.conditions.errors import BadValue, EvaluationError, Unforeseen
from warmline.conditions.told import Told
from warmline.decisions import consents
from warmline.decisions.actions.base import Action, Append, Call, Consequence, Moment
from warmline.decisions.actions.route import WANTED as ROUTED
from warmline.decisions.answers import Done, HeldBack, Reason, because
from warmline.decisions.explaining import Explaining
from warmline.decisions.judging import Frames, Verdicts
from warmline.decisions.limits import free_again
from warmline.decisions.model import Policy
from warmline.decisions.quiet import quiet_until
from warmline.decisions.rulebook import Rulebook
from warmline.events import catalogue
from warmline.language.formats import Formats
from warmline.language.messages import Shown, message, worded

MOST_NAMES = 100
"""Policies that did not hold which one decision names; beyond, their number is told."""
DEEPEST = 5
"""Decisions that may follow from one another: beyond, policies are thought to go round in a circle."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One consequence, and what it says on record; `position` is the action's place in its policy."""

    policy: Policy
    position: int
    consequence: Consequence
    done: Done


@dataclass(frozen=True, slots=True)
class Postponed:
    """Actions of a policy (by position) that wait until a moment in microseconds."""

    policy: Policy
    positions: list[int]
    until: int


@dataclass(slots=True)
class Judged:
    """All that came of one event. `failed` are the policies that could not be judged, with their errors."""

    evaluated: int = 0
    held: list[Policy] = field(default_factory=list)
    failed: list[tuple[Policy, EvaluationError]] = field(default_factory=list)
    not_held: list[str] = field(default_factory=list)
    to_do: list[ToDo] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    postponed: list[Postponed] = field(default_factory=list)


class Drawing:
    """Draws the consequences of verdicts on one event, in their order.

    `decision` names the decision; `depth` is how many decisions stand above the event. `enough` says that so much
    was done already about what led to it that no more is to be done.
    """

    def __init__(
        self,
        book: Rulebook,
        frames: Frames,
        formats: Formats,
        decision: str,
        depth: int,
        enough: bool = False,
    ) -> None:
        self._book = book
        self._frames = frames
        self._formats = formats
        self._decision = decision
        self._depth = depth
        self._enough = enough
        self._said: dict[tuple[str, str], tuple[object, str]] = {}
        self._explaining = Explaining(book.wordings, frames, formats)
        self._judged = Judged()

    def draw(self, verdicts: Verdicts, *, reaching: bool = False) -> Judged:
        """What follows; with `reaching` only the actions are looked at that the customer notices."""
        judged = self._judged
        judged.evaluated = len(verdicts.asked)
        judged.held, judged.failed = verdicts.held, list(verdicts.failed)
        judged.not_held = [policy.name for policy in islice(verdicts.not_held, MOST_NAMES)]
        for policy, error in verdicts.failed:
            reason = self._explaining.failed(policy, error)
            judged.held_back.append(HeldBack(policy=policy.name, kind="", name="", reason=reason))
        for policy in verdicts.held:
            try:
                self._act(policy, reaching)
            except Exception as fault:  # noqa: BLE001 - it costs this policy, and not the event that is judged
                reason = _failed(policy, Unforeseen.of(fault))
                judged.held_back.append(HeldBack(policy=policy.name, kind="", name="", reason=reason))
        return judged

    def _act(self, policy: Policy, reaching: bool) -> None:
        waiting: list[int] = []
        until = None
        for position, action in enumerate(policy.do):
            if reaching and not action.reaches:
                continue
            reason = self._reason(policy, action)
            if reason is None:
                reason = self._carry_out(policy, position, action)
            if reason is not None:
                said = action.said()
                held = HeldBack(
                    policy=policy.name, kind=action.kind, name=str(said), reason=reason, called=said
                )
                self._judged.held_back.append(held)
                if reason.code == "quiet_hours":
                    until = reason.until
                    waiting.append(position)
        if waiting and until is not None:
            self._judged.postponed.append(Postponed(policy, waiting, until))

    def _reason(self, policy: Policy, action: Action) -> Reason | None:
        """Why an action must not be carried out now."""
        if self._depth >= DEEPEST:
            said = message(
                "%(n)s decisions led to this one after another: the policies may go round in a circle",
                n=self._depth,
            )
            return because("too_deep", said, rule="depth")
        if self._enough:
            said = message(
                "hundreds of things follow from one event already: the policies may feed each other"
            )
            return because("too_deep", said, rule="depth")
        if no_consent := consents.missing(action.purpose, self._frames.customer):
            return no_consent
        if not action.reaches:
            return None
        contact, now = self._book.contact, self._frames.now
        frame = self._frames.of(self._book.asked)
        until = quiet_until(contact.quiet, frame, self._book.timezone, now)
        if until is not None:
            said = message("quiet hours; it is done at %(when)s", when=Shown("clock", until))
            return because(
                "quiet_hours", said, rule="contact policy", until=until, words=worded(said, self._formats)
            )
        times = [now] * self._reached() + [one["occurred"] for one in self._frames.customer("reaches") or ()]
        again = free_again(contact.reach, times, now)
        if again is not None and contact.reach is not None:
            said = message("written to %(n)s times lately, which is enough", n=contact.reach.times)
            return because("capped", said, rule="contact policy", until=again)
        return None

    def _reached(self) -> int:
        """How often this decision reaches out already."""
        return sum(one.consequence.reaches for one in self._judged.to_do)

    def _carry_out(self, policy: Policy, position: int, action: Action) -> Reason | None:
        """Note the consequences of an action; a reason where there can be none."""
        moment = Moment(
            policy=policy.name,
            why=policy.why,
            frame=self._frames.of(policy.environment),
            formats=self._formats,
            spoken=self._spoken(),
            told=lambda level: self._frames.told(Told(level, self._book.levels)).of(policy.environment),
            now=self._frames.now,
            key=f"{self._decision[:16]}-{policy.name}-{position}",
        )
        try:
            consequences = action.consequences(moment)
        except EvaluationError as error:
            return _failed(policy, error)
        for one in consequences:
            if isinstance(one, Append) and (wrong := catalogue.problem(one.type, one.properties)):
                return _failed(policy, BadValue(wrong))
        for one in consequences:
            if contradicted := self._contradicted(policy, one):
                return contradicted
        for one in consequences:
            said = action.said()
            done = Done(policy=policy.name, kind=action.kind, words=str(said), why=policy.why, said=said)
            self._judged.to_do.append(ToDo(policy, position, one, done))
        return None

    def _spoken(self) -> Formats:
        """How the customer reads, as far as their profile says which language they speak."""
        language = self._frames.customer("language")
        if not isinstance(language, str) or not language or language == self._formats.tag:
            return self._formats
        return Formats(language, self._book.timezone, self._frames.now)

    def _contradicted(self, policy: Policy, one: Consequence) -> Reason | None:
        """Whether a policy of higher priority said something else about the same; what is said first holds."""
        for about, value in _claims(one):
            said, by = self._said.setdefault(about, (value, policy.name))
            if said != value:
                words = message("policy %(policy)s says otherwise, and has the higher priority", policy=by)
                return because("contradicted", words, rule=f"policy {by}")
        return None


def _failed(policy: Policy, error: EvaluationError) -> Reason:
    return because("action_failed", error.said, rule=f"policy {policy.name}")


def _claims(one: Consequence) -> list[tuple[tuple[str, str], object]]:
    """What a consequence says about what: traits and situations can be contradicted."""
    if isinstance(one, Call):
        return []
    if one.type == "customer.identified":
        return [(("trait", name), value) for name, value in one.properties["traits"].items()]
    if one.type == ROUTED:
        return [(("route", ""), one.properties["queue"])]
    if one.type in ("situation.remembered", "situation.ended"):
        return [(("situation", one.properties["situation"]), one.type)]
    return []
